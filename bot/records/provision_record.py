"""A record gathered from the store: what commands show and what a bundle holds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from clausewatch.extract.link_targets import find_outlinks
from clausewatch.model.pages import Snapshot
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import text_of
from clausewatch.model.reading import Reading
from clausewatch.provisions.record import Record, RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store


@dataclass(frozen=True, slots=True)
class ProvisionRecord:
    """A record with the text and the bytes that it rests on."""

    record: Record
    reading: Reading
    snapshots: tuple[Snapshot, ...]
    """Those of the version whose bytes are there, in order."""


async def read_provision_record(
    store: Store, one: RecordedProvision, siblings: Sequence[RecordedProvision]
) -> ProvisionRecord:
    """Return the record of a provision; its type must still be in the taxonomy.

    `siblings` are provisions of its platform, its own document's among them.
    """
    version = one.version
    reading = await store.provisions.load_reading(version.id)
    snapshots = await store.checks.snapshots(one.document.id, version.snapshots)
    links = await asyncio.to_thread(_list_links, snapshots)
    named = RecordSource(one.document.platform_name, one.document.kind, links, version.source_url)
    others = tuple(
        each.provision
        for each in siblings
        if each.document.id == one.document.id and each.provision.clause in load_taxonomy().clauses
    )
    made = build_record(one.provision, others, reading, load_taxonomy(), named)
    return ProvisionRecord(made, reading, snapshots)


def _list_links(snapshots: Sequence[Snapshot]) -> tuple[tuple[str, str], ...]:
    """Return where the pages lead; parsing them is nothing for the event loop."""
    return tuple(link for each in snapshots for link in find_outlinks(each.body, each.final_url))


def is_verified(one: RecordedProvision, found: ProvisionRecord) -> bool:
    """Tell whether every byte has its hash and every quote stands at its place."""
    text = text_of(found.reading)
    is_whole = all(sha256(each.body).hexdigest() == each.sha256 for each in found.snapshots)
    return is_whole and all(quote.is_in(text) for quote in one.provision.quotes())
