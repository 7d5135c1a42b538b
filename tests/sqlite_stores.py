"""Empty SQLite stores, requests for plain watches, and a log of a store's statements.

The schema is created once, and every store starts as a copy of it.
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
"""The bytes of a database with an empty schema, because migrations cost more than most tests."""


def build_url(path: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite+aiosqlite:///{path}"


async def open_empty_store(path: Path) -> Store:
    """Open an empty store in a new file."""
    if _SCHEMA:
        path.write_bytes(_SCHEMA[0])  # noqa: ASYNC240  # a test waits for its file
        return await Store.open(build_url(path))
    await (await Store.open(build_url(path))).close()
    _SCHEMA.append(path.read_bytes())  # noqa: ASYNC240  # as above
    return await Store.open(build_url(path))


@dataclass
class StatementLog:
    """The SQL statements of a store."""

    statements: list[str] = field(default_factory=list)

    def __call__(self, *about: object) -> None:
        """Append a statement."""
        self.statements.append(str(about[2]))


@contextmanager
def log_statements(store: Store) -> Iterator[StatementLog]:
    """Yield the log of the statements inside the block."""
    engine, log = store.database.engine.sync_engine, StatementLog()
    event.listen(engine, "before_cursor_execute", log)
    yield log
    event.remove(engine, "before_cursor_execute", log)


def make_watch_request(
    channel: Channel, name: str, url: str, kind: str = "privacy policy"
) -> NewWatch:
    """Return a request to watch one document at one URL with default options."""
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
    """Return the watches of all channels of a workspace, including muted ones."""
    everything = ListPage(0, 10_000)
    watched, _ = await store.watchlists.read_page(workspace_id, None, everything, NO_MUTE_BEFORE)
    return tuple(row.watch for row in watched)


async def find_inactive_reason(store: Store, workspace_id: WorkspaceId) -> str | None:
    """Return why nothing is posted in a workspace, or None if it is active."""
    query = select(WORKSPACE.c.inactive_reason).where(WORKSPACE.c.id == workspace_id)
    async with store.database.read() as connection:
        reason: str | None = (await connection.execute(query)).scalar_one_or_none()
        return reason
