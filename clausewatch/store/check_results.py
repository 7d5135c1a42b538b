"""Filing what one check found: snapshots, a version, a change, and whom to tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.checks.outcome import Changed, CheckOutcome, Filed, Reverted
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Significance
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.notifications.deliveries import make_key
from clausewatch.notifications.events import DocumentEvent, TextReverted, TextSeenAgain
from clausewatch.notifications.routing import choose_channel, route
from clausewatch.store import codec, deliveries, provision_writer
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import Database
from clausewatch.store.tables import CHANGE, SNAPSHOT, VERSION, VERSION_PAGE
from clausewatch.store.watches import load_watches_of_document

STANDINGS = {TextSeenAgain: "seen again", TextReverted: "reverted"}
"""How an event leaves the change that it is about."""


@dataclass(frozen=True, slots=True)
class FiledIds:
    """The records that an outcome brought; None where it brought none."""

    version_id: VersionId | None = None
    change_id: ChangeId | None = None


async def file(database: Database, connection: AsyncConnection, outcome: CheckOutcome) -> FiledIds:
    """Store what an outcome brings besides the document's own state and the bytes it saw."""
    snapshot_ids = await _keep(database, connection, outcome)
    filed, result = FiledIds(), outcome.result
    if isinstance(result, Filed):
        version_id = await _version(database, connection, outcome, result, snapshot_ids)
        filed = FiledIds(version_id)
        if isinstance(result, Changed):
            change_id = await _change(database, connection, outcome, result, version_id)
            filed = FiledIds(version_id, change_id)
    await _keep_provisions(database, connection, outcome, filed)
    for event in outcome.events:
        await _tell(database, connection, outcome, event)
    return filed


async def _keep_provisions(
    database: Database, connection: AsyncConnection, outcome: CheckOutcome, filed: FiledIds
) -> None:
    """Store the provisions of the version that is filed, or that is the baseline again."""
    result = outcome.result
    if not isinstance(result, Filed | Reverted) or result.recognised is None:
        return
    version_id, change_id = filed.version_id, filed.change_id
    if isinstance(result, Reverted):
        version_id, change_id = outcome.state.baseline_id, result.change_id
    if version_id is not None:
        before_id = result.before_id if isinstance(result, Changed) else None
        judged = provision_writer.Judgement(
            outcome.document_id, version_id, outcome.checked_at, change_id, before_id
        )
        await provision_writer.record_provisions(database, connection, judged, result.recognised)


async def _keep(
    database: Database, connection: AsyncConnection, outcome: CheckOutcome
) -> list[int]:
    """Store snapshots by their place in the document; a look at the same bytes is counted."""
    return [
        await _snapshot(database, connection, outcome, position, snapshot)
        for position, snapshot in enumerate(outcome.snapshots)
    ]


async def _snapshot(
    database: Database,
    connection: AsyncConnection,
    outcome: CheckOutcome,
    position: int,
    snapshot: Snapshot,
) -> int:
    new = database.insert(SNAPSHOT).values(
        document_id=outcome.document_id,
        position=position,
        sha256=snapshot.sha256,
        url=snapshot.url,
        final_url=snapshot.final_url,
        status=snapshot.status,
        headers=codec.headers_text(snapshot.headers),
        moved_to=snapshot.moved_to,
        selection=codec.write_selection(snapshot.selection),
        verdict=outcome.verdict,
        first_seen_at=snapshot.fetched_at,
        last_seen_at=snapshot.fetched_at,
        looks=1,
    )
    counted = new.on_conflict_do_update(
        index_elements=[SNAPSHOT.c.document_id, SNAPSHOT.c.position, SNAPSHOT.c.sha256],
        set_={
            "last_seen_at": new.excluded.last_seen_at,
            "verdict": new.excluded.verdict,
            "looks": SNAPSHOT.c.looks + 1,
        },
    ).returning(SNAPSHOT.c.id)
    number: int = (await connection.execute(counted)).scalar_one()
    return number


async def _version(
    database: Database,
    connection: AsyncConnection,
    outcome: CheckOutcome,
    result: Filed,
    snapshot_ids: Sequence[int],
) -> VersionId:
    reading, first = result.reading, result.snapshots[0]
    last = select(func.coalesce(func.max(VERSION.c.number), 0) + 1).where(
        VERSION.c.document_id == outcome.document_id
    )
    new = database.insert(VERSION).values(
        document_id=outcome.document_id,
        number=last.scalar_subquery(),
        captured_at=first.fetched_at,
        source_url=first.final_url,
        extractor=reading.extractor,
        text_fingerprint=reading.text_fingerprint,
        terms_fingerprint=reading.terms_fingerprint,
        outline=codec.outline_text(reading),
        reading=codec.pack_reading(reading),
        last_seen_at=outcome.checked_at,
        looks=1,
    )
    version_id = VersionId((await connection.execute(new.returning(VERSION.c.id))).scalar_one())
    pages = [
        {"version_id": version_id, "position": position, "snapshot_id": number}
        for position, number in enumerate(snapshot_ids)
    ]
    await connection.execute(database.insert(VERSION_PAGE), pages)
    return version_id


async def _change(
    database: Database,
    connection: AsyncConnection,
    outcome: CheckOutcome,
    result: Changed,
    version_id: VersionId,
) -> ChangeId:
    """File the change to a version and queue it for the channels that watch the document."""
    comparison = result.comparison
    new = database.insert(CHANGE).values(
        document_id=outcome.document_id,
        before_id=result.before_id,
        after_id=version_id,
        detected_at=outcome.checked_at,
        significance=comparison.significance or Significance.EDITORIAL,
        severity=comparison.severity,
        standing="new",
        comparison=codec.pack_comparison(comparison),
    )
    change_id = ChangeId((await connection.execute(new.returning(CHANGE.c.id))).scalar_one())
    watches = await load_watches_of_document(connection, outcome.document_id)
    chosen = await load_settings(connection, [watch.channel.id for watch in watches])
    floors = {key: each.minimum for key, each in chosen.items()}
    routes = route(change_id, comparison, watches, floors)
    rows = [deliveries.of_change(routed, outcome.checked_at) for routed in routes]
    await deliveries.add(database, connection, rows)
    return change_id


async def _tell(
    database: Database, connection: AsyncConnection, outcome: CheckOutcome, event: DocumentEvent
) -> None:
    now = outcome.checked_at
    if isinstance(event, TextSeenAgain | TextReverted) and event.change_id is not None:
        change = update(CHANGE).where(CHANGE.c.id == event.change_id)
        await connection.execute(change.values(standing=STANDINGS[type(event)]))
        cards = await deliveries.told_in(connection, event.change_id)
        rows = [deliveries.in_thread(card, event, now) for card in cards]
    else:
        kind = make_key(event).kind
        watches = await load_watches_of_document(connection, outcome.document_id)
        chosen = await load_settings(connection, [watch.channel.id for watch in watches])
        rows = [
            deliveries.of_document(watch, event, now, to=choose_channel(kind, watch, chosen))
            for watch in watches
        ]
    await deliveries.add(database, connection, rows)
