"""Reads watchlists page by page, each watch with the status of its documents; owns no table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import DocumentSummary
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.unread_parts import UNREAD_PARTS
from clausewatch.model.watches import Channel, WatchlistSummary, WatchStatus, WorkspaceTotals
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import DOCUMENT_COLUMNS, map_channel, map_document
from clausewatch.store.tables import CHANNEL, DOCUMENT, PAGE, VERSION, WATCH, WATCH_DOCUMENT
from clausewatch.store.visibility import is_visible_to, select_watched
from clausewatch.store.watches import map_watch, select_watches

_IS_UNREADABLE = DOCUMENT.c.unreadable_code.is_not(None)
_IS_DOUBTFUL = and_(
    DOCUMENT.c.unreadable_code.is_(None),
    DOCUMENT.c.remark_code.is_not(None),
    DOCUMENT.c.remark_code != UNREAD_PARTS,
)
_SUMMARY_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DOCUMENT.c.last_checked_at,
    DOCUMENT.c.last_verified_at,
    DOCUMENT.c.is_awaiting_confirmation,
    DOCUMENT.c.state,
    VERSION.c.captured_at,
    PAGE.c.url,
)

# Built once, because building them costs more than running them on SQLite.
_WORKSPACE = bindparam("b_workspace", type_=CHANNEL.c.workspace_id.type)
_CHANNEL = bindparam("b_channel", type_=CHANNEL.c.id.type)
_WATCHES: BindParameter[int] = bindparam("b_watches", expanding=True)
_WORKSPACE_LINES = (
    select(
        WATCH.c.id,
        WATCH.c.platform_name,
        func.count(case((_IS_UNREADABLE, 1))).label("unreadable"),
        func.count(case((_IS_DOUBTFUL, 1))).label("doubtful"),
    )
    .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
    .outerjoin(WATCH_DOCUMENT, WATCH_DOCUMENT.c.watch_id == WATCH.c.id)
    .outerjoin(
        DOCUMENT, and_(DOCUMENT.c.id == WATCH_DOCUMENT.c.document_id, is_visible_to(_WORKSPACE))
    )
    .where(CHANNEL.c.workspace_id == _WORKSPACE)
    .group_by(WATCH.c.id, WATCH.c.platform_name)
    .order_by(WATCH.c.platform_name, WATCH.c.id)
)
"""Number, name and counts of unreadable and doubtful documents of every watch of a workspace."""
_CHANNEL_LINES = _WORKSPACE_LINES.where(WATCH.c.channel_id == _CHANNEL)
_SELECT_WATCHES = select_watches(WATCH.c.id.in_(_WATCHES))
_SELECT_DOCUMENTS: Select[Any] = (
    select(*_SUMMARY_COLUMNS)
    .select_from(DOCUMENT)
    .join(PAGE, PAGE.c.document_id == DOCUMENT.c.id)
    .outerjoin(VERSION, VERSION.c.id == DOCUMENT.c.baseline_id)
    .order_by(DOCUMENT.c.id, PAGE.c.position)
)
_SELECT_SUMMARIES = (
    _SELECT_DOCUMENTS.add_columns(WATCH_DOCUMENT.c.watch_id)
    .join(WATCH_DOCUMENT, WATCH_DOCUMENT.c.document_id == DOCUMENT.c.id)
    .where(WATCH_DOCUMENT.c.watch_id.in_(_WATCHES), is_visible_to(_WORKSPACE))
)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list by its number from 0; a number past an end means the page at that end."""

    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Watchlists:
    """The watchlists of channels and workspaces, without expired mutes.

    Watches have only the documents that the workspace may see.
    """

    database: Database

    @uninterrupted
    async def read_page(
        self, workspace_id: WorkspaceId, channel_id: ChannelId | None, page: ListPage, now: datetime
    ) -> tuple[tuple[WatchStatus, ...], WatchlistSummary]:
        """Return a page of a channel's watchlist, or of all channels, and the list's summary.

        Watches with unreadable documents come first, then those with remarks, then watches by
        platform name. For other pages only what decides the order is loaded.
        """
        query = _WORKSPACE_LINES if channel_id is None else _CHANNEL_LINES
        parameters = {"b_workspace": workspace_id, "b_channel": channel_id}
        async with self.database.read() as connection:
            lines = list((await connection.execute(query, parameters)).all())
            lines.sort(key=_find_order)
            watch_ids = [line.id for line in _slice_page(lines, page)]
            watched = await _load_watched(connection, workspace_id, watch_ids, now)
        watched.sort(key=lambda each: watch_ids.index(each.watch.id))
        unreadable, doubtful = (
            sum(counts) for counts in ([x.unreadable for x in lines], [x.doubtful for x in lines])
        )
        return tuple(watched), WatchlistSummary(len(lines), unreadable, doubtful)

    @uninterrupted
    async def read_totals(self, workspace_id: WorkspaceId, most_paused: int) -> WorkspaceTotals:
        """Return the totals of a workspace, with at most so many of its paused channels."""
        async with self.database.read() as connection:
            watches = (await connection.execute(_count_watches(workspace_id))).one()
            documents = (await connection.execute(_count_documents(workspace_id))).one()
            paused = await _load_paused(connection, workspace_id, most_paused)
        return WorkspaceTotals(
            *watches,
            documents.number,
            documents.unreadable,
            paused,
            documents.next_check_at,
            documents.doubtful,
        )

    @uninterrupted
    async def list_unreadable(
        self, workspace_id: WorkspaceId, most: int
    ) -> tuple[DocumentSummary, ...]:
        """Return watched documents that cannot be read, each once, by platform name."""
        chosen = (
            select(DOCUMENT.c.id)
            .where(
                DOCUMENT.c.id.in_(select_watched(workspace_id)),
                is_visible_to(workspace_id),
                _IS_UNREADABLE,
            )
            .order_by(DOCUMENT.c.platform_name, DOCUMENT.c.id)
            .limit(most)
        )
        async with self.database.read() as connection:
            numbers = list((await connection.execute(chosen)).scalars())
            query = _SELECT_DOCUMENTS.where(DOCUMENT.c.id.in_(numbers))
            pages: dict[int, list[Row[Any]]] = defaultdict(list)
            for row in await connection.execute(query):
                pages[row.id].append(row)
        found = (pages[number] for number in numbers)
        return tuple(_map_summary(rows[0], [row.url for row in rows]) for rows in found)


def _find_order(line: Row[Any]) -> tuple[bool, bool, str]:
    return line.unreadable == 0, line.doubtful == 0, line.platform_name.casefold()


def _slice_page(lines: Sequence[Row[Any]], page: ListPage) -> Sequence[Row[Any]]:
    number = max(0, min(page.number, (len(lines) - 1) // page.size))
    return lines[number * page.size :][: page.size]


def _count_watches(workspace_id: WorkspaceId) -> Select[int, int, int]:
    """Return the query that counts watches, platforms and channels."""
    counts = (
        func.count(),
        func.count(WATCH.c.platform_key.distinct()),
        func.count(WATCH.c.channel_id.distinct()),
    )
    watches = select(*counts).join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
    return watches.where(CHANNEL.c.workspace_id == workspace_id)


def _count_documents(workspace_id: WorkspaceId) -> Select[int, int, int, datetime]:
    """Return the query that counts watched documents by health and finds the next check."""
    next_check_at = DOCUMENT.c.next_check_at
    columns = (
        func.count().label("number"),
        func.count(case((_IS_UNREADABLE, 1))).label("unreadable"),
        func.count(case((_IS_DOUBTFUL, 1))).label("doubtful"),
        func.min(next_check_at, type_=next_check_at.type).label("next_check_at"),
    )
    return select(*columns).where(
        DOCUMENT.c.id.in_(select_watched(workspace_id)), is_visible_to(workspace_id)
    )


async def _load_paused(
    connection: AsyncConnection, workspace_id: WorkspaceId, limit: int
) -> tuple[Channel, ...]:
    """Return the paused channels that have a watchlist, in the order of their first watches."""
    name, number = WATCH.c.platform_name, WATCH.c.id.label("watch_id")
    rank = func.row_number().over(partition_by=CHANNEL.c.id, order_by=(name, WATCH.c.id))
    watches = (
        select(CHANNEL, name, number, rank.label("rank"))
        .join(WATCH, WATCH.c.channel_id == CHANNEL.c.id)
        .where(CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.paused != "")
        .subquery()
    )
    first_watches = select(watches).where(watches.c.rank == 1)
    query = first_watches.order_by(watches.c.platform_name, watches.c.watch_id).limit(limit)
    return tuple(map_channel(row) for row in await connection.execute(query))


async def _load_watched(
    connection: AsyncConnection, workspace_id: WorkspaceId, watch_ids: Sequence[int], now: datetime
) -> list[WatchStatus]:
    if not watch_ids:
        return []
    rows = (await connection.execute(_SELECT_WATCHES, {"b_watches": watch_ids})).all()
    summaries = await _load_summaries(connection, workspace_id, watch_ids)
    return [_map_watched(row, summaries[row.id], now) for row in rows]


def _map_watched(row: Row[Any], summaries: Sequence[DocumentSummary], now: datetime) -> WatchStatus:
    watch = map_watch(row, tuple(summary.document for summary in summaries))
    if watch.muted_until is not None and watch.muted_until <= now:
        watch = replace(watch, muted_until=None)
    return WatchStatus(watch, tuple(summaries))


async def _load_summaries(
    connection: AsyncConnection, workspace_id: WorkspaceId, watch_ids: Sequence[int]
) -> dict[int, list[DocumentSummary]]:
    """Return by watch the summaries of the documents that the workspace may see."""
    # Most documents have one page, so a row per page costs less than a second query.
    pages: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    parameters = {"b_workspace": workspace_id, "b_watches": watch_ids}
    for row in await connection.execute(_SELECT_SUMMARIES, parameters):
        pages[row.watch_id, row.id].append(row)
    summaries: dict[int, list[DocumentSummary]] = defaultdict(list)
    for (watch_id, _), rows in pages.items():
        summaries[watch_id].append(_map_summary(rows[0], [row.url for row in rows]))
    return summaries


def _map_summary(row: Row[Any], urls: Sequence[str]) -> DocumentSummary:
    is_read = row.captured_at is not None
    return DocumentSummary(
        document=map_document(row, urls),
        last_checked_at=row.last_checked_at,
        seen_at=(row.last_verified_at or row.captured_at) if is_read else None,
        unreadable=codec.read_unreadable(row.state),
        is_awaiting_confirmation=row.is_awaiting_confirmation,
        remark=codec.read_remark(row.state),
    )
