"""What a channel asks to watch: platforms by name, domain or address, with their documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.slack.context import SearchSite
from bot.slack.listeners.call import Call
from bot.slack.listeners.discovered_policies import offer_policies
from bot.slack.listeners.platform_lookup import Known, find_catalogued, find_platform
from bot.slack.listeners.watch_options import Wish
from bot.slack.messages.answers import Problem, render_sentence
from bot.slack.messages.escape import escape, escape_copyable
from clausewatch.catalogue.canonical_names import make_slug, parse_host
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.queries import Query
from clausewatch.catalogue.search_limits import TooManySearches
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.catalogue.urls import guess_kind
from clausewatch.errors import Forbidden
from clausewatch.fetch import UrlGuard
from clausewatch.model.documents import CataloguedDocument, Platform
from clausewatch.store import NewDocument

DEFAULT_KINDS = (KINDS_BY_KEY["privacy"].name, KINDS_BY_KEY["terms"].name)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PAGE_JOINER = "+"
"""Between addresses: the pages of one document."""


@dataclass(frozen=True, slots=True)
class Target:
    """A platform to watch with the documents asked for."""

    key: str
    name: str
    documents: tuple[NewDocument, ...]
    is_private: bool = False
    is_usual: bool = False
    """Nobody said which documents: these are the usual ones."""


async def target(call: Call, name: str, wish: Wish, template: str) -> Target | Problem:
    """Return what to watch for one name or address, or why nothing and what to choose from."""
    urls = tuple(name.split())
    if len(urls) > 1 and all("://" in url for url in urls):
        return _find_at_urls(call, urls, wish)
    if "://" in name or _is_scheme(name):
        return await _find_by_url(call, name, wish)
    known = await find_platform(call, name, template)
    if isinstance(known, Problem):
        host = Query(name).host
        return await _search_and_offer(call, f"https://{host}/", wish, known) if host else known
    return await _find_documents(
        call, known, replace(wish, kinds=wish.kinds or known.kinds or None)
    )


def _is_scheme(name: str) -> bool:
    return SCHEME.match(name) is not None and " " not in name.partition(":")[2][:1]


async def _find_documents(call: Call, known: Known, wish: Wish) -> Target | Problem:
    platform = known.platform or call.context.catalogue.find_by_key(known.key)
    if platform is None:
        return Target(known.key, known.name, (), is_private=True)
    if not platform.documents:
        named = replace(wish, name=platform.name)
        return await _search_and_offer(call, f"https://{platform.domains[0]}/", named)
    chosen = choose_documents(platform, wish.kinds)
    if not chosen:
        have = ", ".join(escape(d.kind, 60) for d in platform.documents) or "none"
        none = Problem(
            f"The catalogue has none of those documents for {escape(platform.name, 80)}; it has:"
            f" {have}. Any other can be added by its address."
        )
        return await _search_for_kinds(call, platform, wish, none)
    documents = tuple(make_document(each, wish) for each in chosen)
    is_own = has_own_text(wish)
    is_usual = wish.kinds is None and not is_own
    return Target(platform.key, platform.name, documents, is_private=is_own, is_usual=is_usual)


def make_document(catalogued_as: CataloguedDocument, wish: Wish) -> NewDocument:
    """Return a document of the catalogue, had as was asked for."""
    urls = catalogued_as.urls
    return NewDocument(catalogued_as.kind, urls, wish.access(catalogued_as.access, len(urls)))


def has_own_text(wish: Wish) -> bool:
    """True where another text is asked for than the one that all workspaces share."""
    return bool(wish.language or wish.selection)


def choose_documents(
    platform: Platform, kinds: Sequence[str] | None
) -> tuple[CataloguedDocument, ...]:
    """Return the documents of those kinds; with None the usual two, or all where it has neither."""
    wanted = DEFAULT_KINDS if kinds is None else tuple(kinds)
    found = tuple(d for d in platform.documents if d.kind in wanted)
    return found or (platform.documents if kinds is None else ())


async def _find_by_url(call: Call, url: str, wish: Wish) -> Target | Problem:
    refusal = find_url_problem(url, is_private_allowed=call.context.is_private_allowed)
    if refusal is not None:
        return Problem(refusal)
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        return _find_at_urls(call, (url,), wish)
    platform = call.context.catalogue.find_by_domain(parts.hostname or "")
    if platform is None:
        return await _search_and_offer(call, url, wish)
    return await _find_documents(call, Known(platform.key, platform.name, platform), wish)


async def _search_for_kinds(call: Call, platform: Platform, wish: Wish, none: Problem) -> Problem:
    """Return what a known platform's site offers of the kinds asked for, or `none`."""
    find = call.context.search_site
    if find is None or not platform.domains or wish.kinds is None:
        return none
    home = f"https://{platform.domains[0]}/"
    found = await _search(call, find, home)
    if isinstance(found, Problem):
        return found
    wanted = tuple(offer for offer in found.links if offer.kind.name in wish.kinds)
    if not wanted:
        return none
    return offer_policies(replace(found, links=wanted), home, replace(wish, name=platform.name))


async def _search(call: Call, find: SearchSite, url: str) -> SiteSearch | Problem:
    """Search a site in one of the workspace's places; where all are taken, say so at once."""
    try:
        async with call.context.searches.reserve(await call.find_workspace()):
            await _announce_search(call, urlsplit(url).netloc)
            return await find(url)
    except TooManySearches as busy:
        return Problem(str(busy))


async def _announce_search(call: Call, host: str) -> None:
    if call.respond is not None:
        said = f"Looking for the policies of {escape(host, 100)}; this can take a minute."
        await call.reply(render_sentence(said))


async def _search_and_offer(
    call: Call, url: str, wish: Wish, unknown: Problem | None = None
) -> Problem:
    """Return what a site offers, to choose from; `unknown` is said where that is nothing."""
    find = call.context.search_site
    if find is None:
        return unknown or Problem(
            f"{escape_copyable(url, 200)} is a home page; send the address of the policy itself."
        )
    found = await _search(call, find, url)
    if isinstance(found, Problem):
        return found
    if not found.links and unknown is not None:
        why = (
            f" {escape_copyable(url, 100)}: {escape_copyable(found.fault.reason, 300)}."
            if found.fault
            else ""
        )
        return replace(unknown, sentence=unknown.sentence + why)
    return offer_policies(found, url, wish)


def _find_at_urls(call: Call, urls: tuple[str, ...], wish: Wish) -> Target | Problem:
    """Return the document whose pages stand at these addresses, in their order."""
    for url in urls:
        refusal = find_url_problem(url, is_private_allowed=call.context.is_private_allowed)
        if refusal is not None:
            return Problem(refusal)
    platform = _find_platform_at(call, urls[0], wish)
    known = next((d for d in platform.documents if urls[0] in d.urls), None) if platform else None
    if platform is not None and known is not None and len(urls) == 1:
        document = make_document(known, wish)
        return Target(platform.key, platform.name, (document,), is_private=has_own_text(wish))
    document = NewDocument(choose_kind(urls[0], wish.kinds), urls, wish.access(pages=len(urls)))
    if platform is not None:
        return Target(platform.key, platform.name, (document,), is_private=True)
    host = urlsplit(urls[0]).netloc.casefold().removeprefix("www.")
    key = (parse_host(wish.name) if "." in wish.name else make_slug(wish.name)) or host
    return Target(key, wish.name or host, (document,), is_private=True)


def _find_platform_at(call: Call, url: str, wish: Wish) -> Platform | None:
    """Return the catalogue's platform that was named, or else the one that owns the domain."""
    if wish.name:
        named = find_catalogued(call, wish.name, "")
        return named.platform if isinstance(named, Known) else None
    parts = urlsplit(url)
    return call.context.catalogue.find_by_domain(parts.hostname or "")


def choose_kind(url: str, kinds: Sequence[str] | None) -> str:
    """Return the kind that was given for an address, or the one that its words suggest."""
    if kinds:
        return kinds[0]
    suggested = guess_kind(url) or KINDS_BY_KEY["other"]
    return suggested.name


def find_url_problem(url: str, *, is_private_allowed: bool) -> str | None:
    """Return why an address cannot be watched, or None; names are judged when they are fetched."""
    try:
        UrlGuard(allow_private=is_private_allowed).parse(url)
    except Forbidden as fault:
        url, reason = escape_copyable(fault.url, 120), escape_copyable(fault.reason, 300)
        return f"{url} cannot be watched: {reason}."
    return None


def join_pages(names: Sequence[str]) -> list[str]:
    """Return names with the addresses on both sides of a `+` put into one, a blank between."""
    found: list[str] = []
    is_joining = False
    for name in names:
        if name == PAGE_JOINER and found and "://" in found[-1]:
            is_joining = True
        elif is_joining and "://" in name:
            found[-1] += f" {name}"
            is_joining = False
        else:
            found.append(name)
            is_joining = False
    return found
