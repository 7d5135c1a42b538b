"""Slack over HTTP: the same listeners behind a public address, each request's signature checked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

MOST_BYTES = 1_000_000
"""Of one request; Slack's largest are views of 250 KB."""
EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/health"


def slack_routes(app: AsyncApp) -> web.Application:
    """Return the web application: commands, buttons, views, options and events on one path."""

    async def events(request: web.Request) -> web.Response:
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def health(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    routes = web.Application(client_max_size=MOST_BYTES)
    routes.router.add_post(EVENTS_PATH, events)
    routes.router.add_get(HEALTH_PATH, health)
    return routes


@asynccontextmanager
async def served(app: AsyncApp, host: str, port: int) -> AsyncIterator[str]:
    """Take Slack's requests on a port until left; yields the address of its events."""
    runner = web.AppRunner(slack_routes(app), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}{EVENTS_PATH}"
    finally:
        await runner.cleanup()
