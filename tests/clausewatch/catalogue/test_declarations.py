"""Collections of declarations are read and merged into the catalogue."""

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
        "https://harbour.example/privacy": Selection(("main", between), ("aside",)),
        "https://harbour.example/terms/one": Selection((".text",)),
        "https://harbour.example/terms/two": Selection(("article",)),
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
    parts = (("https://a.example/p", Selection(("main",), ((("before", "a"), ("after", "b")),))),)
    entries = [
        make_entry("A", ("privacy", "https://a.example/p"), selections=parts),
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
