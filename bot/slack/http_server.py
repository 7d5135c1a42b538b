"""Slack over HTTP: the same listeners behind a public address.

Nothing of a request is read before its signature is checked, and nothing malformed goes further.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from time import time
from typing import Any

import structlog
from aiohttp import hdrs, web
from aiohttp.http import HttpProcessingError
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.runtime.log_redaction import make_web_logger
from bot.slack.payload import Fields, MalformedError, parse_fields
from bot.slack.request_origin import VERIFIED
from bot.slack.signature import is_signed
from clausewatch.config import Settings

MAX_BYTES = 1_000_000
"""Of one request; Slack's largest are views of 250 KB."""
EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/health"
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
CONTINUE = "100-continue"
UNREADABLE = (web.HTTPException, web.RequestPayloadError, HttpProcessingError, OSError)
"""What reading a body raises: too long, cut off, or chunks that are none."""
Now = Callable[[], float]
log = structlog.get_logger(__name__)


def make_web_app(app: AsyncApp, secret: str, now: Now = time) -> web.Application:
    """Return the web application: commands, buttons, views, options and events on one path.

    Without a secret every request is refused.
    """

    async def events(request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except UNREADABLE:
            return _refuse(400, "its body cannot be read")
        stamps, signatures = (request.headers.getall(each, ()) for each in (STAMP, SIGNATURE))
        if not is_signed(secret, body, tuple(stamps), tuple(signatures), now()):
            return _refuse(401, "Invalid request signature")
        try:
            fields = _read_fields(request, body)
        except MalformedError:
            return _refuse(400, "its body is malformed")
        bolt_request = _make_bolt_request(request, body, fields)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def health(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    routes = web.Application(client_max_size=MAX_BYTES)
    routes.router.add_route(hdrs.METH_POST, EVENTS_PATH, events, expect_handler=_continue_request)
    routes.router.add_get(HEALTH_PATH, health)
    return routes


@asynccontextmanager
async def serve_on_port(app: AsyncApp, secret: str, host: str, port: int) -> AsyncIterator[str]:
    """Take Slack's requests on a port until left; yields the address of its events."""
    routes = make_web_app(app, secret)
    # the bytes are signed as they are sent, so nothing of a stranger's is unpacked
    options: Mapping[str, Any] = {"auto_decompress": False, "logger": make_web_logger()}
    runner = web.AppRunner(routes, access_log=None, **options)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}{EVENTS_PATH}"
    finally:
        await runner.cleanup()


async def _continue_request(request: web.Request) -> web.Response | None:
    """Ask for the body where a client waits to be asked; no other wish is known."""
    if request.headers.getall(hdrs.EXPECT) != [CONTINUE]:
        return _refuse(400, "its Expect header is unknown")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    # as aiohttp's own does: what it counts is the answer, which has not begun
    request.writer.output_size = 0
    return None


def _read_fields(request: web.Request, body: bytes) -> Fields:
    """Return the fields of a body. Raises MalformedError."""
    headers = request.headers
    is_packed = headers.get(hdrs.CONTENT_ENCODING, "identity") != "identity"
    if is_packed or len(headers.getall(hdrs.CONTENT_TYPE, ())) != 1:
        raise MalformedError
    return parse_fields(body, request.content_type, request.charset)


def _make_bolt_request(request: web.Request, body: bytes, fields: Fields) -> AsyncBoltRequest:
    """Return the request for Bolt, which checks the signature once more.

    It is given the fields that were checked, so that no second reader of the text sees others:
    it would take them in this mode alone, and is told afterwards that they came over HTTP. Of the
    headers it has those that are signed; others of its own steer which listener runs.
    """
    headers = {each: request.headers[each] for each in (STAMP, SIGNATURE)}
    made = AsyncBoltRequest(
        body=fields,
        headers=headers,  # type: ignore[arg-type]  # a dict of texts is one of theirs
        context={VERIFIED: True},
        mode="socket_mode",
    )
    made.raw_body, made.mode = body.decode(), "http"
    return made


def _refuse(status: int, reason: str) -> web.Response:
    """Return an empty answer; the log has the reason and nothing of the request."""
    log.info("a request was refused", status=status, reason=reason)
    return web.Response(status=status)


@asynccontextmanager
async def serve_http(settings: Settings, app: AsyncApp) -> AsyncIterator[None]:
    """Take Slack's requests over HTTP where there is a secret to check them with."""
    if settings.slack_signing_secret is None:
        yield
        return
    secret = settings.slack_signing_secret.get_secret_value()
    async with serve_on_port(app, secret, settings.http_host, settings.http_port):
        yield
