"""The list of platforms, and the page of one."""

from aiohttp import web

from bot.links.site_links import build_path
from bot.records.picture_reader import read_timeline
from bot.web.visit import NotOnRecord, Visit
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage
from clausewatch.store.record_lists import ChangeFilter

PLATFORMS_PER_PAGE = 50
LATEST_CHANGES = ListPage(0, 15)
MAX_PROVISIONS = 150
"""On the page of a platform, gravest first; the pages of its documents have the rest."""


async def list_platforms(visit: Visit) -> web.Response:
    """List the platforms on record, all or those that a search names."""
    words, page = visit.read_words("q"), visit.read_page(PLATFORMS_PER_PAGE)
    lines, total = await visit.store.record_lists.list_platforms(visit.workspace_id, words, page)
    pager = visit.make_pager(page, total)
    return visit.render("platforms.html", "Platforms", lines=lines, pager=pager, words=words)


async def show_platform(visit: Visit) -> web.Response:
    """Show a platform's documents, changes and provisions."""
    key, store = visit.request.match_info["key"], visit.store
    statuses = await store.documents.find_by_platform(visit.workspace_id, key)
    if not statuses:
        raise NotOnRecord("No platform here has that name.")
    provisions = await store.provisions.find_by_platform(visit.workspace_id, key)
    company_count = await store.subprocessors.count_by_platform(visit.workspace_id, key)
    wanted = ChangeFilter(platform_key=key)
    changes, change_count = await store.record_lists.list_changes(
        visit.workspace_id, wanted, LATEST_CHANGES
    )
    return visit.render(
        "platform.html",
        statuses[0].document.platform_name,
        platform_key=key,
        name=statuses[0].document.platform_name,
        statuses=statuses,
        company_count=company_count,
        provisions=provisions[:MAX_PROVISIONS],
        provision_count=len(provisions),
        timeline=await read_timeline(store, visit.workspace_id, wanted, visit.now),
        picture_url=f"{build_path('platform', key)}/timeline.png",
        feed_url=visit.build_feed_url(f"{build_path('feed/platform', key)}.atom"),
        changes=changes,
        change_count=change_count,
        clauses=load_taxonomy().clauses,
    )
