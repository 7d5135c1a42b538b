"""A provision's record with its evidence, read from the store for commands and bundles."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from clausewatch.model.pages import Snapshot
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import build_text
from clausewatch.model.reading import Reading
from clausewatch.provisions.record import Record, RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store


@dataclass(frozen=True, slots=True)
class ProvisionRecord:
    """A record with the text and the bytes that support it."""

    record: Record
    reading: Reading
    snapshots: tuple[Snapshot, ...]
    """Of the version, in order, without those whose bytes are gone."""


async def read_provision_record(
    store: Store, recorded: RecordedProvision, siblings: Sequence[RecordedProvision]
) -> ProvisionRecord:
    """Return the record of a provision whose type is in the taxonomy.

    `siblings` are the provisions of its platform, including those of its own document.
    """
    taxonomy = load_taxonomy()
    document, version = recorded.document, recorded.version
    reading = await store.provisions.load_reading(version.id)
    snapshots = await store.versions.load_snapshots(document.id, version.snapshots)
    links = await asyncio.to_thread(_list_links, snapshots)
    source = RecordSource(document.platform_name, document.kind, links, version.source_url)
    provisions = tuple(
        sibling.provision
        for sibling in siblings
        if sibling.document.id == document.id and sibling.provision.clause in taxonomy.clauses
    )
    record = build_record(recorded.provision, provisions, reading, taxonomy, source)
    return ProvisionRecord(record, reading, snapshots)


def _list_links(snapshots: Sequence[Snapshot]) -> tuple[tuple[str, str], ...]:
    """Return the links on all pages. Parsing blocks, so this runs in a thread."""
    from clausewatch.extract.link_targets import find_outlinks  # noqa: PLC0415  # loads parsers

    return tuple(
        link for snapshot in snapshots for link in find_outlinks(snapshot.body, snapshot.final_url)
    )


def is_verified(recorded: RecordedProvision, stored: ProvisionRecord) -> bool:
    """Return whether all bytes match their hashes and all quotes are where they were found."""
    text = build_text(stored.reading)
    is_intact = all(
        sha256(snapshot.body).hexdigest() == snapshot.sha256 for snapshot in stored.snapshots
    )
    return is_intact and all(quote.is_in(text) for quote in recorded.provision.quotes())
