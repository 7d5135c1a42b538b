"""Watchlists: which platforms a channel follows, and the documents that come with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId, DocumentId, WatchId, WorkspaceId
from clausewatch.model.watches import Cadence, Channel, Watch, WatchResult
from clausewatch.store import codec, platform_names
from clausewatch.store.choice_tables import MUTE
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import (
    CHANNEL,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.hosts import ensure_hosts, parse_host, refresh_watched
from clausewatch.store.mappers import (
    find_read_documents,
    is_visible_to,
    load_documents,
    make_address,
)
from clausewatch.store.tables import DOCUMENT, PAGE
from clausewatch.store.watch_requests import NewDocument, NewWatch

BEFORE_FIRST_CHECK = {
    "is_watched": False,
    "ignore_robots": False,
    "is_awaiting_confirmation": False,
    "state": "",
}
"""What a document is before its first check."""
DEFAULT_OPTIONS = {"minimum": Severity.LOW, "cadence": Cadence.NOW, "topics": ""}
"""How a new watch tells where nothing was asked for."""


@dataclass(frozen=True, slots=True)
class Watches:
    """The watchlists of all channels."""

    database: Database

    @uninterrupted
    async def add(self, request: NewWatch, now: datetime) -> WatchResult:
        """Put a platform on a channel's watchlist; again, it sets what is asked and adds documents.

        Options that are None stay as they are.
        """
        async with self.database.write() as connection:
            return await self.add_in(connection, request, now)

    async def add_in(
        self, connection: AsyncConnection, request: NewWatch, now: datetime
    ) -> WatchResult:
        """Do as `add` within the caller's transaction."""
        before = await _watches(connection, _is(request.channel.id, request.platform_key))
        is_kept = request.keeps_documents(before)
        wanted = [] if is_kept else await self._documents(connection, request, now)
        watch_id = await self._save(connection, request, now)
        await self._link(connection, watch_id, wanted)
        watch = (await _watches(connection, WATCH.c.id == watch_id))[0]
        had = {document.id for known in before for document in known.documents}
        added = tuple(document for document in watch.documents if document.id not in had)
        on_record = await find_read_documents(connection, watch.documents)
        return WatchResult(watch, not before, added, on_record)

    @uninterrupted
    async def remove(self, channel_id: ChannelId, platform_key: str) -> Watch | None:
        """Take a platform off a channel's watchlist; return the watch as it was."""
        async with self.database.write() as connection:
            found = await _watches(connection, _is(channel_id, platform_key))
            if not found:
                return None
            await connection.execute(delete(WATCH).where(WATCH.c.id == found[0].id))
            numbers = [document.id for document in found[0].documents]
            await refresh_watched(connection, DOCUMENT.c.id.in_(numbers))
            return found[0]

    @uninterrupted
    async def restore(self, watch: Watch, user_id: str, now: datetime) -> Watch:
        """Put a watch back as it was, with those of its documents that its workspace may see."""
        request = NewWatch(
            channel=watch.channel,
            platform_key=watch.platform_key,
            platform_name=watch.platform_name,
            documents=(),
            is_private=False,
            minimum=watch.minimum,
            cadence=watch.cadence,
            user_id=user_id,
            topics=watch.topics,
        )
        numbers = [document.id for document in watch.documents]
        async with self.database.write() as connection:
            query = select(DOCUMENT.c.id).where(
                DOCUMENT.c.id.in_(numbers), is_visible_to(watch.channel.workspace_id)
            )
            visible = list((await connection.execute(query)).scalars())
            watch_id = await self._save(connection, request, now)
            await self._link(connection, watch_id, visible)
            return (await _watches(connection, WATCH.c.id == watch_id))[0]

    @uninterrupted
    async def find_in_channel(self, channel_id: ChannelId) -> tuple[Watch, ...]:
        """Return a channel's watches by platform name."""
        async with self.database.read() as connection:
            return await _watches(connection, WATCH.c.channel_id == channel_id)

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str, channel_id: ChannelId | None = None
    ) -> tuple[Watch, ...]:
        """Return the watches of a platform in a workspace, of one channel if given."""
        mine = CHANNEL.c.workspace_id == workspace_id
        if channel_id is not None:
            mine &= WATCH.c.channel_id == channel_id
        async with self.database.read() as connection:
            return await _watches(connection, mine & (WATCH.c.platform_key == platform_key))

    @uninterrupted
    async def find_by_document(self, document_id: DocumentId) -> tuple[Watch, ...]:
        """Return the watches of all workspaces that include a document."""
        async with self.database.read() as connection:
            return await load_watches_of_document(connection, document_id)

    async def _documents(
        self, connection: AsyncConnection, request: NewWatch, now: datetime
    ) -> list[int]:
        """Return the numbers of the documents asked for, found or created."""
        if request.documents:
            platform_names = [parse_host(document.urls[0]) for document in request.documents]
            # All hosts first, and in one order: see `lock_hosts`.
            hosts = await ensure_hosts(self.database, connection, platform_names)
            return [
                await self._document(connection, request, (document, hosts[name]), now)
                for document, name in zip(request.documents, platform_names, strict=True)
            ]
        query = select(DOCUMENT.c.id).where(
            DOCUMENT.c.platform_key == request.platform_key,
            is_visible_to(request.channel.workspace_id),
        )
        return list((await connection.execute(query.order_by(DOCUMENT.c.id))).scalars())

    async def _document(
        self,
        connection: AsyncConnection,
        request: NewWatch,
        placed: tuple[NewDocument, int],
        now: datetime,
    ) -> int:
        document, host_id = placed
        identity = {
            "workspace_id": request.channel.workspace_id if request.is_private else None,
            "platform_key": request.platform_key,
            "kind": document.kind,
            "address": make_address(document.urls, document.access),
        }
        new = self.database.insert(DOCUMENT).values(
            **identity,
            platform_name=request.platform_name,
            host_id=host_id,
            created_at=now,
            next_check_at=now,
            access=codec.access_text(document.access),
            **BEFORE_FIRST_CHECK,
        )
        made = await connection.execute(new.on_conflict_do_nothing().returning(DOCUMENT.c.id))
        number: int | None = made.scalar_one_or_none()
        if number is None:
            same = [
                DOCUMENT.c[name].is_not_distinct_from(value) for name, value in identity.items()
            ]
            found: int = (await connection.execute(select(DOCUMENT.c.id).where(*same))).scalar_one()
            return found
        pages = [
            {"document_id": number, "position": position, "url": url}
            for position, url in enumerate(document.urls)
        ]
        await connection.execute(self.database.insert(PAGE), pages)
        await platform_names.add_names(
            self.database, connection, request.platform_key, request.platform_name
        )
        return number

    async def _save(self, connection: AsyncConnection, request: NewWatch, now: datetime) -> int:
        asked = {
            "platform_name": request.platform_name,
            "minimum": request.minimum,
            "cadence": request.cadence,
            "topics": None if request.topics is None else ",".join(request.topics),
            "user_id": request.user_id,
        }
        # what nobody asked for stays as it is
        given = {name: value for name, value in asked.items() if value is not None}
        new = self.database.insert(WATCH).values(
            **(DEFAULT_OPTIONS | given),
            channel_id=request.channel.id,
            platform_key=request.platform_key,
            created_at=now,
        )
        kept = new.on_conflict_do_update(
            index_elements=[WATCH.c.channel_id, WATCH.c.platform_key], set_=given
        ).returning(WATCH.c.id)
        number: int = (await connection.execute(kept)).scalar_one()
        return number

    async def _link(
        self, connection: AsyncConnection, watch_id: int, documents: Sequence[int]
    ) -> None:
        if documents:
            new = self.database.insert(WATCH_DOCUMENT).on_conflict_do_nothing()
            links = [{"watch_id": watch_id, "document_id": number} for number in documents]
            await connection.execute(new, links)
            await refresh_watched(connection, DOCUMENT.c.id.in_(documents))


def _is(channel_id: ChannelId, platform_key: str) -> ColumnElement[bool]:
    return (WATCH.c.channel_id == channel_id) & (WATCH.c.platform_key == platform_key)


async def load_watches_of_document(
    connection: AsyncConnection, document_id: int
) -> tuple[Watch, ...]:
    """Return the watches of all workspaces that include a document, within a transaction."""
    including = select(WATCH_DOCUMENT.c.watch_id).where(WATCH_DOCUMENT.c.document_id == document_id)
    return await _watches(connection, WATCH.c.id.in_(including))


async def load_watches(connection: AsyncConnection, numbers: Sequence[int]) -> tuple[Watch, ...]:
    """Return watches by number, within a transaction."""
    return await _watches(connection, WATCH.c.id.in_(numbers))


async def _watches(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> tuple[Watch, ...]:
    rows = (await connection.execute(select_watches(condition))).all()
    numbers = [row.id for row in rows]
    links = (
        select(WATCH_DOCUMENT)
        .where(WATCH_DOCUMENT.c.watch_id.in_(numbers))
        .order_by(WATCH_DOCUMENT.c.document_id)
    )
    included: dict[int, list[int]] = defaultdict(list)
    for link in await connection.execute(links):
        included[link.watch_id].append(link.document_id)
    wanted = sorted({number for group in included.values() for number in group})
    documents = await load_documents(connection, wanted)
    return tuple(
        map_watch(row, tuple(documents[number] for number in included[row.id])) for row in rows
    )


_IS_MUTED = (MUTE.c.channel_id == WATCH.c.channel_id) & (
    MUTE.c.platform_key == WATCH.c.platform_key
)
_CHANNEL_COLUMNS = (CHANNEL.c.workspace_id, CHANNEL.c.slack_id, CHANNEL.c.paused)


def select_watches(condition: ColumnElement[bool]) -> Select[Any]:
    """Return the query of watches with their channels and mutes, by platform name."""
    return (
        select(WATCH, *_CHANNEL_COLUMNS, MUTE.c.until.label("muted_until"))
        .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .outerjoin(MUTE, _IS_MUTED)
        .where(condition)
        .order_by(WATCH.c.platform_name, WATCH.c.id)
    )


def map_watch(row: Row[Any], documents: tuple[Document, ...]) -> Watch:
    """Return the watch of a row of a `watches_query`."""
    return Watch(
        id=WatchId(row.id),
        channel=Channel(
            ChannelId(row.channel_id), WorkspaceId(row.workspace_id), row.slack_id, row.paused
        ),
        platform_key=row.platform_key,
        platform_name=row.platform_name,
        documents=documents,
        minimum=Severity(row.minimum),
        cadence=Cadence(row.cadence),
        muted_until=row.muted_until,
        topics=tuple(row.topics.split(",")) if row.topics else (),
    )
