"""Collections of declarations are read and merged into the catalogue."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from clausewatch.catalogue.entries import Aliases, Entry, parse_entries, serialise_entries
from clausewatch.catalogue.merge import find_moved_documents, merge_entries, read_catalogue
from clausewatch.errors import ConfigError
from clausewatch.extract.selection import Selection
from clausewatch.model.documents import CataloguedDocument, Document, Platform
from clausewatch.model.record_ids import DocumentId, WorkspaceId

NO_ALIASES = Aliases({}, {})
HARBOUR: Mapping[str, Any] = {
    "name": "Harbour Chat",
    "terms": {
        "Privacy Policy": {
            "fetch": "https://harbour.example/privacy",
            "select": ["main", {"startBefore": "#a", "endAfter": "#z"}],
            "remove": "aside",
        },
        "Terms of Service": {
            "executeClientScripts": True,
            "select": ".text",
            "combine": [
                {"fetch": "https://harbour.example/terms/one"},
                {"fetch": "https://harbour.example/terms/two", "select": "article"},
            ],
        },
        "Trackers Policy": {"fetch": "https://harbour.example/cookies", "filter": ["dropIds"]},
        "Imprint": {"select": "main"},
    },
}


def write_collection(path: Path, **services: object) -> Path:
    """Write a checkout with these services; a string is written unchanged."""
    folder = path / "declarations"
    folder.mkdir(parents=True)
    for name, declaration in services.items():
        text = declaration if isinstance(declaration, str) else json.dumps(declaration)
        (folder / f"{name}.json").write_text(text)
    (folder / "Harbour.history.json").write_text("{}")
    (folder / "Harbour.filters.js").write_text("export {}")
    return path


def test_terms_pages_and_selectors_are_read(tmp_path: Path) -> None:
    """Everything except the filters is used, and a note counts those."""
    result = read_catalogue(write_collection(tmp_path, Harbour=HARBOUR), NO_ALIASES)
    (entry,) = result.entries
    assert (entry.key, entry.name) == ("harbour-chat", "Harbour Chat")
    assert entry.documents == (
        ("privacy", ("https://harbour.example/privacy",), False),
        ("terms", ("https://harbour.example/terms/one", "https://harbour.example/terms/two"), True),
        ("cookies", ("https://harbour.example/cookies",), False),
    )
    between = (("before", "#a"), ("after", "#z"))
    assert dict(entry.selections) == {
        "privacy": (Selection(("main", between), ("aside",)),),
        "terms": (Selection((".text",)), Selection(("article",))),
    }
    assert result.notes == ("1 documents have filters that are scripts; these are not run.",)


def test_the_older_format_is_read(tmp_path: Path) -> None:
    """Collections before 2023 have `documents` in a folder `services`."""
    folder = tmp_path / "services"
    folder.mkdir()
    declaration = {"documents": {"Privacy Policy": {"fetch": "https://quay.example/privacy"}}}
    (folder / "Quay.json").write_text(json.dumps(declaration))
    (entry,) = read_catalogue(tmp_path, NO_ALIASES).entries
    assert entry.name == "Quay"


BROKEN = {
    "invalid JSON": "{",
    "a list": "[]",
    "an invalid selector": json.dumps(
        {"terms": {"Privacy Policy": {"fetch": "https://b.example/p", "select": "p >>> ("}}}
    ),
    "invalid terms": json.dumps({"name": "B", "terms": ["Privacy Policy"]}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_is_skipped(tmp_path: Path, name: str) -> None:
    """A note names the file, and the other files are read."""
    result = read_catalogue(
        write_collection(tmp_path, Harbour=HARBOUR, Bad=BROKEN[name]), NO_ALIASES
    )
    assert [entry.name for entry in result.entries] == ["Harbour Chat"]
    assert result.notes[0].startswith("Bad.json is skipped: ")


@pytest.mark.parametrize("make", ["empty", "missing", "a damaged data file", "no facts", "nothing"])
def test_a_path_without_catalogue_is_refused(tmp_path: Path, make: str) -> None:
    """The error is a ConfigError."""
    path = tmp_path / "given"
    if make == "empty":
        path.mkdir()
    elif make == "a damaged data file":
        path.write_bytes(serialise_entries([])[:12])
    elif make == "no facts":
        path.write_text("hello")
    elif make == "nothing":
        path.write_text("\n")
    with pytest.raises(ConfigError):
        read_catalogue(path, NO_ALIASES)


def make_entry(name: str, *documents: tuple[str, str], **more: Any) -> Entry:  # noqa: ANN401  # fields
    """Return an invented platform with documents, each a kind and a URL."""
    built = tuple((kind, (url,), False) for kind, url in documents)
    return Entry(name.lower(), name, 1, (f"{name.lower()}.example",), built, **more)


def test_the_data_file_keeps_selectors() -> None:
    """A round trip keeps the entries."""
    part = Selection(("main",), ((("before", "a"), ("after", "b")),))
    entries = [
        make_entry(
            "A", ("privacy", "https://a.example/p"), selections=(("privacy", (part, None)),)
        ),
        make_entry("B"),
    ]
    assert parse_entries(serialise_entries(entries)) == entries


def test_a_newer_catalogue_adds_and_loses_nothing() -> None:
    """New platforms and addresses come in, kinds that only the old one has stay."""
    old = [
        make_entry("A", ("privacy", "https://a.example/old"), ("dpa", "https://a.example/dpa")),
        make_entry("B", ("terms", "https://b.example/t")),
    ]
    new = [
        make_entry("A", ("terms", "https://a.example/t"), ("privacy", "https://a.example/new")),
        make_entry("C", ("terms", "https://c.example/t")),
    ]
    result = merge_entries(old, new)
    assert (result.added, result.altered) == (("C",), ("A",))
    assert [e.key for e in result.entries] == ["a", "b", "c"]
    assert [(kind, urls[0]) for kind, urls, _ in result.entries[0].documents] == [
        ("privacy", "https://a.example/new"),
        ("terms", "https://a.example/t"),
        ("dpa", "https://a.example/dpa"),
    ]
    again = merge_entries(result.entries, new)
    assert (again.added, again.altered, again.entries) == ((), (), result.entries)


def test_moved_documents_are_found() -> None:
    """Private documents and kinds that the catalogue lacks are ignored."""
    urls = ("https://a.example/old",)
    platforms = {"a": Platform("a", "A", (CataloguedDocument("privacy policy", ("https://n",)),))}
    own = Document(DocumentId(1), "a", "A", "privacy policy", urls)
    private = Document(DocumentId(2), "a", "A", "privacy policy", urls, WorkspaceId(1))
    unlisted = Document(DocumentId(3), "a", "A", "cookie policy", urls)
    (moved,) = find_moved_documents([own, private, unlisted], platforms)
    assert (moved.document, moved.urls) == (own, ("https://n",))


EVERYTHING: Mapping[str, Any] = {
    "name": "Lantern",
    "terms": {
        "Privacy Policy": {
            "fetch": "https://lantern.example/legal",
            "select": "#privacy",
            "remove": [".news", {"startAfter": "#privacy h2", "endBefore": "#privacy footer"}],
            "filter": ["dropTrackingIds", {"keepSections": ["1", "2"]}],
        },
        "Terms of Service": {
            "fetch": "https://lantern.example/legal",
            "select": [{"startBefore": "#terms", "endAfter": "#terms .end"}, ".annex > li"],
            "executeClientScripts": True,
        },
        "Acceptable Use Policy": {
            "executeClientScripts": False,
            "remove": "nav",
            "combine": [
                {"fetch": "https://lantern.example/legal", "select": "#use"},
                {
                    "fetch": "https://lantern.example/legal",
                    "select": {"startAfter": "#annex", "endAfter": "#annex ~ p"},
                    "remove": ".changes",
                    "filter": ["sortRows"],
                    "executeClientScripts": True,
                },
                {"fetch": "https://lantern.example/rules"},
            ],
        },
        "Trackers Policy": {"fetch": "https://lantern.example/cookies.pdf"},
    },
}


def test_every_feature_of_the_format_is_read(tmp_path: Path) -> None:
    """Lists, ranges of all four bounds, combined pages, filters and scripts."""
    result = read_catalogue(write_collection(tmp_path, Lantern=EVERYTHING), NO_ALIASES)
    (entry,) = result.entries
    legal, rules = "https://lantern.example/legal", "https://lantern.example/rules"
    assert set(entry.documents) == {
        ("privacy", (legal,), False),
        ("terms", (legal,), True),
        ("aup", (legal, legal, rules), True),
        ("cookies", ("https://lantern.example/cookies.pdf",), False),
    }
    assert dict(entry.selections) == {
        "privacy": (
            Selection(
                ("#privacy",),
                (".news", (("after", "#privacy h2"), ("before", "#privacy footer"))),
            ),
        ),
        "terms": (Selection(((("before", "#terms"), ("after", "#terms .end")), ".annex > li")),),
        "aup": (
            Selection(("#use",), ("nav",)),
            Selection(((("after", "#annex"), ("after", "#annex ~ p")),), (".changes",)),
            Selection((), ("nav",)),
        ),
    }
    assert result.notes == ("2 documents have filters that are scripts; these are not run.",)
    assert parse_entries(serialise_entries([entry])) == [entry]


def test_documents_at_one_url_read_their_own_parts(tmp_path: Path) -> None:
    """A selection belongs to a document: the last one does not win for all."""
    collection = write_collection(tmp_path, Lantern=EVERYTHING)
    (entry,) = read_catalogue(collection, NO_ALIASES).entries
    parts = {d.kind: d.access.selections for d in entry.build_platform().documents}
    assert parts["privacy policy"][0] != parts["terms of service"][0]
    assert [selection and selection.include for selection in parts["privacy policy"]] == [
        ("#privacy",)
    ]
    merged = merge_entries([entry], [entry])
    assert (merged.entries, merged.altered) == ((entry,), ())


def test_a_document_that_is_now_read_whole_loses_its_selection(tmp_path: Path) -> None:
    """The newer declaration of one kind decides; the other kinds at the URL keep their parts."""
    (old,) = read_catalogue(write_collection(tmp_path, Lantern=EVERYTHING), NO_ALIASES).entries
    newer = make_entry("Lantern", ("privacy", "https://lantern.example/legal"))
    (merged,) = merge_entries([old], [newer]).entries
    assert set(dict(merged.selections)) == {"terms", "aup"}


UNUSABLE = {
    "a type of element without its name": ".card:nth-of-type(1)",
    "the first of its type without its name": [".card:first-of-type"],
    "a pseudo-element": "p::first-line",
    "nonsense": "p >>> (",
    "an unknown namespace": "a|b",
    "a range without an end": {"startBefore": "#a"},
    "a range with two starts": {"startBefore": "#a", "startAfter": "#b", "endAfter": "#c"},
    "a bad bound": {"startBefore": ":first-of-type", "endAfter": "#c"},
    "a number": 7,
    "nesting without end": ":not(" * 400 + "p" + ")" * 400,
}


@pytest.mark.parametrize("situation", UNUSABLE)
def test_a_document_with_an_unusable_selector_is_named(tmp_path: Path, situation: str) -> None:
    """The other documents of its service and of the collection are imported."""
    terms = {
        "Privacy Policy": {"fetch": "https://quay.example/privacy", "select": UNUSABLE[situation]},
        "Terms of Service": {"fetch": "https://quay.example/terms", "select": "main"},
    }
    collection = write_collection(tmp_path, Harbour=HARBOUR, Quay={"name": "Quay", "terms": terms})
    result = read_catalogue(collection, NO_ALIASES)
    kinds = {entry.name: [kind for kind, _, _ in entry.documents] for entry in result.entries}
    assert kinds["Quay"] == ["terms"]
    assert "Harbour Chat" in kinds
    assert result.notes[0].startswith("Quay.json is read without Privacy Policy: ")


def test_the_data_file_of_release_0_1_0_is_read() -> None:
    """It stores selections by URL; each document gets those of its own URLs."""
    row = [
        "a", "A", 1, ["a.example"],
        [["privacy", ["https://a.example/p"]], ["terms", ["https://a.example/t"]]],
        {"https://a.example/p": [["main"], []]},
    ]  # fmt: skip
    data = gzip.compress(json.dumps(row).encode() + b"\n")
    (entry,) = parse_entries(data)
    assert entry.selections == (("privacy", (Selection(("main",)),)),)


def test_a_second_document_of_a_kind_is_named(tmp_path: Path) -> None:
    """The catalogue holds one document of each kind per platform; none vanishes unsaid."""
    terms = {
        name: {"fetch": f"https://quay.example/{number}", "select": "main"}
        for number, name in enumerate(("Terms of Service", "Berth Rules", "Crane Rules"))
    }
    collection = write_collection(tmp_path, Quay={"name": "Quay", "terms": terms})
    result = read_catalogue(collection, NO_ALIASES)
    (entry,) = result.entries
    assert [kind for kind, _, _ in entry.documents] == ["terms", "other"]
    (note,) = result.notes
    assert note.startswith("1 documents are left out")
    assert "(Quay: Crane Rules)" in note
