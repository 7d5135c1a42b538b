"""`/healthz`, `/readyz` and `/metrics`: whether the process lives, can work, and how it goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.runtime.clock import Clock
from bot.runtime.metrics import Metrics
from clausewatch.errors import StoreError
from clausewatch.store import Store


def make_health_app(store: Store, metrics: Metrics, clock: Clock) -> web.Application:
    """Return the web application; it has no secrets and changes nothing."""

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_: web.Request) -> web.Response:
        try:
            await store.checks.find_next_due_at()
        except StoreError as fault:
            return web.Response(status=503, text=f"{fault}\n")
        return web.Response(text="ready\n")

    async def scraped(_: web.Request) -> web.Response:
        try:
            await metrics.refresh(store, clock())
        except StoreError as fault:
            return web.Response(status=503, text=f"{fault}\n")
        body = generate_latest(metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    routes = web.Application()
    routes.router.add_get("/healthz", alive)
    routes.router.add_get("/readyz", ready)
    routes.router.add_get("/metrics", scraped)
    return routes


@asynccontextmanager
async def serve_health(
    port: int | None, store: Store, metrics: Metrics, clock: Clock
) -> AsyncIterator[int]:
    """Serve on a port while the block runs (0: any free one, None: not at all); yields it."""
    if port is None:
        yield 0
        return
    runner = web.AppRunner(make_health_app(store, metrics, clock), access_log=None)
    await runner.setup()
    try:
        # Monitors are other machines, or other containers, so every address is served.
        await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104  # as just said
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
