"""`/healthz`, `/readyz` and `/metrics`: is the process alive, can it work, and its numbers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.runtime.clock import Clock
from bot.runtime.metrics import Metrics
from clausewatch.errors import StoreError
from clausewatch.store import Store

NO_DATABASE = "The database cannot be used. The log says why.\n"
"""The reason names hosts and users of the network, and anybody may ask for it."""


def make_health_app(store: Store, metrics: Metrics, clock: Clock) -> web.Application:
    """Return the web application; it reveals no secrets and changes nothing."""

    async def report_alive(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def report_ready(_: web.Request) -> web.Response:
        try:
            await store.checks.find_next_due_at()
        except StoreError:
            return web.Response(status=503, text=NO_DATABASE)
        return web.Response(text="ready\n")

    async def send_metrics(_: web.Request) -> web.Response:
        try:
            await metrics.refresh(store, clock())
        except StoreError:
            return web.Response(status=503, text=NO_DATABASE)
        body = generate_latest(metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/healthz", report_alive)
    app.router.add_get("/readyz", report_ready)
    app.router.add_get("/metrics", send_metrics)
    return app


@asynccontextmanager
async def serve_health(
    port: int | None, store: Store, metrics: Metrics, clock: Clock
) -> AsyncIterator[int]:
    """Serve on a port while the block runs, and yield the port.

    Port 0 is any free port; None serves nothing and yields 0.
    """
    if port is None:
        yield 0
        return
    runner = web.AppRunner(make_health_app(store, metrics, clock), access_log=None)
    await runner.setup()
    try:
        # Monitors run on other machines or in other containers.
        await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104  # as explained above
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
