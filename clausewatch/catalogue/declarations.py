"""Reads a checkout of an Open Terms Archive declarations collection: one JSON file per service.

It understands `terms` (formerly `documents`), `fetch`, `select`, `remove`, `combine` and
`executeClientScripts`. A declaration's own filters are scripts and do not run, so the text keeps
what they would remove. A document that cannot be read as declared is left out by name, and the
others of its service are read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausewatch.catalogue.builder import Fact
from clausewatch.errors import ConfigError
from clausewatch.extract.selection import parse_selection
from clausewatch.model.reading import Selection

DECLARATION_FOLDERS = ("declarations", "services")
_FAULTS = (ConfigError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
MAX_DECLARATION_BYTES = 2_000_000
"""The largest known declaration has a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """The facts of a collection, and what was not usable."""

    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]
    """One sentence per skipped file or document."""
    filtered: int = 0
    """The number of documents that scripts of the collection would filter."""


def read_declarations(path: Path) -> Declarations:
    """Read a checkout, or its folder of declarations. Raises ConfigError if it is neither."""
    folders = (path / name for name in DECLARATION_FOLDERS)
    folder = next((folder for folder in folders if folder.is_dir()), path)
    files = sorted(file for file in folder.glob("*.json") if _is_declaration(file))
    if not files:
        raise ConfigError(
            f"{path} contains no declarations; provide a checkout of an Open Terms Archive"
            " collection, with a folder `declarations`."
        )
    facts: list[Fact] = []
    skipped: list[str] = []
    filtered = 0
    for file in files:
        try:
            service = _read_service(_load_json(file), file.stem)
        except _FAULTS as fault:
            skipped.append(f"{file.name} is skipped: {_describe_fault(fault)}")
            continue
        facts += service.facts
        start = f"{file.name} is read without" if service.facts else f"{file.name} is skipped:"
        skipped += (f"{start} {reason}" for reason in service.skipped)
        filtered += service.filtered
    return Declarations(tuple(facts), tuple(skipped), filtered)


def _is_declaration(file: Path) -> bool:
    return not file.stem.endswith((".history", ".filters")) and file.is_file()


def _load_json(file: Path) -> Mapping[str, Any]:
    if file.stat().st_size > MAX_DECLARATION_BYTES:
        raise ConfigError("it is too large for a declaration.")
    try:
        declaration = json.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as fault:
        raise ConfigError("it is not UTF-8.") from fault
    if not isinstance(declaration, dict):
        raise ConfigError("it is not a JSON object.")
    return declaration


def _describe_fault(fault: Exception) -> str:
    return str(fault) if isinstance(fault, ConfigError) else f"it is not a declaration ({fault})."


def _read_service(declaration: Mapping[str, Any], stem: str) -> Declarations:
    """Return the documents of a service, and those of them that are not usable."""
    name = str(declaration.get("name") or stem).strip()
    terms = declaration.get("terms", declaration.get("documents")) or {}
    facts: list[Fact] = []
    skipped: list[str] = []
    filtered = 0
    for kind, document in terms.items():
        try:
            fact = _read_document(name, str(kind), document)
        except _FAULTS as fault:
            skipped.append(f"{kind}: {_describe_fault(fault)}")
            continue
        if fact is not None:
            facts.append(fact)
            filtered += any("filter" in part for part in _list_parts(document))
    return Declarations(tuple(facts), tuple(skipped), filtered)


def _read_document(name: str, kind: str, document: Mapping[str, Any]) -> Fact | None:
    """Return a document of a service, or None if it has no page."""
    pages = list(_read_pages(document))
    if not pages:
        return None
    urls, selections = zip(*pages, strict=True)
    needs_browser = any(part.get("executeClientScripts") for part in _list_parts(document))
    return Fact(name, kind, urls, needs_browser, is_curated=True, selections=selections)


def _list_parts(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [document, *(document.get("combine") or [])]


def _read_pages(document: Mapping[str, Any]) -> Iterator[tuple[str, Selection | None]]:
    """Yield the pages of a document in order; a page's selectors override the document's."""
    for page in document.get("combine") or [document]:
        url = page.get("fetch") or document.get("fetch")
        if isinstance(url, str) and url:
            select = page.get("select", document.get("select"))
            remove = page.get("remove", document.get("remove"))
            yield url, parse_selection(select, remove)
