"""The pages of subprocessors: the list of a platform, and the platforms that use a company."""

from aiohttp import web

from bot.web.visit import NotOnRecord, Visit

ENTRIES_PER_PAGE = 50


async def show_list(visit: Visit) -> web.Response:
    """Show the companies on the lists of a platform, those that are gone included."""
    key, store = visit.request.match_info["key"], visit.store
    recorded = await store.subprocessors.find_by_platform(
        visit.workspace_id, key, with_removed=True
    )
    if not recorded:
        raise NotOnRecord("There is no subprocessor list of that platform here.")
    page = visit.read_page(ENTRIES_PER_PAGE)
    pager = visit.make_pager(page, len(recorded))
    start = page.number * page.size
    name = recorded[0].document.platform_name
    return visit.render(
        "subprocessors.html",
        f"Subprocessors of {name}",
        name=name,
        platform_key=key,
        recorded=recorded[start : start + page.size],
        count=sum(each.removed_at is None for each in recorded),
        pager=pager,
    )


async def find_company(visit: Visit) -> web.Response:
    """Show which platforms that the workspace watches list a company."""
    words, page = visit.read_words("q"), visit.read_page(ENTRIES_PER_PAGE)
    use = await visit.store.subprocessors.find_company(
        visit.workspace_id, words, limit=page.size, offset=page.number * page.size
    )
    return visit.render(
        "company.html",
        f"Who uses {words}" if words else "Who uses a company",
        words=words,
        use=use,
        pager=visit.make_pager(page, use.entries),
    )
