"""From a name or URL in a `watch` command to the watch to add, with its documents."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.slack.listeners.call import Call
from bot.slack.listeners.platform_lookup import match_catalogue, match_platform
from bot.slack.listeners.site_search import search_site, search_site_for_kinds
from bot.slack.listeners.watch_options import WatchOptions
from bot.slack.listeners.watched_documents import (
    choose_documents,
    choose_kind,
    list_absent_kinds,
    make_document,
)
from bot.slack.listeners.watched_urls import find_url_problem
from bot.slack.messages.answers import Problem
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_kind
from clausewatch.catalogue.canonical_names import make_slug, parse_host
from clausewatch.catalogue.queries import Query
from clausewatch.model.documents import Platform
from clausewatch.store import DocumentChoice, NewDocument, NewWatch

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


async def make_request(
    call: Call, name: str, options: WatchOptions, template: str
) -> NewWatch | Problem:
    """Return the watch that one name asks for, or a problem with choices.

    `name` is a platform's name, domain or home page, the URL of a document, or the URLs of one
    document's pages with blanks between. `template` is the command line with `{}` for the name.
    """
    urls = tuple(name.split())
    if len(urls) > 1 and all("://" in url for url in urls):
        return await _request_urls(call, urls, options)
    if "://" in name or _has_scheme(name):
        return await _request_url(call, name, options)
    match = await match_platform(call, name, template)
    if isinstance(match, Problem):
        host = Query(name).host
        return await search_site(call, f"https://{host}/", options, match) if host else match
    platform, kinds = match
    return await _request_platform(
        call, platform, replace(options, kinds=options.kinds or kinds or None)
    )


def _has_scheme(name: str) -> bool:
    return SCHEME.match(name) is not None and " " not in name.partition(":")[2][:1]


async def _request_platform(
    call: Call, platform: Platform, options: WatchOptions
) -> NewWatch | Problem:
    """Return the watch of a platform, or what its site offers if the catalogue has no documents."""
    catalogued = call.context.catalogue.find_by_key(platform.key)
    if catalogued is None:
        return await _build(call, platform, (), options, is_private=True)
    if not catalogued.documents:
        named_options = replace(options, name=catalogued.name)
        return await search_site(call, f"https://{catalogued.domains[0]}/", named_options)
    documents = choose_documents(catalogued, options.kinds)
    if not documents:
        kinds = ", ".join(format_kind(document.kind) for document in catalogued.documents) or "none"
        unknown = Problem(
            "The catalogue doesn't have those documents for"
            f" {escape(catalogued.name, 80)}. It has: {kinds}. You can add any other by"
            " its URL."
        )
        return await search_site_for_kinds(call, catalogued, options, unknown)
    request = await _build(
        call,
        catalogued,
        tuple(make_document(document, options) for document in documents),
        options,
        is_private=options.has_own_text,
    )
    if options.kinds is not None:
        return replace(request, kinds_not_found=list_absent_kinds(documents, options.kinds))
    if options.has_own_text:
        return request
    has_options = bool(options.typed)
    default = DocumentChoice.DEFAULT_IF_NEW if has_options else DocumentChoice.DEFAULT
    return replace(request, choice=default)


async def _request_url(call: Call, url: str, options: WatchOptions) -> NewWatch | Problem:
    """Return the watch of the document at a URL, or of the platform whose home page it is."""
    problem = find_url_problem(url, call.context.url_guard)
    if problem is not None:
        return Problem(problem)
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        return await _request_urls(call, (url,), options)
    platform = call.context.catalogue.find_by_domain(parts.hostname or "")
    if platform is None:
        return await search_site(call, url, options)
    return await _request_platform(call, platform, options)


async def _request_urls(
    call: Call, urls: tuple[str, ...], options: WatchOptions
) -> NewWatch | Problem:
    """Return the watch of the document whose pages are at these URLs, in this order."""
    for url in urls:
        problem = find_url_problem(url, call.context.url_guard)
        if problem is not None:
            return Problem(problem)
    platform = _find_catalogued(call, urls[0], options)
    documents = () if platform is None else platform.documents
    catalogued = next((document for document in documents if urls[0] in document.urls), None)
    if platform is not None and catalogued is not None and len(urls) == 1:
        document = make_document(catalogued, options)
        return await _build(call, platform, (document,), options, is_private=options.has_own_text)
    access = options.make_access(page_count=len(urls))
    document = NewDocument(choose_kind(urls[0], options.kinds), urls, access)
    platform = platform or _name_platform(urls[0], options.name)
    return await _build(call, platform, (document,), options, is_private=True)


def _find_catalogued(call: Call, url: str, options: WatchOptions) -> Platform | None:
    """Return the catalogue's platform that was named, or else the one that owns the domain."""
    if options.name:
        return match_catalogue(call, options.name).platform
    return call.context.catalogue.find_by_domain(urlsplit(url).hostname or "")


def _name_platform(url: str, name: str) -> Platform:
    """Return a platform that the catalogue does not know, named as asked or after its host."""
    host = urlsplit(url).netloc.casefold().removeprefix("www.")
    key = (parse_host(name) if "." in name else make_slug(name)) or host
    return Platform(key, name or host, ())


async def _build(
    call: Call,
    platform: Platform,
    documents: tuple[NewDocument, ...],
    options: WatchOptions,
    *,
    is_private: bool,
) -> NewWatch:
    return NewWatch(
        channel=await call.find_channel(),
        platform_key=platform.key,
        platform_name=platform.name,
        documents=documents,
        is_private=is_private,
        minimum=options.minimum,
        cadence=options.cadence,
        user_id=call.user_id,
        topics=options.topics,
    )
