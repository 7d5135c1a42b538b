"""Slack over HTTP: the same listeners behind a public URL.

A request is parsed only after its signature is verified, and a malformed one is refused.
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
"""Body size of one request; Slack's largest are views of 250 KB."""
EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/health"
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
CONTINUE = "100-continue"
UNREADABLE = (web.HTTPException, web.RequestPayloadError, HttpProcessingError, OSError)
"""Errors of reading a body that is too long, truncated or wrongly chunked."""
Now = Callable[[], float]
log = structlog.get_logger(__name__)


def make_web_app(app: AsyncApp, secret: str, now: Now = time) -> web.Application:
    """Return the web application, with commands, interactions and events on one path.

    Without a secret it refuses every request. `now` returns the Unix time.
    """

    async def handle_request(request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except UNREADABLE:
            return _refuse(400, "unreadable body")
        stamps, signatures = (request.headers.getall(name, ()) for name in (STAMP, SIGNATURE))
        if not is_signed(secret, body, tuple(stamps), tuple(signatures), now()):
            return _refuse(401, "invalid signature")
        try:
            fields = _read_fields(request, body)
        except MalformedError:
            return _refuse(400, "malformed body")
        bolt_request = _make_bolt_request(request, body, fields)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def answer_health(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    routes = web.Application(client_max_size=MAX_BYTES)
    routes.router.add_route(
        hdrs.METH_POST, EVENTS_PATH, handle_request, expect_handler=_continue_request
    )
    routes.router.add_get(HEALTH_PATH, answer_health)
    return routes


@asynccontextmanager
async def serve_on_port(app: AsyncApp, secret: str, host: str, port: int) -> AsyncIterator[str]:
    """Serve Slack's requests on a port while the block runs; yield the URL for them."""
    routes = make_web_app(app, secret)
    # the signature covers the bytes as sent, and an unverified body is not decompressed
    options: Mapping[str, Any] = {"auto_decompress": False, "logger": make_web_logger()}
    runner = web.AppRunner(routes, access_log=None, **options)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}{EVENTS_PATH}"
    finally:
        await runner.cleanup()


async def _continue_request(request: web.Request) -> web.Response | None:
    """Answer `Expect: 100-continue`, after which the client sends the body; refuse others."""
    if request.headers.getall(hdrs.EXPECT) != [CONTINUE]:
        return _refuse(400, "unknown Expect header")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    # as in aiohttp's own handler: the size counts the answer, which has not begun
    request.writer.output_size = 0
    return None


def _read_fields(request: web.Request, body: bytes) -> Fields:
    """Return the fields of a body. Raises MalformedError."""
    headers = request.headers
    is_compressed = headers.get(hdrs.CONTENT_ENCODING, "identity") != "identity"
    if is_compressed or len(headers.getall(hdrs.CONTENT_TYPE, ())) != 1:
        raise MalformedError
    return parse_fields(body, request.content_type, request.charset)


def _make_bolt_request(request: web.Request, body: bytes, fields: Fields) -> AsyncBoltRequest:
    """Return the request for Bolt, which verifies the signature again.

    Bolt gets the validated fields, so that a second parser of the body cannot read others. It
    accepts fields in Socket Mode only, so the mode is set to HTTP afterwards. It gets only the
    headers of the signature, because other headers of its own decide which listener runs.
    """
    headers = {name: request.headers[name] for name in (STAMP, SIGNATURE)}
    bolt_request = AsyncBoltRequest(
        body=fields,
        headers=headers,  # type: ignore[arg-type]  # Bolt accepts a dict of strings
        context={VERIFIED: True},
        mode="socket_mode",
    )
    bolt_request.raw_body, bolt_request.mode = body.decode(), "http"
    return bolt_request


def _refuse(status: int, reason: str) -> web.Response:
    """Return an empty response; log the reason, and nothing from the request."""
    log.info("request refused", status=status, reason=reason)
    return web.Response(status=status)


@asynccontextmanager
async def serve_http(settings: Settings, app: AsyncApp) -> AsyncIterator[None]:
    """Serve Slack's requests over HTTP while the block runs, if a signing secret is set."""
    if settings.slack_signing_secret is None:
        yield
        return
    secret = settings.slack_signing_secret.get_secret_value()
    async with serve_on_port(app, secret, settings.http_host, settings.http_port):
        yield
