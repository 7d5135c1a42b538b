"""Reads and writes the catalogue's data file, which has one platform per line."""

import gzip
import io
import json
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from clausewatch.catalogue.canonical_names import make_slug
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.errors import ConfigError
from clausewatch.model.documents import Access, CataloguedDocument, Platform
from clausewatch.model.reading import Bounds, Selection

DATA_FOLDER: Traversable = files("clausewatch") / "data"
PLATFORMS_FILE = "platforms.jsonl.gz"
ALIASES_FILE = "platforms_aliases.toml"
ADDED_FACTS_FILE = "platforms_added.jsonl"
SITE_WEIGHT = 20
"""The same as for platforms with other names listed by hand."""


Selections = tuple[Selection | None, ...]
"""Which part of each page of a document to read; None for a whole page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A platform in the data file; each document is (kind key, URLs, needs a browser)."""

    key: str
    name: str
    weight: int
    """How likely people mean it, by the number and the source of its documents."""
    domains: tuple[str, ...]
    documents: tuple[tuple[str, tuple[str, ...], bool], ...]
    selections: tuple[tuple[str, Selections], ...] = ()
    """By the key of a document's kind which part of each of its pages to read, if not the whole.

    A selection belongs to a document and not to a URL: one page may hold several documents.
    """

    def build_platform(self, aliases: tuple[str, ...] = ()) -> Platform:
        """Return the platform as the domain model has it."""
        selections = dict(self.selections)
        documents = tuple(
            CataloguedDocument(
                KINDS_BY_KEY[kind].name, urls, Access(needs_browser, "", selections.get(kind, ()))
            )
            for kind, urls, needs_browser in self.documents
        )
        return Platform(self.key, self.name, documents, self.domains, aliases)


@dataclass(frozen=True, slots=True)
class Aliases:
    """Other names of platforms, listed by hand."""

    names: Mapping[str, tuple[str, ...]]
    """The other names of a platform, by its name."""
    ambiguous: Mapping[str, tuple[str, ...]]
    """The names of the platforms that a word may mean, by the word."""
    sites: Mapping[str, str] = field(default_factory=dict)
    """The domains of platforms without catalogued documents, by their names."""

    def build_site_entries(self) -> Iterator[Entry]:
        """Yield the platforms that are known by their domain alone."""
        for name, domain in self.sites.items():
            yield Entry(make_slug(name), name, SITE_WEIGHT, (domain,), ())


def read_aliases() -> Aliases:
    """Return the aliases that ship with the package."""
    table = tomllib.loads((DATA_FOLDER / ALIASES_FILE).read_text("utf-8"))
    return Aliases(
        {name: tuple(others) for name, others in table["names"].items()},
        {word: tuple(names) for word, names in table["ambiguous"].items()},
        dict(table["sites"]),
    )


def serialise_entries(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of a data file; the same entries give the same bytes."""
    lines = []
    for entry in sorted(entries, key=lambda entry: entry.key):
        documents = [
            [kind, list(urls), 1] if needs_browser else [kind, list(urls)]
            for kind, urls, needs_browser in entry.documents
        ]
        row: list[Any] = [entry.key, entry.name, entry.weight, list(entry.domains), documents]
        if entry.selections:
            row.append(
                {
                    kind: [part and [part.include, part.exclude] for part in parts]
                    for kind, parts in entry.selections
                }
            )
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    out = io.BytesIO()
    # The header has no name and no time, so that the file differs only if the facts do.
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8"))
    return out.getvalue()


def parse_entries(data: bytes) -> list[Entry]:
    """Return the entries of a data file, in the order of their keys."""
    text = gzip.decompress(data).decode("utf-8")
    rows: list[Any] = json.loads("[" + ",".join(text.rstrip("\n").split("\n")) + "]")
    return [
        Entry(
            key,
            name,
            weight,
            tuple(domains),
            tuple([(d[0], tuple(d[1]), len(d) > 2) for d in documents]),  # noqa: PLR2004  # a third value is a flag
            _parse_selections(documents, more[0]) if more else (),
        )
        for key, name, weight, domains, documents, *more in rows
    ]


def _parse_selections(
    documents: list[Any], stored: Mapping[str, Any]
) -> tuple[tuple[str, Selections], ...]:
    """Return the selections by kind; files of release 0.1.0 store them by URL."""
    if any("/" in key for key in stored):
        stored = {kind: [stored.get(url) for url in urls] for kind, urls, *_ in documents}
    return tuple(
        (kind, tuple(_parse_selection(part) for part in parts))
        for kind, parts in stored.items()
        if any(parts)
    )


def _parse_selection(stored: list[Any] | None) -> Selection | None:
    if stored is None:
        return None
    include, exclude = stored
    return Selection(_parse_selectors(include), _parse_selectors(exclude))


def _parse_selectors(stored: list[Any]) -> tuple[str | Bounds, ...]:
    return tuple(
        part if isinstance(part, str) else (tuple(part[0]), tuple(part[1])) for part in stored
    )


def read_entries() -> list[Entry]:
    """Return the platforms that ship with the package."""
    return parse_entries((DATA_FOLDER / PLATFORMS_FILE).read_bytes())


def read_updated(path: Path | None) -> list[Entry]:
    """Return the platforms in a file that `catalogue update` wrote, none if there is no file.

    Raises ConfigError if the file is damaged.
    """
    if path is None or not path.exists():
        return []
    try:
        return parse_entries(path.read_bytes())
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as fault:
        raise ConfigError(f"{path} is damaged ({fault}); remove it and update again.") from None


def write_entries(entries: Iterable[Entry], path: Path) -> None:
    """Write a data file atomically: a crash leaves the old or the new one."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(serialise_entries(entries))
    draft.replace(path)
