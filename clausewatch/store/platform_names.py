"""Owns the table `name`: the folded names by which platforms on record are found.

An index answers a lookup; a scan of all names takes longer the more is watched. The documents
decide who may see a platform. A change to `fold_name` needs a migration that rewrites this table.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.catalogue.canonical_names import fold_name, make_slug
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.database import insert_into, split_chunks
from clausewatch.store.tables import DOCUMENT, PLATFORM_NAME
from clausewatch.store.visibility import is_visible_to


async def add_names(connection: AsyncConnection, key: str, name: str) -> None:
    """Make a platform findable by its key and its name, in the caller's transaction."""
    folded_names = sorted({fold_name(key), fold_name(name)})
    rows = [{"folded": folded, "platform_key": key} for folded in folded_names]
    await connection.execute(insert_into(connection, PLATFORM_NAME).on_conflict_do_nothing(), rows)


async def drop_unused_names(connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Delete the names of platforms that have no document, in the caller's transaction."""
    is_used = (
        select(DOCUMENT.c.id)
        .where(DOCUMENT.c.platform_key == PLATFORM_NAME.c.platform_key)
        .exists()
    )
    for chunk in split_chunks(keys):
        unused = delete(PLATFORM_NAME).where(PLATFORM_NAME.c.platform_key.in_(chunk), ~is_used)
        await connection.execute(unused)


async def find_platforms(
    connection: AsyncConnection, workspace_id: WorkspaceId, name: str
) -> tuple[tuple[str, str], ...]:
    """Return key and name of the platforms that a workspace may see and a name matches."""
    folded = fold_name(name)
    keys = select(PLATFORM_NAME.c.platform_key).where(PLATFORM_NAME.c.folded == folded)
    # A process of an older release adds no names: its documents are found by the usual key.
    matches = or_(DOCUMENT.c.platform_key.in_(keys), DOCUMENT.c.platform_key == make_slug(name))
    columns = (DOCUMENT.c.platform_key, DOCUMENT.c.platform_name)
    query = (
        select(*columns).where(is_visible_to(workspace_id), matches).distinct().order_by(*columns)
    )
    rows = (await connection.execute(query)).all()
    # The key may belong to other names too, and the slug may be that of another name.
    return tuple(
        (row.platform_key, row.platform_name)
        for row in rows
        if folded in {fold_name(row.platform_key), fold_name(row.platform_name)}
    )
