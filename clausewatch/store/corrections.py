"""Queues corrections: notes on reviewed changes that rested on a provision read differently now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.provisions import Provision, ProvisionEvent
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.notifications.events import ProvisionCorrected
from clausewatch.store import deliveries
from clausewatch.store.tables import PROVISION, PROVISION_EVENT, REVIEW, REVIEW_STEP


async def queue_corrections(
    connection: AsyncConnection,
    document_id: int,
    rereadings: Sequence[ProvisionEvent],
    now: datetime,
) -> None:
    """Queue a note in the thread of each card of a reviewed change, once per correction.

    Only another position or severity is a correction; other words of the same are none. A review
    that was undone or reopened rests on nothing, so nothing is corrected.
    """
    corrected = {event.clause: event for event in rereadings if _is_correction(event)}
    if not corrected:
        return
    query = (
        select(PROVISION.c.clause, PROVISION_EVENT.c.change_id, REVIEW.c.workspace_id)
        .distinct()
        .select_from(
            PROVISION.join(PROVISION_EVENT, PROVISION_EVENT.c.provision_id == PROVISION.c.id)
            .join(REVIEW, REVIEW.c.change_id == PROVISION_EVENT.c.change_id)
            .join(REVIEW_STEP, REVIEW_STEP.c.id == REVIEW.c.step_id)
        )
        .where(
            PROVISION.c.document_id == document_id,
            PROVISION.c.clause.in_(corrected),
            REVIEW_STEP.c.status != ReviewStatus.OPEN.value,
        )
    )
    for clause, change_id, workspace_id in (await connection.execute(query)).all():
        event = _describe(ChangeId(change_id), corrected[clause])
        cards = await deliveries.find_cards(
            connection, ChangeId(change_id), WorkspaceId(workspace_id)
        )
        rows = [deliveries.make_thread_row(card, event, now) for card in cards]
        await deliveries.add(connection, rows)


def _is_correction(event: ProvisionEvent) -> bool:
    before, after = event.before, event.after
    if before is None or after is None:
        return True
    return before.position is not after.position or before.severity is not after.severity


def _describe(change_id: ChangeId, event: ProvisionEvent) -> ProvisionCorrected:
    return ProvisionCorrected(
        change_id=change_id,
        clause=event.clause,
        before=_read_position(event.before),
        after=_read_position(event.after),
        severities=(_read_severity(event.before), _read_severity(event.after)),
    )


def _read_position(provision: Provision | None) -> str:
    return "" if provision is None else provision.position.value


def _read_severity(provision: Provision | None) -> str:
    return "" if provision is None else provision.severity.value
