"""A web for tests: a loopback server whose pages are handlers, and names that lead to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from clausewatch.errors import FetchError
from clausewatch.fetch import Fetcher
from clausewatch.model.pages import PageRequest

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
POLICY = b"<html lang='en'><body><h1>Privacy Policy</h1><p>We keep little.</p></body></html>"


@dataclass
class Site:
    """A server with its pages; notes every request that reaches it."""

    pages: dict[str, Handler] = field(default_factory=dict)
    seen: list[web.Request] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the URL of a page, on any host name that leads here."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, robots.txt aside, in order."""
        return [request.path for request in self.seen if request.path != "/robots.txt"]

    def shows(self, path: str, *, body: bytes = POLICY, status: int = 200, **headers: str) -> None:
        """Show a fixed answer at a path; underscores in header names stand for hyphens."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        named.setdefault("content-type", "text/html; charset=utf-8")

        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, body=body, headers=named)

        self.pages[path] = answer

    def moves(self, path: str, target: str, status: int = 302, **headers: str) -> None:
        """Redirect a path."""
        self.shows(path, body=b"", status=status, location=target, **headers)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer any request."""
        self.seen.append(request)
        self.connections.add(request.transport)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        return await page(request)


@asynccontextmanager
async def running() -> AsyncIterator[Site]:
    """Run a site on a free loopback port."""
    site = Site()
    server = web.Server(site.answer)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


class Names(AbstractResolver):
    """Leads names to addresses, all to loopback unless told otherwise."""

    def __init__(self, **known: tuple[str, ...]) -> None:
        self.known = {name.replace("_", "."): found for name, found in known.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name, of both families."""
        del family
        if host.startswith("unknown."):
            raise OSError(None, "name not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in self.known.get(host, ("127.0.0.1",))
        ]

    async def close(self) -> None:
        """Nothing to close."""


async def fault(fetch: Fetcher, url: str, now: datetime) -> FetchError:
    """Return the error that a fetch ends in."""
    with pytest.raises(FetchError) as caught:
        await fetch(PageRequest(url, ignore_robots=True), now)
    return caught.value


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[str]:
    """Run a server that speaks no proper HTTP; yields its URL."""
    tasks: set[asyncio.Task[None] | None] = set()

    async def spoken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(spoken, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/policy"
    finally:
        server.close()
        for task in filter(None, tasks):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task
