"""Counts the platforms that have a clause type, as a workspace sees them; owns no table."""

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.provision_records import Prevalence
from clausewatch.model.provisions import Polarity
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.row_counts import count_rows
from clausewatch.store.tables import DOCUMENT, PROVISION, RECOGNITION
from clausewatch.store.visibility import is_visible_to

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
    platforms = select(DOCUMENT.c.platform_key).distinct().where(is_visible_to(workspace_id))
    read = platforms.select_from(
        RECOGNITION.join(DOCUMENT, DOCUMENT.c.id == RECOGNITION.c.document_id)
    )
    rows = await connection.execute(by_width)
    counts = {_POSITIONS[width]: number for width, number in rows}
    return Prevalence(sum(counts.values()), await count_rows(connection, read), counts)
