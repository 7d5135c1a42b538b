"""The pages of one workspace: its watchlists and its open reviews."""

from aiohttp import web

from bot.links.site_links import build_path
from bot.web.visit import NotOnRecord, Visit
from clausewatch.store import ListPage

WATCHES_PER_PAGE = 50
CHANGES_PER_PAGE = 25


async def list_watchlists(visit: Visit) -> web.Response:
    """Show the platforms that any channel of the workspace watches."""
    page = visit.read_page(WATCHES_PER_PAGE)
    watched, summary = await visit.store.watchlists.read_page(
        visit.workspace_id, None, page, visit.now
    )
    pager = visit.make_pager(page, summary.platforms)
    return visit.render(
        "watchlist.html",
        "Watchlists",
        heading="Watchlists of this workspace",
        watched=watched,
        summary=summary,
        pager=pager,
        channel=None,
        feed_url=None,
    )


async def show_watchlist(visit: Visit) -> web.Response:
    """Show the watchlist of one channel."""
    slack_id = visit.request.match_info["channel"]
    channel = await visit.store.workspaces.find_channel(visit.workspace_id, slack_id)
    if channel is None:
        raise NotOnRecord("This workspace has no channel with that ID.")
    page = visit.read_page(WATCHES_PER_PAGE)
    watched, summary = await visit.store.watchlists.read_page(
        visit.workspace_id, channel.id, ListPage(page.number, page.size), visit.now
    )
    return visit.render(
        "watchlist.html",
        f"Watchlist of {slack_id}",
        heading=f"Watchlist of channel {slack_id}",
        watched=watched,
        summary=summary,
        pager=visit.make_pager(page, summary.platforms),
        channel=channel,
        feed_url=visit.build_feed_url(f"{build_path('feed/channel', slack_id)}.atom"),
    )


async def list_open_reviews(visit: Visit) -> web.Response:
    """Show the changes that wait for a decision of the workspace, gravest first."""
    page = visit.read_page(CHANGES_PER_PAGE)
    changes, total = await visit.store.record_lists.list_waiting_changes(
        visit.workspace_id, visit.now.date(), page
    )
    pager = visit.make_pager(page, total)
    return visit.render("reviews.html", "Open reviews", changes=changes, pager=pager)
