"""Watchlists as people read them: each watch with how its documents stand, a page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import DocumentSummary
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.watches import Channel, WatchlistSummary, WatchStatus, WorkspaceTotals
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import CHANNEL, WATCH, WATCH_DOCUMENT
from clausewatch.store.mappers import DOCUMENT_COLUMNS, is_visible_to, map_channel, map_document
from clausewatch.store.tables import DOCUMENT, PAGE, VERSION
from clausewatch.store.watches import map_watch, select_watches

_IS_ILL = DOCUMENT.c.unreadable_code.is_not(None)
_STANDING_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DOCUMENT.c.last_checked_at,
    DOCUMENT.c.last_verified_at,
    DOCUMENT.c.is_awaiting_confirmation,
    DOCUMENT.c.state,
    VERSION.c.captured_at,
    PAGE.c.url,
)

# Made once: putting them together costs more than SQLite needs to run them.
_WORKSPACE = bindparam("b_workspace", type_=CHANNEL.c.workspace_id.type)
_CHANNEL = bindparam("b_channel", type_=CHANNEL.c.id.type)
_WATCHES: BindParameter[int] = bindparam("b_watches", expanding=True)
_LINES_OF_ALL = (
    select(WATCH.c.id, WATCH.c.platform_name, func.count(case((_IS_ILL, 1))).label("ill"))
    .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
    .outerjoin(WATCH_DOCUMENT, WATCH_DOCUMENT.c.watch_id == WATCH.c.id)
    .outerjoin(
        DOCUMENT, and_(DOCUMENT.c.id == WATCH_DOCUMENT.c.document_id, is_visible_to(_WORKSPACE))
    )
    .where(CHANNEL.c.workspace_id == _WORKSPACE)
    .group_by(WATCH.c.id, WATCH.c.platform_name)
    .order_by(WATCH.c.platform_name, WATCH.c.id)
)
"""Number, name and number of ill documents of every watch of a list."""
_LINES = _LINES_OF_ALL.where(WATCH.c.channel_id == _CHANNEL)
_SHOWN = select_watches(WATCH.c.id.in_(_WATCHES))
_STANDINGS: Select[Any] = (
    select(WATCH_DOCUMENT.c.watch_id, *_STANDING_COLUMNS)
    .join(DOCUMENT, DOCUMENT.c.id == WATCH_DOCUMENT.c.document_id)
    .join(PAGE, PAGE.c.document_id == DOCUMENT.c.id)
    .outerjoin(VERSION, VERSION.c.id == DOCUMENT.c.baseline_id)
    .where(WATCH_DOCUMENT.c.watch_id.in_(_WATCHES), is_visible_to(_WORKSPACE))
    .order_by(DOCUMENT.c.id, PAGE.c.position)
)


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a list is wanted, from 0; past an end it is the one nearest to it."""

    number: int
    size: int

    def of(self, lines: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        """Return what stands on the page."""
        number = max(0, min(self.number, (len(lines) - 1) // self.size))
        return lines[number * self.size :][: self.size]


@dataclass(frozen=True, slots=True)
class Watchlists:
    """The watchlists of channels and workspaces, without mutes that are over.

    Watches have those of their documents that the workspace may see.
    """

    database: Database

    @uninterrupted
    async def read_page(
        self, workspace_id: WorkspaceId, channel_id: ChannelId | None, part: ListPage, now: datetime
    ) -> tuple[tuple[WatchStatus, ...], WatchlistSummary]:
        """Return a page of the list of a channel, with None of all channels, and its whole.

        Watches with documents that cannot be read come first, then it goes by name. Of watches on
        other pages nothing is loaded but what decides where they stand.
        """
        query = _LINES_OF_ALL if channel_id is None else _LINES
        given = {"b_workspace": workspace_id, "b_channel": channel_id}
        async with self.database.read() as connection:
            lines = list((await connection.execute(query, given)).all())
            lines.sort(key=lambda line: (line.ill == 0, line.platform_name.casefold()))
            shown = [line.id for line in part.of(lines)]
            found = await _watched(connection, workspace_id, shown, now) if shown else ()
        watched = sorted(found, key=lambda each: shown.index(each.watch.id))
        return tuple(watched), WatchlistSummary(len(lines), sum(line.ill for line in lines))

    @uninterrupted
    async def read_totals(self, workspace_id: WorkspaceId, most_paused: int) -> WorkspaceTotals:
        """Return what the watchlists of all channels come to; the database counts."""
        async with self.database.read() as connection:
            watches = (await connection.execute(_watches(workspace_id))).one()
            documents = (await connection.execute(_documents(workspace_id))).one()
            paused = await _paused(connection, workspace_id, most_paused)
        return WorkspaceTotals(
            *watches, documents.number, documents.ill, paused, documents.next_check_at
        )


def _watches(workspace_id: WorkspaceId) -> Select[int, int, int]:
    """Return the query of how many watches there are, of how many platforms and channels."""
    counts = (
        func.count(),
        func.count(WATCH.c.platform_key.distinct()),
        func.count(WATCH.c.channel_id.distinct()),
    )
    watches = select(*counts).join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
    return watches.where(CHANNEL.c.workspace_id == workspace_id)


def _documents(workspace_id: WorkspaceId) -> Select[int, int, datetime]:
    """Return the query of how many documents are watched, how many are ill, and the next check."""
    watched = (
        select(WATCH_DOCUMENT.c.document_id)
        .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
        .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .where(CHANNEL.c.workspace_id == workspace_id)
    )
    due = DOCUMENT.c.next_check_at
    found = (
        func.count().label("number"),
        func.count(case((_IS_ILL, 1))).label("ill"),
        func.min(due, type_=due.type).label("next_check_at"),
    )
    return select(*found).where(DOCUMENT.c.id.in_(watched), is_visible_to(workspace_id))


async def _paused(
    connection: AsyncConnection, workspace_id: WorkspaceId, most: int
) -> tuple[Channel, ...]:
    """Return the paused channels that have a watchlist, in the order of what each has first."""
    name, number = WATCH.c.platform_name, WATCH.c.id.label("watch_id")
    place = func.row_number().over(partition_by=CHANNEL.c.id, order_by=(name, WATCH.c.id))
    watches = (
        select(CHANNEL, name, number, place.label("place"))
        .join(WATCH, WATCH.c.channel_id == CHANNEL.c.id)
        .where(CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.paused != "")
        .subquery()
    )
    firsts = select(watches).where(watches.c.place == 1)
    query = firsts.order_by(watches.c.platform_name, watches.c.watch_id).limit(most)
    return tuple(map_channel(row) for row in await connection.execute(query))


async def _watched(
    connection: AsyncConnection, workspace_id: WorkspaceId, numbers: Sequence[int], now: datetime
) -> tuple[WatchStatus, ...]:
    rows = (await connection.execute(_SHOWN, {"b_watches": numbers})).all()
    standings = await _standings(connection, workspace_id, numbers)
    return tuple(_watched_of(row, standings[row.id], now) for row in rows)


def _watched_of(row: Row[Any], statuses: Sequence[DocumentSummary], now: datetime) -> WatchStatus:
    watch = map_watch(row, tuple(status.document for status in statuses))
    is_over = watch.muted_until is not None and watch.muted_until <= now
    return WatchStatus(replace(watch, muted_until=None) if is_over else watch, tuple(statuses))


async def _standings(
    connection: AsyncConnection, workspace_id: WorkspaceId, numbers: Sequence[int]
) -> dict[int, list[DocumentSummary]]:
    """Return by watch how those of its documents stand that the workspace may see."""
    # Mostly a document is one page, so that one row for each costs less than asking twice.
    pages: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    given = {"b_workspace": workspace_id, "b_watches": numbers}
    for row in await connection.execute(_STANDINGS, given):
        pages[row.watch_id, row.id].append(row)
    found: dict[int, list[DocumentSummary]] = defaultdict(list)
    for (watch_id, _), rows in pages.items():
        found[watch_id].append(_standing_of(rows[0], [row.url for row in rows]))
    return found


def _standing_of(row: Row[Any], urls: Sequence[str]) -> DocumentSummary:
    is_read = row.captured_at is not None
    return DocumentSummary(
        document=map_document(row, urls),
        last_checked_at=row.last_checked_at,
        seen_at=(row.last_verified_at or row.captured_at) if is_read else None,
        unreadable=codec.unreadable_of(row.state),
        is_awaiting_confirmation=row.is_awaiting_confirmation,
    )
