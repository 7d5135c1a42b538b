"""Atom feeds of changes: of a channel's watchlist, and of a platform."""

import asyncio
from collections.abc import Sequence

from aiohttp import web
from feedgen.feed import FeedGenerator

from bot.links.site_links import build_record_path
from bot.records.phrases import describe_significance, keep_xml
from bot.web.visit import NotOnRecord, Visit
from clausewatch.model.changes import Change
from clausewatch.store import ListPage
from clausewatch.store.record_lists import ChangeFilter

LATEST = ListPage(0, 50)
ATOM = "application/atom+xml"


async def send_channel_feed(visit: Visit) -> web.Response:
    """Send the latest changes of the documents that a channel watches."""
    slack_id = visit.request.match_info["channel"]
    channel = await visit.store.workspaces.find_channel(visit.workspace_id, slack_id)
    if channel is None:
        raise NotOnRecord("This workspace has no channel with that ID.")
    wanted = ChangeFilter(watched_by=visit.workspace_id, channel_id=channel.id)
    return await _send(visit, wanted, f"Policy changes for channel {slack_id}")


async def send_platform_feed(visit: Visit) -> web.Response:
    """Send the latest changes of a platform."""
    key = visit.request.match_info["key"]
    names = await visit.store.documents.find_platform_names(visit.workspace_id, key)
    if not names:
        raise NotOnRecord("No platform here has that name.")
    return await _send(visit, ChangeFilter(platform_key=key), f"Policy changes of {names[-1]}")


async def _send(visit: Visit, wanted: ChangeFilter, title: str) -> web.Response:
    lists = visit.store.record_lists
    changes, _ = await lists.list_changes(visit.workspace_id, wanted, LATEST)
    url = f"{visit.site.links.public_url}{visit.request.path}"
    body = await asyncio.to_thread(build_feed, changes, title, url, visit)
    return web.Response(body=body, content_type=ATOM, charset="utf-8")


def build_feed(changes: Sequence[Change], title: str, url: str, visit: Visit) -> bytes:
    """Return the feed; an entry has the stable URL of its change and no token."""
    feed = FeedGenerator()
    feed.id(url)
    feed.title(keep_xml(title))
    feed.link(href=url, rel="self")
    feed.author(name="Clausewatch")
    feed.updated(changes[0].detected_at if changes else visit.now)
    for change in changes:
        page = visit.site.links.public_url + build_record_path(change.record_id)
        comparison = change.comparison
        entry = feed.add_entry(order="append")
        entry.id(page)
        entry.link(href=page)
        grade = describe_significance(comparison)
        entry.title(keep_xml(f"{grade}: {change.document.name} ({change.record_id})"))
        entry.updated(change.detected_at)
        summary = "\n".join(filter(None, (comparison.headline, *comparison.summary)))
        entry.summary(keep_xml(summary) or grade)
        entry.category(term=comparison.severity.value)
    return bytes(feed.atom_str(pretty=True))
