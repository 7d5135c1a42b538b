"""The search of a platform's site for its policies, offered as choices."""

from dataclasses import replace
from urllib.parse import urlsplit

from bot.slack.listeners.call import Call
from bot.slack.listeners.discovered_policies import offer_policies
from bot.slack.listeners.watch_options import WatchOptions
from bot.slack.messages.answers import Problem, render_sentence
from bot.slack.messages.escape import escape, escape_copyable
from clausewatch.catalogue.search_limits import TooManySearches
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.model.documents import Platform


async def search_site(
    call: Call, url: str, options: WatchOptions, unknown: Problem | None = None
) -> Problem:
    """Return the policies that a site offers, or `unknown` if it offers none."""
    if call.context.search_site is None:
        return unknown or Problem(
            f"{escape_copyable(url, 200)} is a home page. Paste the URL of the policy itself."
        )
    result = await _run_search(call, url)
    if isinstance(result, Problem):
        return result
    if result.links or unknown is None:
        return offer_policies(result, url, options)
    if result.fault is None:
        return unknown
    reason = f"{escape_copyable(url, 100)}: {escape_copyable(result.fault.reason, 300)}."
    return replace(unknown, sentence=f"{unknown.sentence} {reason}")


async def search_site_for_kinds(
    call: Call, platform: Platform, options: WatchOptions, unknown: Problem
) -> Problem:
    """Return the policies of the kinds asked for that a platform's site offers, or `unknown`."""
    if call.context.search_site is None or not platform.domains or options.kinds is None:
        return unknown
    url = f"https://{platform.domains[0]}/"
    result = await _run_search(call, url)
    if isinstance(result, Problem):
        return result
    links = tuple(link for link in result.links if link.kind.name in options.kinds)
    if not links:
        return unknown
    return offer_policies(replace(result, links=links), url, replace(options, name=platform.name))


async def _run_search(call: Call, url: str) -> SiteSearch | Problem:
    """Search a site in one of the workspace's slots; return a problem if no slot is free."""
    if call.context.search_site is None:
        raise ValueError("site search is turned off here")
    try:
        async with call.context.searches.reserve(await call.find_workspace()):
            await _announce_search(call, urlsplit(url).netloc)
            return await call.context.search_site(url)
    except TooManySearches as fault:
        return Problem(str(fault))


async def _announce_search(call: Call, host: str) -> None:
    if call.respond is not None:
        text = f"Searching {escape(host, 100)} for policies. This can take a minute."
        await call.reply(render_sentence(text))
