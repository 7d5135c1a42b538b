"""Reads a checkout of an Open Terms Archive declarations collection: one JSON file per service.

Understood are `terms` (formerly `documents`), `fetch`, `select`, `remove`, `combine` and
`executeClientScripts`. A declaration's own filters are scripts and are not run; what they would
take out stays in the text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausewatch.catalogue.builder import Fact
from clausewatch.errors import ConfigError
from clausewatch.extract.selection import selection_of
from clausewatch.model.reading import Selection

DECLARATION_FOLDERS = ("declarations", "services")
MAX_DECLARATION_BYTES = 2_000_000
"""Of one declaration; the largest known are a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a collection declares, and what in it could not be used."""

    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]
    """One sentence each."""
    filtered: int = 0
    """Documents that scripts of the collection would filter."""


def read_declarations(path: Path) -> Declarations:
    """Read a checkout, or its folder of declarations. Raises ConfigError where it is neither."""
    folder = next((path / name for name in DECLARATION_FOLDERS if (path / name).is_dir()), path)
    files = sorted(file for file in folder.glob("*.json") if _is_declaration(file))
    if not files:
        raise ConfigError(
            f"{path} holds no declarations; give a checkout of an Open Terms Archive collection,"
            " with a folder `declarations`."
        )
    facts: list[Fact] = []
    skipped: list[str] = []
    filtered = 0
    for file in files:
        try:
            found, has_filters = _facts(_loaded(file), file.stem)
        except (ConfigError, ValueError, TypeError, KeyError, AttributeError) as fault:
            skipped.append(f"{file.name} is skipped: {_said(fault)}")
            continue
        facts += found
        filtered += has_filters
    return Declarations(tuple(facts), tuple(skipped), filtered)


def _is_declaration(file: Path) -> bool:
    return not file.stem.endswith((".history", ".filters")) and file.is_file()


def _loaded(file: Path) -> Mapping[str, Any]:
    if file.stat().st_size > MAX_DECLARATION_BYTES:
        raise ConfigError("it is too large for a declaration.")
    try:
        found = json.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as fault:
        raise ConfigError("it is not UTF-8.") from fault
    if not isinstance(found, dict):
        raise ConfigError("it is no JSON object.")
    return found


def _said(fault: Exception) -> str:
    return str(fault) if isinstance(fault, ConfigError) else f"it is no declaration ({fault})."


def _facts(declared: Mapping[str, Any], stem: str) -> tuple[list[Fact], int]:
    """Return a service's documents, and how many of them have filters."""
    name = str(declared.get("name") or stem).strip()
    terms = declared.get("terms", declared.get("documents")) or {}
    facts = []
    filtered = 0
    for kind, one in terms.items():
        pages = list(_pages(one))
        if pages:
            urls, parts = zip(*pages, strict=True)
            needs_browser = _needs_browser(one)
            facts.append(Fact(name, str(kind), urls, needs_browser, is_kept=True, selections=parts))
            filtered += "filter" in one
    return facts, filtered


def _pages(one: Mapping[str, Any]) -> Iterator[tuple[str, Selection | None]]:
    """Yield the pages of a document in order; a page's own selectors come before the document's."""
    for page in one.get("combine") or [one]:
        url = page.get("fetch") or one.get("fetch")
        if isinstance(url, str) and url:
            select = page.get("select", one.get("select"))
            remove = page.get("remove", one.get("remove"))
            yield url, selection_of(select, remove)


def _needs_browser(one: Mapping[str, Any]) -> bool:
    marks = [one, *(one.get("combine") or [])]
    return any(bool(mark.get("executeClientScripts")) for mark in marks)
