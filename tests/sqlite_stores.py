"""Empty SQLite stores for tests, plain watches in them, and what a store is asked.

The schema is made once, every store begins as a copy of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, select

from clausewatch.catalogue.canonical_names import make_slug
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Cadence, Channel, Watch
from clausewatch.store import ListPage, NewDocument, NewWatch, Store
from clausewatch.store.tables import WORKSPACE

NO_MUTE_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
_SCHEMA: list[bytes] = []
"""A database with the schema and nothing else; migrations cost more than most tests."""


def build_url(path: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite+aiosqlite:///{path}"


async def open_empty_store(path: Path) -> Store:
    """Open a store with nothing in it, in a file that is not there yet."""
    if _SCHEMA:
        path.write_bytes(_SCHEMA[0])  # noqa: ASYNC240  # a test waits for its file
        return await Store.open(build_url(path))
    await (await Store.open(build_url(path))).close()
    _SCHEMA.append(path.read_bytes())  # noqa: ASYNC240  # as above
    return await Store.open(build_url(path))


@dataclass
class StatementLog:
    """What a store was asked meanwhile."""

    statements: list[str] = field(default_factory=list)

    def __call__(self, *about: object) -> None:
        """Take note of a statement."""
        self.statements.append(str(about[2]))


@contextmanager
def log_statements(store: Store) -> Iterator[StatementLog]:
    """Take note of every statement of a block."""
    engine, found = store.database.engine.sync_engine, StatementLog()
    event.listen(engine, "before_cursor_execute", found)
    yield found
    event.remove(engine, "before_cursor_execute", found)


def make_watch_request(
    channel: Channel, name: str, url: str, kind: str = "privacy policy"
) -> NewWatch:
    """Return a request that asks for nothing out of the ordinary: one document at one address."""
    return NewWatch(
        channel=channel,
        platform_key=make_slug(name),
        platform_name=name,
        documents=(NewDocument(kind, (url,)),),
        is_private=False,
        minimum=Severity.LOW,
        cadence=Cadence.NOW,
        user_id="U1",
    )


async def list_watches(store: Store, workspace_id: WorkspaceId) -> tuple[Watch, ...]:
    """Return the watches of all channels of a workspace, mutes as they were set."""
    everything = ListPage(0, 10_000)
    watched, _ = await store.watchlists.read_page(workspace_id, None, everything, NO_MUTE_BEFORE)
    return tuple(each.watch for each in watched)


async def find_inactive_reason(store: Store, workspace_id: WorkspaceId) -> str | None:
    """Return why nothing is posted in a workspace, or None if it is active."""
    query = select(WORKSPACE.c.inactive_reason).where(WORKSPACE.c.id == workspace_id)
    async with store.database.read() as connection:
        reason: str | None = (await connection.execute(query)).scalar_one_or_none()
        return reason
