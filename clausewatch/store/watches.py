"""Owns the tables `watch` and `watch_document`: the platforms and documents that channels watch."""

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
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.hosts import ensure_hosts, parse_host, refresh_watched
from clausewatch.store.mappers import find_read_documents, load_documents
from clausewatch.store.new_documents import DocumentRequest, ensure_document
from clausewatch.store.tables import CHANNEL, DOCUMENT, MUTE, WATCH, WATCH_DOCUMENT
from clausewatch.store.visibility import is_visible_to
from clausewatch.store.watch_requests import NewWatch

DEFAULT_OPTIONS = {"minimum": Severity.LOW, "cadence": Cadence.NOW, "topics": ""}
"""The options of a new watch that the request leaves open."""
_CHANNEL_COLUMNS = (CHANNEL.c.workspace_id, CHANNEL.c.slack_id, CHANNEL.c.paused)
_IS_MUTED = (MUTE.c.channel_id == WATCH.c.channel_id) & (
    MUTE.c.platform_key == WATCH.c.platform_key
)


@dataclass(frozen=True, slots=True)
class Watches:
    """The watches of all channels."""

    database: Database

    @uninterrupted
    async def add(self, request: NewWatch, now: datetime) -> WatchResult:
        """Put a platform on a channel's watchlist, or change the watch that the channel has.

        An existing watch gets the requested documents besides its own. Options that are None stay
        as they are.
        """
        async with self.database.write() as connection:
            return await add_watch(connection, request, now)

    @uninterrupted
    async def remove(self, channel_id: ChannelId, platform_key: str) -> Watch | None:
        """Take a platform off a channel's watchlist; return the former watch, or None."""
        async with self.database.write() as connection:
            watches = await _load_watches(connection, _is_watch_of(channel_id, platform_key))
            if not watches:
                return None
            await connection.execute(delete(WATCH).where(WATCH.c.id == watches[0].id))
            document_ids = [document.id for document in watches[0].documents]
            await refresh_watched(connection, DOCUMENT.c.id.in_(document_ids))
            return watches[0]

    @uninterrupted
    async def restore(self, watch: Watch, user_id: str, now: datetime) -> Watch:
        """Put a removed watch back, with those of its documents that its workspace may see."""
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
        document_ids = [document.id for document in watch.documents]
        async with self.database.write() as connection:
            query = select(DOCUMENT.c.id).where(
                DOCUMENT.c.id.in_(document_ids), is_visible_to(watch.channel.workspace_id)
            )
            visible = list((await connection.execute(query)).scalars())
            watch_id = await _save_watch(connection, request, now)
            await _link_documents(connection, watch_id, visible)
            return (await _load_watches(connection, WATCH.c.id == watch_id))[0]

    @uninterrupted
    async def find_in_channel(self, channel_id: ChannelId) -> tuple[Watch, ...]:
        """Return a channel's watches by platform name."""
        async with self.database.read() as connection:
            return await _load_watches(connection, WATCH.c.channel_id == channel_id)

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str, channel_id: ChannelId | None = None
    ) -> tuple[Watch, ...]:
        """Return the watches of a platform in a workspace, or in one of its channels."""
        condition = CHANNEL.c.workspace_id == workspace_id
        if channel_id is not None:
            condition &= WATCH.c.channel_id == channel_id
        async with self.database.read() as connection:
            return await _load_watches(
                connection, condition & (WATCH.c.platform_key == platform_key)
            )

    @uninterrupted
    async def find_by_document(self, document_id: DocumentId) -> tuple[Watch, ...]:
        """Return the watches of all workspaces that include a document."""
        async with self.database.read() as connection:
            return await load_watches_of_document(connection, document_id)


async def add_watch(connection: AsyncConnection, request: NewWatch, now: datetime) -> WatchResult:
    """Do what `Watches.add` does, in the caller's transaction."""
    former = await _load_watches(connection, _is_watch_of(request.channel.id, request.platform_key))
    keeps_documents = request.keeps_documents(former)
    document_ids = [] if keeps_documents else await _ensure_documents(connection, request, now)
    watch_id = await _save_watch(connection, request, now)
    await _link_documents(connection, watch_id, document_ids)
    watch = (await _load_watches(connection, WATCH.c.id == watch_id))[0]
    former_ids = {document.id for each in former for document in each.documents}
    added = tuple(document for document in watch.documents if document.id not in former_ids)
    with_versions = await find_read_documents(connection, watch.documents)
    is_changed = bool(added) or [_list_options(each) for each in former] != [_list_options(watch)]
    return WatchResult(watch, not former, added, with_versions, is_changed)


def _list_options(watch: Watch) -> tuple[Severity, Cadence, tuple[str, ...]]:
    return watch.minimum, watch.cadence, watch.topics


async def load_watches_of_document(
    connection: AsyncConnection, document_id: int
) -> tuple[Watch, ...]:
    """Return the watches of all workspaces that include a document, in a transaction."""
    watch_ids = select(WATCH_DOCUMENT.c.watch_id).where(WATCH_DOCUMENT.c.document_id == document_id)
    return await _load_watches(connection, WATCH.c.id.in_(watch_ids))


async def load_watches(connection: AsyncConnection, watch_ids: Sequence[int]) -> tuple[Watch, ...]:
    """Return watches by number, in a transaction."""
    return await _load_watches(connection, WATCH.c.id.in_(watch_ids))


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
    """Return the watch of a row of a `select_watches` query."""
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


def _is_watch_of(channel_id: ChannelId, platform_key: str) -> ColumnElement[bool]:
    return (WATCH.c.channel_id == channel_id) & (WATCH.c.platform_key == platform_key)


async def _load_watches(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> tuple[Watch, ...]:
    rows = (await connection.execute(select_watches(condition))).all()
    links = (
        select(WATCH_DOCUMENT)
        .where(WATCH_DOCUMENT.c.watch_id.in_([row.id for row in rows]))
        .order_by(WATCH_DOCUMENT.c.document_id)
    )
    document_ids: dict[int, list[int]] = defaultdict(list)
    for link in await connection.execute(links):
        document_ids[link.watch_id].append(link.document_id)
    every_id = sorted({number for numbers in document_ids.values() for number in numbers})
    documents = await load_documents(connection, every_id)
    return tuple(
        map_watch(row, tuple(documents[number] for number in document_ids[row.id])) for row in rows
    )


async def _ensure_documents(
    connection: AsyncConnection, request: NewWatch, now: datetime
) -> list[int]:
    """Return the numbers of the requested documents, new ones included; by default of all."""
    if not request.documents:
        query = select(DOCUMENT.c.id).where(
            DOCUMENT.c.platform_key == request.platform_key,
            is_visible_to(request.channel.workspace_id),
        )
        return list((await connection.execute(query.order_by(DOCUMENT.c.id))).scalars())
    host_names = [parse_host(document.urls[0]) for document in request.documents]
    # All hosts first and in one order; see `lock_hosts`.
    host_ids = await ensure_hosts(connection, host_names)
    owner = request.channel.workspace_id if request.is_private else None
    return [
        await ensure_document(
            connection,
            DocumentRequest(owner, request.platform_key, request.platform_name, document),
            host_ids[host_name],
            now,
        )
        for document, host_name in zip(request.documents, host_names, strict=True)
    ]


async def _save_watch(connection: AsyncConnection, request: NewWatch, now: datetime) -> int:
    options = {
        "platform_name": request.platform_name,
        "minimum": request.minimum,
        "cadence": request.cadence,
        "topics": None if request.topics is None else ",".join(request.topics),
        "user_id": request.user_id,
    }
    changed = {name: value for name, value in options.items() if value is not None}
    row = insert_into(connection, WATCH).values(
        **(DEFAULT_OPTIONS | changed),
        channel_id=request.channel.id,
        platform_key=request.platform_key,
        created_at=now,
    )
    upsert = row.on_conflict_do_update(
        index_elements=[WATCH.c.channel_id, WATCH.c.platform_key], set_=changed
    ).returning(WATCH.c.id)
    watch_id: int = (await connection.execute(upsert)).scalar_one()
    return watch_id


async def _link_documents(
    connection: AsyncConnection, watch_id: int, document_ids: Sequence[int]
) -> None:
    if document_ids:
        links = [{"watch_id": watch_id, "document_id": number} for number in document_ids]
        await connection.execute(
            insert_into(connection, WATCH_DOCUMENT).on_conflict_do_nothing(), links
        )
        await refresh_watched(connection, DOCUMENT.c.id.in_(document_ids))
