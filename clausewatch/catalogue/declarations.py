"""Reads a checkout of an Open Terms Archive declarations collection: one JSON file per service.

It understands `terms` (formerly `documents`), `fetch`, `select`, `remove`, `combine` and
`executeClientScripts`. A declaration's own filters are scripts and do not run, so the text keeps
what they would remove.
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
MAX_DECLARATION_BYTES = 2_000_000
"""The largest known declaration has a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """The facts of a collection, and what was not usable."""

    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]
    """One sentence per skipped file."""
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
            service_facts, service_filtered = _read_service(_load_json(file), file.stem)
        except (ConfigError, ValueError, TypeError, KeyError, AttributeError) as fault:
            skipped.append(f"{file.name} is skipped: {_describe_fault(fault)}")
            continue
        facts += service_facts
        filtered += service_filtered
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


def _read_service(declaration: Mapping[str, Any], stem: str) -> tuple[list[Fact], int]:
    """Return the documents of a service, and how many of them have filters."""
    name = str(declaration.get("name") or stem).strip()
    terms = declaration.get("terms", declaration.get("documents")) or {}
    facts = []
    filtered = 0
    for kind, document in terms.items():
        pages = list(_read_pages(document))
        if pages:
            urls, selections = zip(*pages, strict=True)
            facts.append(
                Fact(
                    name,
                    str(kind),
                    urls,
                    _needs_browser(document),
                    is_curated=True,
                    selections=selections,
                )
            )
            filtered += "filter" in document
    return facts, filtered


def _read_pages(document: Mapping[str, Any]) -> Iterator[tuple[str, Selection | None]]:
    """Yield the pages of a document in order; a page's selectors override the document's."""
    for page in document.get("combine") or [document]:
        url = page.get("fetch") or document.get("fetch")
        if isinstance(url, str) and url:
            select = page.get("select", document.get("select"))
            remove = page.get("remove", document.get("remove"))
            yield url, parse_selection(select, remove)


def _needs_browser(document: Mapping[str, Any]) -> bool:
    parts = [document, *(document.get("combine") or [])]
    return any(bool(part.get("executeClientScripts")) for part in parts)
