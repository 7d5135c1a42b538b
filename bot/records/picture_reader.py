"""Reads pictures of records as a workspace sees them, for pages and for Slack."""

from collections.abc import Sequence
from datetime import datetime

from bot.records.pictures import HeatMap, Picture, Timeline, draw_heat_map, draw_timeline
from bot.records.timeline import count_months
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.record_lists import PlatformLine
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage, Store
from clausewatch.store.record_lists import ChangeFilter

PLATFORMS_PER_MAP = ListPage(0, 25)


async def read_timeline(
    store: Store, workspace_id: WorkspaceId, wanted: ChangeFilter, now: datetime
) -> Timeline | None:
    """Return the timeline of the changes that a filter names; None without a change."""
    marks = await store.record_lists.list_change_marks(workspace_id, wanted)
    return draw_timeline(count_months(marks, now))


async def read_platform_picture(
    store: Store, workspace_id: WorkspaceId, key: str, now: datetime
) -> Picture | None:
    """Return the timeline of a platform; None without a change or for an unknown platform."""
    names = await store.documents.find_platform_names(workspace_id, key)
    chart = await read_timeline(store, workspace_id, ChangeFilter(platform_key=key), now)
    if not names or chart is None:
        return None
    title = f"Policy changes of {names[-1]} by month"
    return Picture(title, chart, now, "Policy changes of one platform by month")


async def read_clause_picture(
    store: Store, workspace_id: WorkspaceId, clause: ClauseType, now: datetime
) -> Picture | None:
    """Return the timeline of a clause type; None without a change."""
    chart = await read_timeline(store, workspace_id, ChangeFilter(clause=clause.id), now)
    if chart is None:
        return None
    return Picture(f"Policy changes that concern {clause.name}, by month", chart, now)


async def read_heat_map(
    store: Store, workspace_id: WorkspaceId, lines: Sequence[PlatformLine]
) -> HeatMap | None:
    """Return platforms by clause type; None if none of them has a provision."""
    keys = [line.key for line in lines]
    marks = await store.record_lists.find_gravest_marks(workspace_id, keys, ())
    return draw_heat_map(lines, tuple(load_taxonomy().clauses.values()), marks)


async def read_channel_picture(
    store: Store, recipient: tuple[WorkspaceId, ChannelId], now: datetime
) -> Picture | None:
    """Return the heat map of up to 25 platforms that a channel watches."""
    workspace_id, channel_id = recipient
    watched, summary = await store.watchlists.read_page(
        workspace_id, channel_id, PLATFORMS_PER_MAP, now
    )
    lines = [
        PlatformLine(each.watch.platform_key, each.watch.platform_name, len(each.statuses), None)
        for each in watched
    ]
    lines.sort(key=lambda line: line.name.casefold())
    chart = await read_heat_map(store, workspace_id, lines)
    if chart is None:
        return None
    rest = summary.platforms - len(lines)
    more = f" ({len(lines)} of {summary.platforms})" if rest > 0 else ""
    return Picture(f"Platforms of the watchlist by clause type{more}", chart, now)
