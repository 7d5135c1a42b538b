"""Merges a newer catalogue into the one that is used; what is watched stays as it was chosen."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausewatch.catalogue.builder import build_entries, read_facts
from clausewatch.catalogue.declarations import read_declarations
from clausewatch.catalogue.document_kinds import KIND_ORDER
from clausewatch.catalogue.entries import Aliases, Entry, parse_entries
from clausewatch.errors import ConfigError
from clausewatch.model.documents import Document, Platform

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """The platforms of another catalogue, and what in it could not be used."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of two catalogues."""

    entries: tuple[Entry, ...]
    added: tuple[str, ...]
    """Names of platforms that were not known."""
    altered: tuple[str, ...]
    """Names of platforms with other documents or addresses than before."""


def read_catalogue(path: Path, aliases: Aliases) -> ReadCatalogue:
    """Read a data file, a file of facts, or a checkout of declarations. Raises ConfigError."""
    if not path.exists():
        raise ConfigError(f"There is no {path}; check the path.")
    if path.is_dir():
        found = read_declarations(path)
        notes = list(found.skipped)
        if found.filtered:
            notes.append(
                f"{found.filtered} documents have filters that are scripts; these are not run."
            )
        return ReadCatalogue(tuple(build_entries(found.facts, aliases)), tuple(notes))
    try:
        data = path.read_bytes()
        if data.startswith(GZIP):
            return ReadCatalogue(tuple(parse_entries(data)))
    except OSError as fault:
        raise ConfigError(f"{path} cannot be read ({fault.strerror}); check the path.") from None
    except (EOFError, zlib.error, ValueError, TypeError, LookupError) as fault:
        raise ConfigError(f"{path} is no catalogue ({fault}); build it anew.") from None
    facts = read_facts(path)
    if not facts:
        raise ConfigError(f"{path} holds nothing; give a file with a fact on each line.")
    return ReadCatalogue(tuple(build_entries(facts, aliases)))


def merge_entries(known: Iterable[Entry], newer: Iterable[Entry]) -> MergeResult:
    """Return the known platforms with what is newer; nothing that is known gets lost."""
    entries = {entry.key: entry for entry in known}
    added, altered = [], []
    for entry in newer:
        before = entries.get(entry.key)
        after = entry if before is None else _both(before, entry)
        if before is None:
            added.append(entry.name)
        elif (before.documents, before.selections) != (after.documents, after.selections):
            altered.append(after.name)
        entries[entry.key] = after
    ordered = tuple(sorted(entries.values(), key=lambda entry: entry.key))
    return MergeResult(ordered, tuple(added), tuple(altered))


def _both(before: Entry, after: Entry) -> Entry:
    """Return a platform with the newer's documents, and the older's of kinds that it lacks."""
    documents = {d[0]: d for d in before.documents} | {d[0]: d for d in after.documents}
    listed = {url for _, urls, _ in documents.values() for url in urls}
    newly = {url for _, urls, _ in after.documents for url in urls}
    # A page that is declared anew without selectors is read whole again.
    parts = {url: part for url, part in before.selections if url not in newly}
    parts |= dict(after.selections)
    return Entry(
        key=before.key,
        name=before.name,
        weight=max(before.weight, after.weight),
        domains=tuple(dict.fromkeys((*before.domains, *after.domains))),
        documents=tuple(documents[key] for key in sorted(documents, key=KIND_ORDER.__getitem__)),
        selections=tuple((url, part) for url, part in parts.items() if url in listed),
    )


@dataclass(frozen=True, slots=True)
class MovedDocument:
    """A watched document whose address the catalogue gives otherwise: for a person to decide."""

    document: Document
    urls: tuple[str, ...]


def find_moved_documents(
    watched: Iterable[Document], platforms: Mapping[str, Platform]
) -> tuple[MovedDocument, ...]:
    """Return the watched documents of the catalogue that it now knows at another address."""
    found = []
    for document in watched:
        platform = platforms.get(document.platform_key)
        if platform is None or document.workspace_id is not None:
            continue
        urls = next((d.urls for d in platform.documents if d.kind == document.kind), document.urls)
        if urls != document.urls:
            found.append(MovedDocument(document, urls))
    return tuple(found)
