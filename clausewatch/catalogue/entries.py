"""The catalogue's data file: one platform a line, read and written."""

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
"""As much as platforms whose other names are listed by hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A platform as the data file has it; documents are (kind key, URLs, needs a browser)."""

    key: str
    name: str
    weight: int
    """How likely people mean it: what it has on record, and how well that is kept."""
    domains: tuple[str, ...]
    documents: tuple[tuple[str, tuple[str, ...], bool], ...]
    selections: tuple[tuple[str, Selection], ...] = ()
    """What to read of the page at a URL, where it is not all of it."""

    def _access(self, urls: tuple[str, ...], needs_browser: bool) -> Access:  # noqa: FBT001
        chosen = dict(self.selections)
        parts = tuple(chosen.get(url) for url in urls)
        return Access(needs_browser, selections=parts if any(parts) else ())

    def platform(self, aliases: tuple[str, ...] = ()) -> Platform:
        """Return the platform as the other rooms know it."""
        documents = tuple(
            CataloguedDocument(KINDS_BY_KEY[kind].name, urls, self._access(urls, needs_browser))
            for kind, urls, needs_browser in self.documents
        )
        return Platform(self.key, self.name, documents, self.domains, aliases)


@dataclass(frozen=True, slots=True)
class Aliases:
    """What else platforms are called, by hand."""

    names: Mapping[str, tuple[str, ...]]
    """A platform's name to what it is also called."""
    ambiguous: Mapping[str, tuple[str, ...]]
    """A word to the names of the platforms that it may mean."""
    sites: Mapping[str, str] = field(default_factory=dict)
    """A platform that the catalogue has no documents of, to its domain."""

    def entries(self) -> Iterator[Entry]:
        """Yield the platforms that are known by their domain alone."""
        for name, domain in self.sites.items():
            yield Entry(make_slug(name), name, SITE_WEIGHT, (domain,), ())


def read_aliases() -> Aliases:
    """Return the aliases that come with the package."""
    table = tomllib.loads((DATA_FOLDER / ALIASES_FILE).read_text("utf-8"))
    return Aliases(
        {name: tuple(others) for name, others in table["names"].items()},
        {word: tuple(names) for word, names in table["ambiguous"].items()},
        dict(table["sites"]),
    )


def serialise_entries(entries: Iterable[Entry]) -> bytes:
    """Return the data file's bytes: the same for the same entries, in order of their keys."""
    lines = []
    for entry in sorted(entries, key=lambda one: one.key):
        documents = [
            [kind, list(urls), 1] if needs_browser else [kind, list(urls)]
            for kind, urls, needs_browser in entry.documents
        ]
        row: list[Any] = [entry.key, entry.name, entry.weight, list(entry.domains), documents]
        if entry.selections:
            row.append({url: [part.include, part.exclude] for url, part in entry.selections})
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    out = io.BytesIO()
    # No name and no time in the header: the file differs only where the facts do.
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8"))
    return out.getvalue()


def parse_entries(data: bytes) -> list[Entry]:
    """Return the entries of a data file, in order of their keys."""
    text = gzip.decompress(data).decode("utf-8")
    rows: list[Any] = json.loads("[" + ",".join(text.rstrip("\n").split("\n")) + "]")
    return [
        Entry(
            key,
            name,
            weight,
            tuple(domains),
            tuple([(d[0], tuple(d[1]), len(d) > 2) for d in documents]),  # noqa: PLR2004  # the third mark is there only where it is set
            _selections(more[0]) if more else (),
        )
        for key, name, weight, domains, documents, *more in rows
    ]


def _selections(written: Mapping[str, Any]) -> tuple[tuple[str, Selection], ...]:
    return tuple(
        (url, Selection(_parts(include), _parts(exclude)))
        for url, (include, exclude) in written.items()
    )


def _parts(written: list[Any]) -> tuple[str | Bounds, ...]:
    return tuple(
        part if isinstance(part, str) else (tuple(part[0]), tuple(part[1])) for part in written
    )


def read_entries() -> list[Entry]:
    """Return the platforms that come with the package."""
    return parse_entries((DATA_FOLDER / PLATFORMS_FILE).read_bytes())


def read_updated(path: Path | None) -> list[Entry]:
    """Return the platforms of a file that `catalogue update` wrote, none where there is no file.

    Raises ConfigError where it is damaged.
    """
    if path is None or not path.exists():
        return []
    try:
        return parse_entries(path.read_bytes())
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as fault:
        raise ConfigError(f"{path} is damaged ({fault}); remove it and update again.") from None


def write_entries(entries: Iterable[Entry], path: Path) -> None:
    """Write a data file; a crash leaves the old one or the new one, whole."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(serialise_entries(entries))
    draft.replace(path)
