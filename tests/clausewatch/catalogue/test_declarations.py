"""A collection of declarations becomes platforms, and merges with what is known."""

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

NONE = Aliases({}, {})
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


def collection(path: Path, **services: object) -> Path:
    """Write a checkout with these services; a string is written as it is."""
    folder = path / "declarations"
    folder.mkdir(parents=True)
    for name, declared in services.items():
        text = declared if isinstance(declared, str) else json.dumps(declared)
        (folder / f"{name}.json").write_text(text)
    (folder / "Harbour.history.json").write_text("{}")
    (folder / "Harbour.filters.js").write_text("export {}")
    return path


def test_terms_and_pages_and_selectors_are_read(tmp_path: Path) -> None:
    """Every part of a declaration that is data is kept; its scripts are named, not run."""
    newer = read_catalogue(collection(tmp_path, Harbour=HARBOUR), NONE)
    (entry,) = newer.entries
    assert (entry.key, entry.name) == ("harbour-chat", "Harbour Chat")
    assert entry.documents == (
        ("privacy", ("https://harbour.example/privacy",), False),
        ("terms", ("https://harbour.example/terms/one", "https://harbour.example/terms/two"), True),
        ("cookies", ("https://harbour.example/cookies",), False),
    )
    between = (("before", "#a"), ("after", "#z"))
    assert dict(entry.selections) == {
        "https://harbour.example/privacy": Selection(("main", between), ("aside",)),
        "https://harbour.example/terms/one": Selection((".text",)),
        "https://harbour.example/terms/two": Selection(("article",)),
    }
    assert newer.notes == ("1 documents have filters that are scripts; these are not run.",)


def test_the_older_form_is_read(tmp_path: Path) -> None:
    """Collections of before 2023 say `documents`, in a folder of another name."""
    folder = tmp_path / "services"
    folder.mkdir()
    one = {"documents": {"Privacy Policy": {"fetch": "https://quay.example/privacy"}}}
    (folder / "Quay.json").write_text(json.dumps(one))
    (entry,) = read_catalogue(tmp_path, NONE).entries
    assert entry.name == "Quay"


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "a selector that is none": json.dumps(
        {"terms": {"Privacy Policy": {"fetch": "https://b.example/p", "select": "p >>> ("}}}
    ),
    "terms that are none": json.dumps({"name": "B", "terms": ["Privacy Policy"]}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_costs_itself_only(tmp_path: Path, name: str) -> None:
    """What cannot be used is said by its file's name, the rest is taken."""
    newer = read_catalogue(collection(tmp_path, Harbour=HARBOUR, Bad=BROKEN[name]), NONE)
    assert [entry.name for entry in newer.entries] == ["Harbour Chat"]
    assert newer.notes[0].startswith("Bad.json is skipped: ")


@pytest.mark.parametrize("make", ["empty", "missing", "a damaged data file", "no facts", "nothing"])
def test_what_is_no_catalogue_is_one_sentence(tmp_path: Path, make: str) -> None:
    """A path that holds none is refused, and nothing is merged."""
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
        read_catalogue(path, NONE)


def entry(name: str, *documents: tuple[str, str], **more: Any) -> Entry:  # noqa: ANN401  # fields
    """An invented platform with documents by kind and address."""
    made = tuple((kind, (url,), False) for kind, url in documents)
    return Entry(name.lower(), name, 1, (f"{name.lower()}.example",), made, **more)


def test_the_data_file_keeps_selectors() -> None:
    """Written and read back, a platform is the same."""
    parts = (("https://a.example/p", Selection(("main",), ((("before", "a"), ("after", "b")),))),)
    entries = [entry("A", ("privacy", "https://a.example/p"), selections=parts), entry("B")]
    assert parse_entries(serialise_entries(entries)) == entries


def test_a_newer_catalogue_adds_and_loses_nothing() -> None:
    """New platforms and addresses come in, kinds that only the old one has stay."""
    old = [
        entry("A", ("privacy", "https://a.example/old"), ("dpa", "https://a.example/dpa")),
        entry("B", ("terms", "https://b.example/t")),
    ]
    new = [
        entry("A", ("terms", "https://a.example/t"), ("privacy", "https://a.example/new")),
        entry("C", ("terms", "https://c.example/t")),
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


def test_what_is_watched_elsewhere_is_told_and_not_moved() -> None:
    """A watched document keeps its address; a private one is nobody's business."""
    at = ("https://a.example/old",)
    platforms = {"a": Platform("a", "A", (CataloguedDocument("privacy policy", ("https://n",)),))}
    own = Document(DocumentId(1), "a", "A", "privacy policy", at)
    private = Document(DocumentId(2), "a", "A", "privacy policy", at, WorkspaceId(1))
    unlisted = Document(DocumentId(3), "a", "A", "cookie policy", at)
    (found,) = find_moved_documents([own, private, unlisted], platforms)
    assert (found.document, found.urls) == (own, ("https://n",))
