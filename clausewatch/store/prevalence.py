"""Counts the platforms that have a clause type, as a workspace sees them; owns no table."""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import Polarity
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.mappers import is_visible_to
from clausewatch.store.tables import DOCUMENT, PROVISION, RECOGNITION

_POSITIONS = (
    Polarity.DOES,
    Polarity.MAY,
    Polarity.OPT_OUT_OFFERED,
    Polarity.UNCLEAR,
    Polarity.WITH_CONSENT,
    Polarity.SOME_EXCLUDED,
    Polarity.DOES_NOT,
)
"""From the widest use to none."""
_WIDTH = case(
    {position.value: width for width, position in enumerate(_POSITIONS)},
    value=PROVISION.c.polarity,
    # A row from before the column is as good as a stated practice.
    else_=0,
)


async def count_platforms(
    connection: AsyncConnection, workspace_id: WorkspaceId, clause: str
) -> Prevalence:
    """Return how many platforms have a clause type, by position, and how many were read."""
    widest = (
        select(DOCUMENT.c.platform_key, func.min(_WIDTH).label("width"))
        .select_from(PROVISION.join(DOCUMENT, DOCUMENT.c.id == PROVISION.c.document_id))
        .where(
            is_visible_to(workspace_id),
            PROVISION.c.clause == clause,
            PROVISION.c.removed_at.is_(None),
        )
        .group_by(DOCUMENT.c.platform_key)
        .subquery()
    )
    by_width = select(widest.c.width, func.count()).group_by(widest.c.width)
    # A subquery, because PostgreSQL hashes it but sorts for `count(distinct ...)`.
    platforms = select(DOCUMENT.c.platform_key).distinct().where(is_visible_to(workspace_id))
    read = platforms.select_from(
        RECOGNITION.join(DOCUMENT, DOCUMENT.c.id == RECOGNITION.c.document_id)
    )
    rows = await connection.execute(by_width)
    counts = {_POSITIONS[width]: number for width, number in rows}
    total = (await connection.execute(_count_rows(read))).scalar_one()
    return Prevalence(sum(counts.values()), total, counts)


def _count_rows(rows: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(rows.subquery())
