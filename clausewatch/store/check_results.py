"""Files the result of one check: snapshots, a version, a change, provisions and deliveries."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.analysis.resolved_dates import add_objection_period, lacks_objection_period
from clausewatch.checks.outcome import Changed, CheckOutcome, Filed, Reverted
from clausewatch.model.reading import Comparison
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.notifications.deliveries import make_key
from clausewatch.notifications.events import (
    DocumentEvent,
    TermsEvent,
    TextReverted,
    TextSeenAgain,
    TookEffect,
)
from clausewatch.notifications.routing import choose_channel, route
from clausewatch.store import deliveries, provision_writer
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.deadlines import find_objection_period, record_change_dates
from clausewatch.store.tables import CHANGE
from clausewatch.store.version_writer import (
    ANNOUNCED,
    NewChange,
    NewSnapshot,
    NewVersion,
    insert_change,
    insert_version,
    save_snapshot,
)
from clausewatch.store.watches import load_watches_of_document

STANDINGS = {TextSeenAgain: "seen again", TextReverted: "reverted", TookEffect: "in force"}
"""The standing of a change after an event about it."""


@dataclass(frozen=True, slots=True)
class FiledIds:
    """The records that a result added; None if it added none."""

    version_id: VersionId | None = None
    change_id: ChangeId | None = None


async def file_result(connection: AsyncConnection, outcome: CheckOutcome) -> FiledIds:
    """Store everything but the document's state and the bytes of the snapshots."""
    snapshot_ids = [
        await save_snapshot(
            connection,
            NewSnapshot(outcome.document_id, position, snapshot, outcome.verdict),
            updates=("last_seen_at", "verdict"),
        )
        for position, snapshot in enumerate(outcome.snapshots)
    ]
    if outcome.announced is not None:
        position = len(outcome.snapshots)
        linked = NewSnapshot(outcome.document_id, position, outcome.announced, ANNOUNCED)
        await save_snapshot(connection, linked, updates=("last_seen_at", "verdict"))
    ids, result = FiledIds(), outcome.result
    if isinstance(result, Filed):
        version = NewVersion(
            outcome.document_id, result.reading, result.snapshots, outcome.checked_at
        )
        ids = FiledIds(await insert_version(connection, version, snapshot_ids))
    if isinstance(result, Changed) and ids.version_id is not None:
        change_id = await _file_change(connection, outcome, result, ids.version_id)
        ids = FiledIds(ids.version_id, change_id)
    await _file_provisions(connection, outcome, ids)
    for event in outcome.events:
        await _queue_event(connection, outcome, event)
    return ids


async def _file_change(
    connection: AsyncConnection, outcome: CheckOutcome, result: Changed, version_id: VersionId
) -> ChangeId:
    """File the change to a version and queue it for the channels that watch the document."""
    now = outcome.checked_at
    comparison = await _add_objection_period(connection, outcome, result)
    change = NewChange(outcome.document_id, result.before_id, version_id, now, comparison)
    change_id = await insert_change(connection, change)
    dates = comparison.dates
    await record_change_dates(connection, outcome.document_id, change_id, dates, now)
    watches = await load_watches_of_document(connection, outcome.document_id)
    settings = await load_settings(connection, [watch.channel.id for watch in watches])
    minimums = {channel_id: each.minimum for channel_id, each in settings.items()}
    routes = route(change_id, comparison, watches, minimums)
    await deliveries.add(connection, [deliveries.make_change_row(each, now) for each in routes])
    return change_id


async def _add_objection_period(
    connection: AsyncConnection, outcome: CheckOutcome, result: Changed
) -> Comparison:
    """Return the comparison; a new subprocessor has the period of the platform's own agreement."""
    if not lacks_objection_period(result.comparison):
        return result.comparison
    period = await find_objection_period(connection, outcome.document_id)
    if period is None:
        return result.comparison
    first_seen_on = result.first_seen_on or outcome.checked_at.date()
    return add_objection_period(result.comparison, period, first_seen_on)


async def _file_provisions(
    connection: AsyncConnection, outcome: CheckOutcome, ids: FiledIds
) -> None:
    """Store the provisions of the version that is filed, or that is the baseline again."""
    result = outcome.result
    if not isinstance(result, Filed | Reverted) or result.analysis is None:
        return
    version_id, change_id = ids.version_id, ids.change_id
    if isinstance(result, Reverted):
        version_id, change_id = outcome.state.baseline_id, result.change_id
    if version_id is not None:
        before_id = result.before_id if isinstance(result, Changed) else None
        judgement = provision_writer.Judgement(
            outcome.document_id, version_id, outcome.checked_at, change_id, before_id
        )
        await provision_writer.record_provisions(connection, judgement, result.analysis)


async def _queue_event(
    connection: AsyncConnection, outcome: CheckOutcome, event: DocumentEvent
) -> None:
    """Queue an event: in the threads of its change's cards, or in the watching channels."""
    now = outcome.checked_at
    if isinstance(event, TermsEvent) and event.change_id is not None:
        change = update(CHANGE).where(CHANGE.c.id == event.change_id)
        await connection.execute(change.values(standing=STANDINGS[type(event)]))
        cards = await deliveries.find_cards(connection, event.change_id)
        rows = [deliveries.make_thread_row(card, event, now) for card in cards]
    else:
        kind = make_key(event).kind
        watches = await load_watches_of_document(connection, outcome.document_id)
        settings = await load_settings(connection, [watch.channel.id for watch in watches])
        rows = [
            deliveries.make_document_row(
                watch, event, now, to=choose_channel(kind, watch, settings)
            )
            for watch in watches
        ]
    await deliveries.add(connection, rows)
