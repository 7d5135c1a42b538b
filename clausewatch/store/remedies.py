"""Changes rows of `document` for people who say what helps with an unreadable document."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.model.watches import Watch
from clausewatch.notifications.deliveries import UNFETCHED_CODES
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.hosts import lock_hosts, refresh_hosts, refresh_watched
from clausewatch.store.tables import DOCUMENT, HOST, WATCH_DOCUMENT, WORKSPACE
from clausewatch.store.visibility import is_visible_to
from clausewatch.store.watch_requests import NewDocument, NewWatch
from clausewatch.store.watches import add_watch, load_watches, load_watches_of_document


class RemedyResult(StrEnum):
    """The outcome of a remedy."""

    TAKEN = "taken"
    UNKNOWN = "unknown"
    """The workspace has no such document."""
    NOTHING = "nothing"
    """The last check fetched no page that could be the policy."""
    SHARED = "shared"
    """Other workspaces share the document, so only the operator may decide."""


@dataclass(frozen=True, slots=True)
class Remedies:
    """What a person can do about a document that cannot be read."""

    database: Database

    @uninterrupted
    async def accept(
        self, workspace_id: WorkspaceId, document_id: DocumentId, now: datetime
    ) -> RemedyResult:
        """Trust the document's page until a version is filed, and make the document due."""
        async with self.database.write() as connection:
            row = await _lock_document(connection, workspace_id, document_id)
            if row is None:
                return RemedyResult.UNKNOWN
            if row.workspace_id is None and await _has_others(connection, workspace_id):
                return RemedyResult.SHARED
            state = codec.read_state(row.state, row.baseline_id)
            if state.unreadable is not None and state.unreadable.code in UNFETCHED_CODES:
                return RemedyResult.NOTHING
            trusted = codec.write_state(
                replace(state, is_trusted=True, unreadable=None, remark=None)
            )
            values = {
                "state": trusted,
                "unreadable_code": None,
                "remark_code": None,
                "next_check_at": now,
            }
            await _update_document(connection, row, values)
        return RemedyResult.TAKEN

    @uninterrupted
    async def set_rendering(
        self, workspace_id: WorkspaceId, document_id: DocumentId, now: datetime, *, is_on: bool
    ) -> RemedyResult:
        """Render a document's pages in a browser or stop doing so, and make the document due.

        A document that other workspaces share must be unreadable without a browser.
        """
        async with self.database.write() as connection:
            row = await _lock_document(connection, workspace_id, document_id)
            if row is None:
                return RemedyResult.UNKNOWN
            access = codec.read_access(row.access)
            if access.needs_browser is is_on:
                return RemedyResult.TAKEN
            is_unreadable = codec.read_state(row.state, row.baseline_id).unreadable is not None
            is_shared = row.workspace_id is None and await _has_others(connection, workspace_id)
            if is_shared and not (is_on and is_unreadable):
                return RemedyResult.SHARED
            text = codec.write_access(replace(access, needs_browser=is_on))
            await _update_document(connection, row, {"access": text, "next_check_at": now})
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
        """Watch another URL in place of a document in every channel of a workspace.

        The new document is private to the workspace, the former one stays on record. Returns the
        watches.
        """
        async with self.database.write() as connection:
            watches = [
                watch
                for watch in await load_watches_of_document(connection, document_id)
                if watch.channel.workspace_id == workspace_id
            ]
            for watch in watches:
                former = next(each for each in watch.documents if each.id == document_id)
                if former.urls == (url,):
                    continue
                # The selection of parts applies to the former page only.
                access = replace(former.access, selections=())
                request = _make_request(watch, NewDocument(former.kind, (url,), access), user_id)
                await add_watch(connection, request, now)
                link = delete(WATCH_DOCUMENT).where(
                    WATCH_DOCUMENT.c.watch_id == watch.id,
                    WATCH_DOCUMENT.c.document_id == document_id,
                )
                await connection.execute(link)
            await refresh_watched(connection, DOCUMENT.c.id == document_id)
            return await load_watches(connection, [watch.id for watch in watches])


async def _lock_document(
    connection: AsyncConnection, workspace_id: WorkspaceId, document_id: DocumentId
) -> Row[Any] | None:
    """Lock a document and its host; return its row, or None if the workspace may not see it."""
    is_document = DOCUMENT.c.id == document_id
    await lock_hosts(connection, is_document)
    query = select(DOCUMENT).where(is_document, is_visible_to(workspace_id)).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def _update_document(
    connection: AsyncConnection, row: Row[Any], values: dict[str, Any]
) -> None:
    """Update a document and end its lease: a running check does not know the new values."""
    no_lease = {"lease_token": None, "lease_until": None}
    change = update(DOCUMENT).where(DOCUMENT.c.id == row.id)
    await connection.execute(change.values(**values, **no_lease))
    if row.lease_token is not None:
        host = update(HOST).where(HOST.c.lease_token == row.lease_token, HOST.c.id == row.host_id)
        await connection.execute(host.values(no_lease))
    await refresh_hosts(connection, [row.host_id])


async def _has_others(connection: AsyncConnection, workspace_id: WorkspaceId) -> bool:
    """Return whether another workspace has the bot installed."""
    query = select(func.count()).where(
        WORKSPACE.c.id != workspace_id, WORKSPACE.c.inactive_reason.is_(None)
    )
    number: int = (await connection.execute(query)).scalar_one()
    return number > 0


def _make_request(watch: Watch, document: NewDocument, user_id: str) -> NewWatch:
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
