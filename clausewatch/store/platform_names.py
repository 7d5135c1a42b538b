"""By which names platforms on record are found: folded, so that an index answers what people type.

Going over all names instead takes longer the more is watched. Whoever adds a document adds its
platform's names; the documents decide who may see it. `folded` may not be altered without a
migration that writes this table anew.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.catalogue.canonical_names import fold_name, make_slug
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.database import Database, split_chunks
from clausewatch.store.mappers import is_visible_to
from clausewatch.store.tables import DOCUMENT, NAME


async def add_names(database: Database, connection: AsyncConnection, key: str, name: str) -> None:
    """Let a platform be found by its key and by its name, in the caller's transaction."""
    rows = [
        {"folded": each, "platform_key": key} for each in sorted({fold_name(key), fold_name(name)})
    ]
    await connection.execute(database.insert(NAME).on_conflict_do_nothing(), rows)


async def drop_unused_names(connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Forget those platforms of which no document is left, in the caller's transaction."""
    kept = select(DOCUMENT.c.id).where(DOCUMENT.c.platform_key == NAME.c.platform_key).exists()
    for chunk in split_chunks(keys):
        await connection.execute(delete(NAME).where(NAME.c.platform_key.in_(chunk), ~kept))


async def find_platforms(
    connection: AsyncConnection, workspace_id: WorkspaceId, name: str
) -> tuple[tuple[str, str], ...]:
    """Return keys and names of platforms that the workspace may see and that a name means."""
    wanted = fold_name(name)
    keys = select(NAME.c.platform_key).where(NAME.c.folded == wanted)
    # A release before this table may still be writing: what it adds is found by the usual key.
    meant = or_(DOCUMENT.c.platform_key.in_(keys), DOCUMENT.c.platform_key == make_slug(name))
    columns = (DOCUMENT.c.platform_key, DOCUMENT.c.platform_name)
    query = select(*columns).where(is_visible_to(workspace_id), meant).distinct().order_by(*columns)
    rows = (await connection.execute(query)).all()
    # Another name under the same key, or a key that only looks like the name, is not meant.
    return tuple(
        (row.platform_key, row.platform_name)
        for row in rows
        if wanted in {fold_name(row.platform_key), fold_name(row.platform_name)}
    )
