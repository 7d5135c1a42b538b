"""The ways out for a document that cannot be read: what shows now is it, or it is elsewhere."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.model.watches import Watch
from clausewatch.notifications.deliveries import UNFETCHED_CODES
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import WATCH_DOCUMENT
from clausewatch.store.hosts import lock_hosts, refresh_hosts, refresh_watched
from clausewatch.store.mappers import is_visible_to
from clausewatch.store.tables import DOCUMENT, HOST, WORKSPACE
from clausewatch.store.watch_requests import NewDocument, NewWatch
from clausewatch.store.watches import Watches, load_watches, load_watches_of_document


class RemedyResult(StrEnum):
    """What came of *This is the policy now*."""

    TAKEN = "taken"
    UNKNOWN = "unknown"
    """The workspace has no such document."""
    NOTHING = "nothing"
    """No page was read that could be the policy."""
    SHARED = "shared"
    """Other workspaces rest on it too: only the operator may say so."""


@dataclass(frozen=True, slots=True)
class Remedies:
    """What a person may say of a document that cannot be read."""

    database: Database

    @uninterrupted
    async def accept(
        self, workspace_id: WorkspaceId, document_id: DocumentId, now: datetime
    ) -> RemedyResult:
        """Trust what a document shows until a version of it is filed, and look at once."""
        mine = DOCUMENT.c.id == document_id
        async with self.database.write() as connection:
            await lock_hosts(connection, mine)
            query = select(DOCUMENT).where(mine, is_visible_to(workspace_id)).with_for_update()
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return RemedyResult.UNKNOWN
            if row.workspace_id is None and await _has_others(connection, workspace_id):
                return RemedyResult.SHARED
            state = codec.state_of(row.state, row.baseline_id)
            if state.unreadable is not None and state.unreadable.code in UNFETCHED_CODES:
                return RemedyResult.NOTHING
            trusted = codec.state_text(replace(state, is_trusted=True, unreadable=None))
            values = {"state": trusted, "unreadable_code": None, "next_check_at": now}
            await _alter(connection, row, values)
        return RemedyResult.TAKEN

    @uninterrupted
    async def set_rendering(
        self, workspace_id: WorkspaceId, document_id: DocumentId, now: datetime, *, is_on: bool
    ) -> RemedyResult:
        """Have a document's pages built by a browser, or not any more, and look at once.

        Of a document that others rest on too, only where it cannot be read as it is.
        """
        mine = DOCUMENT.c.id == document_id
        async with self.database.write() as connection:
            await lock_hosts(connection, mine)
            query = select(DOCUMENT).where(mine, is_visible_to(workspace_id)).with_for_update()
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return RemedyResult.UNKNOWN
            access = codec.access_of(row.access)
            if access.needs_browser is is_on:
                return RemedyResult.TAKEN
            is_ill = codec.state_of(row.state, row.baseline_id).unreadable is not None
            is_shared = row.workspace_id is None and await _has_others(connection, workspace_id)
            if is_shared and not (is_on and is_ill):
                return RemedyResult.SHARED
            text = codec.access_text(replace(access, needs_browser=is_on))
            await _alter(connection, row, {"access": text, "next_check_at": now})
        return RemedyResult.TAKEN

    @uninterrupted
    async def replace_url(
        self,
        workspace_id: WorkspaceId,
        document_id: DocumentId,
        url: str,
        user_id: str,
        now: datetime,
    ) -> tuple[Watch, ...]:
        """Watch another address in a document's place, wherever the workspace watches it.

        The new document is the workspace's own; the old one's record stays. Returns the watches.
        """
        async with self.database.write() as connection:
            watches = [
                watch
                for watch in await load_watches_of_document(connection, document_id)
                if watch.channel.workspace_id == workspace_id
            ]
            adding = Watches(self.database)
            for watch in watches:
                old = next(d for d in watch.documents if d.id == document_id)
                if old.urls == (url,):
                    continue
                # What was chosen of the old page says nothing of the new one.
                access = replace(old.access, selections=())
                request = _request(watch, NewDocument(old.kind, (url,), access), user_id)
                await adding.add_in(connection, request, now)
                link = WATCH_DOCUMENT.c.watch_id == watch.id
                gone = delete(WATCH_DOCUMENT).where(
                    link, WATCH_DOCUMENT.c.document_id == document_id
                )
                await connection.execute(gone)
            await refresh_watched(connection, DOCUMENT.c.id == document_id)
            return await load_watches(connection, [watch.id for watch in watches])


async def _alter(connection: AsyncConnection, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401  # a document's row
    """Alter a document, now: a look under way knows nothing of it, so what it finds is dropped."""
    free = {"lease_token": None, "lease_until": None}
    change = update(DOCUMENT).where(DOCUMENT.c.id == row.id)
    await connection.execute(change.values(**values, **free))
    if row.lease_token is not None:
        held = update(HOST).where(HOST.c.lease_token == row.lease_token)
        await connection.execute(held.where(HOST.c.id == row.host_id).values(free))
    await refresh_hosts(connection, [row.host_id])


async def _has_others(connection: AsyncConnection, workspace_id: WorkspaceId) -> bool:
    """True where another workspace is installed here as well."""
    query = select(func.count()).where(
        WORKSPACE.c.id != workspace_id, WORKSPACE.c.inactive_reason.is_(None)
    )
    number: int = (await connection.execute(query)).scalar_one()
    return number > 0


def _request(watch: Watch, document: NewDocument, user_id: str) -> NewWatch:
    return NewWatch(
        channel=watch.channel,
        platform_key=watch.platform_key,
        platform_name=watch.platform_name,
        documents=(document,),
        is_private=True,
        minimum=watch.minimum,
        cadence=watch.cadence,
        user_id=user_id,
        topics=watch.topics,
    )
