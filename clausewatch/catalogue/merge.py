"""Merges another catalogue into the one in use, and never moves a watched document."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausewatch.catalogue.builder import Fact, build_entries, read_facts
from clausewatch.catalogue.declarations import read_declarations
from clausewatch.catalogue.document_kinds import KIND_ORDER
from clausewatch.catalogue.entries import Aliases, Entry, parse_entries
from clausewatch.errors import ConfigError
from clausewatch.model.documents import Document, Platform

GZIP_MAGIC = b"\x1f\x8b"
MAX_NAMED = 10
"""Documents that a note names."""


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """The platforms of another catalogue, and notes on what was not usable."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged catalogue and how it differs from the one in use."""

    entries: tuple[Entry, ...]
    added: tuple[str, ...]
    """Names of new platforms."""
    altered: tuple[str, ...]
    """Names of platforms whose documents or URLs differ."""


def read_catalogue(path: Path, aliases: Aliases) -> ReadCatalogue:
    """Read a data file, a file of facts, or a checkout of declarations. Raises ConfigError."""
    if not path.exists():
        raise ConfigError(f"There is no {path}; check the path.")
    if path.is_dir():
        return _read_collection(path, aliases)
    try:
        data = path.read_bytes()
        if data.startswith(GZIP_MAGIC):
            return ReadCatalogue(tuple(parse_entries(data)))
    except OSError as fault:
        raise ConfigError(f"{path} cannot be read ({fault.strerror}); check the path.") from None
    except (EOFError, zlib.error, ValueError, TypeError, LookupError) as fault:
        raise ConfigError(f"{path} is not a catalogue ({fault}); build it again.") from None
    facts = read_facts(path)
    if not facts:
        raise ConfigError(f"{path} is empty; provide a file with a fact on each line.")
    return ReadCatalogue(tuple(build_entries(facts, aliases)))


def _read_collection(path: Path, aliases: Aliases) -> ReadCatalogue:
    """Read a checkout of declarations. Raises ConfigError."""
    declarations = read_declarations(path)
    notes = list(declarations.skipped)
    if declarations.filtered:
        notes.append(
            f"{declarations.filtered} documents have filters that are scripts; these are not run."
        )
    left_out: list[Fact] = []
    entries = build_entries(declarations.facts, aliases, left_out=left_out)
    if left_out:
        notes.append(_describe_left_out(left_out))
    return ReadCatalogue(tuple(entries), tuple(notes))


def _describe_left_out(facts: Sequence[Fact]) -> str:
    """Return a note on documents that the catalogue cannot hold beside others of their kind."""
    names = ", ".join(f"{fact.platform}: {fact.kind}" for fact in facts[:MAX_NAMED])
    more = f" and {len(facts) - MAX_NAMED} more" if len(facts) > MAX_NAMED else ""
    return (
        f"{len(facts)} documents are left out, because their platform has another document of the"
        f" same kind; watch them by URL ({names}{more})."
    )


def merge_entries(current: Iterable[Entry], newer: Iterable[Entry]) -> MergeResult:
    """Return the current platforms updated with the newer ones; none gets lost."""
    entries = {entry.key: entry for entry in current}
    added, altered = [], []
    for entry in newer:
        before = entries.get(entry.key)
        after = entry if before is None else _merge_entry(before, entry)
        if before is None:
            added.append(entry.name)
        elif (before.documents, before.selections) != (after.documents, after.selections):
            altered.append(after.name)
        entries[entry.key] = after
    ordered = tuple(sorted(entries.values(), key=lambda entry: entry.key))
    return MergeResult(ordered, tuple(added), tuple(altered))


def _merge_entry(current: Entry, newer: Entry) -> Entry:
    """Return a platform with its newer documents, and its current ones of other kinds."""
    documents = {document[0]: document for document in current.documents}
    documents |= {document[0]: document for document in newer.documents}
    # A document that is now declared without selectors is read whole again.
    newer_kinds = {document[0] for document in newer.documents}
    selections = {kind: parts for kind, parts in current.selections if kind not in newer_kinds}
    selections |= dict(newer.selections)
    return Entry(
        key=current.key,
        name=current.name,
        weight=max(current.weight, newer.weight),
        domains=tuple(dict.fromkeys((*current.domains, *newer.domains))),
        documents=tuple(documents[key] for key in sorted(documents, key=KIND_ORDER.__getitem__)),
        selections=tuple(sorted(selections.items(), key=lambda pair: KIND_ORDER[pair[0]])),
    )


@dataclass(frozen=True, slots=True)
class MovedDocument:
    """A watched document for which the catalogue has other URLs: a person decides."""

    document: Document
    urls: tuple[str, ...]


def find_moved_documents(
    watched: Iterable[Document], platforms: Mapping[str, Platform]
) -> tuple[MovedDocument, ...]:
    """Return the watched documents of the catalogue that now have other URLs in it."""
    moved = []
    for document in watched:
        platform = platforms.get(document.platform_key)
        if platform is None or document.workspace_id is not None:
            continue
        urls = next((d.urls for d in platform.documents if d.kind == document.kind), document.urls)
        if urls != document.urls:
            moved.append(MovedDocument(document, urls))
    return tuple(moved)
