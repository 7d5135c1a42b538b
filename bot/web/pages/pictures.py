"""Pictures of records as PNG files, for Slack and for slides."""

from aiohttp import web

from bot.exports.picture_png import build_png
from bot.records.picture_reader import (
    PLATFORMS_PER_MAP,
    read_channel_picture,
    read_clause_picture,
    read_heat_map,
    read_platform_picture,
)
from bot.records.pictures import Picture
from bot.web.pages.record_files import send_file
from bot.web.visit import NotOnRecord, Visit
from clausewatch.provisions.taxonomy_files import load_taxonomy

PNG = "image/png"
NO_CHANGE = "No changes are on record, so there is nothing to chart."
NO_PROVISION = "None of these platforms has a provision on record, so there is nothing to chart."


async def send_platform_timeline(visit: Visit) -> web.Response:
    """Send the timeline of a platform."""
    key = visit.request.match_info["key"]
    picture = await read_platform_picture(visit.store, visit.workspace_id, key, visit.now)
    return await _send(visit, picture, "timeline.png", NO_CHANGE)


async def send_clause_timeline(visit: Visit) -> web.Response:
    """Send the timeline of a clause type."""
    clause = load_taxonomy().clauses.get(visit.request.match_info["clause"])
    if clause is None:
        raise NotOnRecord("Clause type not found.")
    picture = await read_clause_picture(visit.store, visit.workspace_id, clause, visit.now)
    return await _send(visit, picture, f"{clause.id}.png", NO_CHANGE)


async def send_map(visit: Visit) -> web.Response:
    """Send the heat map that the page of the same query shows."""
    words, page = visit.read_words("q"), visit.read_page(PLATFORMS_PER_MAP.size)
    lines, total = await visit.store.record_lists.list_platforms(visit.workspace_id, words, page)
    visit.make_pager(page, total)
    chart = await read_heat_map(visit.store, visit.workspace_id, lines)
    picture = None if chart is None else Picture("Platforms by clause type", chart, visit.now)
    return await _send(visit, picture, "map.png", NO_PROVISION)


async def send_watchlist_map(visit: Visit) -> web.Response:
    """Send the heat map of the platforms that a channel watches."""
    slack_id = visit.request.match_info["channel"]
    channel = await visit.store.workspaces.find_channel(visit.workspace_id, slack_id)
    if channel is None:
        raise NotOnRecord("This workspace has no channel with that ID.")
    recipient = (visit.workspace_id, channel.id)
    picture = await read_channel_picture(visit.store, recipient, visit.now)
    return await _send(visit, picture, "watchlist.png", NO_PROVISION)


async def _send(visit: Visit, picture: Picture | None, name: str, absence: str) -> web.Response:
    if picture is None:
        raise NotOnRecord(absence)
    body = await visit.build_file(build_png, picture)
    return send_file(body, PNG, f"clausewatch-{name}", is_inline=True)
