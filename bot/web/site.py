"""The record site: read-only pages, served beside the bot.

Whatever is asked, the answer has the right status and one sentence, and its headers keep policy
text inert: no script or style in a page, no frame, no referrer, no index.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.links.attempts import SignIn
from bot.links.signatures import Scope
from bot.links.site_links import TOKEN_FIELD, SiteLinks, open_site_links
from bot.runtime.clock import Clock
from bot.runtime.log_redaction import make_web_logger
from bot.web.access import (
    NO_LINK,
    NO_SESSION,
    Audience,
    Refusal,
    Viewer,
    admit,
    identify,
)
from bot.web.cookies import SESSION
from bot.web.sign_in import HANDLERS
from bot.web.sign_in import Handler as Step
from bot.web.templating import load_templates
from bot.web.visit import BadQuery, NotOnRecord, Run, Site, Visit
from clausewatch.config import Settings
from clausewatch.errors import StoreError, WorkerError
from clausewatch.store import Store

MAX_URL_CHARACTERS = 4_000
MAX_LINE_BYTES = 32_000
"""Of a request as the server parses it; what is between is answered by us."""
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Accept-Ranges": "none",
}
TRANSPORT_SECURITY = "max-age=31536000"
"""Browsers open the site by HTTPS only, for a year."""
FAILED = Refusal(500, "Something went wrong. Your administrator can find the reason in the log.")
NOTHING_THERE = "Page not found."
TOO_LARGE = "This file takes too long or too much memory to create. Open the page instead."
VIEWER = web.RequestKey("viewer", Viewer)
"""The key of a request for whom it was admitted as."""
log = structlog.get_logger(__name__)

Handler = Callable[[Visit], Awaitable[web.StreamResponse]]
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """A path with its page and those who may see it."""

    path: str
    handler: Handler
    audience: Audience
    is_file: bool = False
    """Sent at once also with a token in the query, because programs keep no cookies."""


def make_site_app(site: Site, routes: Sequence[Route]) -> web.Application:
    """Return the web application of the record site."""

    @web.middleware
    async def finish(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await _catch_faults(site, request, handler)
        if site.links.is_secure:
            response.headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    # aiohttp's type of middlewares is wider than ours
    app = web.Application(middlewares=[finish])  # type: ignore[list-item]
    for route in routes:
        app.router.add_get(route.path, _make_handler(site, route))
    if site.sign_in is not None:
        for method, path, step in HANDLERS:
            app.router.add_route(method, path, _make_step(site, site.sign_in, step))
    return app


def _make_handler(site: Site, route: Route) -> Handle:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await _answer(site, route, request)

    return handle


def _make_step(site: Site, sign_in: SignIn, step: Step) -> Handle:
    """Return the handler of a step of signing in or out."""

    async def handle(request: web.Request) -> web.StreamResponse:
        answer = await step(site, sign_in, request)
        return _refuse(site, request, answer) if isinstance(answer, Refusal) else answer

    return handle


async def _answer(site: Site, route: Route, request: web.Request) -> web.StreamResponse:
    """Identify the viewer and show the page, or say why not."""
    now = site.clock()
    has_sign_in = site.sign_in is not None
    viewer = await identify(request, site.store, site.links, now)
    if isinstance(viewer, Refusal):
        return _refuse(site, request, viewer)
    if await _has_left(site, viewer, now):
        viewer = Viewer()
    admitted = admit(viewer, route.audience, is_catalogue_public=site.is_catalogue_public)
    if isinstance(admitted, Refusal):
        is_known = admitted is not NO_LINK or not has_sign_in
        return _refuse(site, request, admitted if is_known else NO_SESSION)
    viewer = request[VIEWER] = admitted
    if TOKEN_FIELD in request.query and not route.is_file:
        return _hand_over_cookie(site, request, viewer, now)
    return await route.handler(Visit(site, request, viewer, now))


async def _has_left(site: Site, viewer: Viewer, now: datetime) -> bool:
    """Return whether a session is of somebody who is known to have left the workspace."""
    holder = viewer.grant.holder if viewer.grant is not None else ""
    return bool(holder) and site.sign_in is not None and await site.sign_in.has_left(holder, now)


def _hand_over_cookie(
    site: Site, request: web.Request, viewer: Viewer, now: datetime
) -> web.Response:
    """Redirect to the URL without its token, which moves into a cookie that scripts cannot read."""
    query = [(name, value) for name, value in request.query.items() if name != TOKEN_FIELD]
    response = web.Response(status=303)
    response.headers["Location"] = str(request.rel_url.with_query(query))
    grant = viewer.grant
    # Where people sign in, the token of an old link must not take the place of a session.
    if grant is not None and grant.scope is not Scope.SESSION:
        site.cookies.set(response, SESSION, request.query[TOKEN_FIELD], grant.expires_at - now)
    return response


async def _catch_faults(
    site: Site, request: web.Request, handle: Callable[..., Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Return the page, or the sentence that says why there is none."""
    if len(str(request.rel_url)) > MAX_URL_CHARACTERS:
        return _refuse(site, request, Refusal(414, "This URL is too long."))
    try:
        return await handle(request)
    except (NotOnRecord, BadQuery, StoreError, WorkerError, web.HTTPException) as fault:
        return _refuse(site, request, _describe_fault(fault))
    except Exception:
        # The boundary of a request: a fault of one page must not end the connection of the others.
        log.exception("page failed", route=str(request.match_info.route.resource))
        return _refuse(site, request, FAILED)


def _describe_fault(fault: Exception) -> Refusal:
    """Return status and sentence of a fault that is expected."""
    match fault:
        case NotOnRecord():
            return Refusal(404, str(fault))
        case BadQuery():
            return Refusal(400, str(fault))
        case StoreError():
            log.warning("no page", reason=str(fault))
            return Refusal(503, "Records are unavailable right now. Try again later.")
        case WorkerError():
            log.warning("no file", reason=str(fault))
            return Refusal(503, TOO_LARGE)
        case web.HTTPMethodNotAllowed():
            return Refusal(405, "These pages are read-only.")
        case web.HTTPException():
            return Refusal(fault.status, NOTHING_THERE)
        case _:
            raise fault


def _refuse(site: Site, request: web.Request, refusal: Refusal) -> web.Response:
    """Return a page of one sentence."""
    # A member who follows a dead link is still one.
    visit = Visit(site, request, request.get(VIEWER, Viewer()), site.clock())
    response = visit.render(
        "refusal.html",
        "No record",
        sentence=refusal.sentence,
        can_sign_in=refusal.can_sign_in and site.sign_in is not None,
    )
    response.set_status(refusal.status)
    return response


@dataclass(frozen=True, slots=True)
class SiteParts:
    """The parts of the running bot that the site uses."""

    store: Store
    run: Run
    clock: Clock
    sign_in: SignIn | None = None


@asynccontextmanager
async def serve_site(
    settings: Settings, parts: SiteParts, routes: Sequence[Route]
) -> AsyncIterator[str | None]:
    """Serve the site while the block runs and yield its local URL; None without PUBLIC_URL."""
    links = open_site_links(settings)
    if links is None:
        yield None
        return
    async with serve_site_with(make_site(links, settings, parts), settings, routes) as url:
        yield url


def make_site(links: SiteLinks, settings: Settings, parts: SiteParts) -> Site:
    """Return what the pages share."""
    return Site(
        parts.store,
        links,
        parts.clock,
        load_templates(),
        parts.run,
        settings.public_catalogue,
        parts.sign_in,
        settings.command_name,
    )


@asynccontextmanager
async def serve_site_with(
    site: Site, settings: Settings, routes: Sequence[Route]
) -> AsyncIterator[str]:
    """Serve a site while the block runs, and yield its local URL."""
    options: Mapping[str, Any] = {"max_line_size": MAX_LINE_BYTES, "logger": make_web_logger()}
    runner = web.AppRunner(make_site_app(site, routes), access_log=None, **options)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.site_host, settings.site_port).start()
        yield f"http://{settings.site_host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
