"""The catalogue's web on loopback, in a process of its own: every host an address of 127.0.0.0/8.

A page is a policy with its number in it; in round 1 one in twenty shows other terms, the rest
answer 304. Those that change have 240 KB; the rest, which are read once and never again, a
sixteenth, so that the first pass takes minutes and not an hour. `/round/N` begins a round, `/stats`
tells how long the shortest wait was between two pages asked of one host, which politeness is about.
"""

import asyncio
import json
import time

from aiohttp import web

from benchmarks.loopback_server import PAGE_BYTES, policy

CHANGED_EVERY = 20
"""One page in so many shows other terms: 5%."""
DISTINCT = 20
"""Bodies that are made beforehand; each page adds its number to one of them."""
FIRST_ADDRESS = 2
"""Of the hosts: 127.0.0.2 and on, so that nothing else on the machine is one of them."""


def address_of(host: int) -> str:
    """Return the loopback address of a host's number."""
    number = host + FIRST_ADDRESS
    return f"127.{number >> 16}.{(number >> 8) & 255}.{number & 255}"


def is_changed(number: int) -> bool:
    """Tell whether a page shows other terms in round 1."""
    return number % CHANGED_EVERY == 0


class Web:
    """All the pages, and when each host was last asked for one."""

    def __init__(self) -> None:
        """Make the bodies."""
        self.large = [policy(number) for number in range(DISTINCT)]
        self.small = [policy(number, PAGE_BYTES // 16) for number in range(DISTINCT)]
        self.round = 0
        self.asked = 0
        self.last: dict[str, float] = {}
        self.shortest = float("inf")

    def _body(self, number: int) -> tuple[bytes, str]:
        days = 90 if self.round and is_changed(number) else 30
        own = (
            f"<h2>How long we keep it</h2><p>We keep the personal data of customer {number} for"
            f" {days} days after the account is closed.</p></main>"
        )
        bodies = self.large if is_changed(number) else self.small
        body = bodies[number // CHANGED_EVERY % DISTINCT].replace(b"</main>", own.encode())
        return body, f'"{number}-{days}"'

    async def page(self, request: web.Request) -> web.Response:
        """Answer as a host with validators does."""
        host, now = request.url.host or "", time.monotonic()
        self.shortest = min(self.shortest, now - self.last.get(host, float("-inf")))
        self.last[host] = now
        self.asked += 1
        body, tag = self._body(int(request.match_info["number"]))
        headers = {"ETag": tag}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/html", headers=headers)

    async def begin(self, request: web.Request) -> web.Response:
        """Begin a round; what was counted before is forgotten."""
        self.round = int(request.match_info["number"])
        self.asked, self.shortest = 0, float("inf")
        self.last.clear()
        return web.Response(text="ok")

    async def stats(self, _: web.Request) -> web.Response:
        """Tell what this round came to."""
        return web.Response(text=json.dumps({"asked": self.asked, "shortest": self.shortest}))


async def serve() -> None:
    """Listen on every loopback address; the port is the first line that is printed."""
    pages = Web()
    app = web.Application()
    app.router.add_get("/p/{number}", pages.page)
    app.router.add_get("/round/{number}", pages.begin)
    app.router.add_get("/stats", pages.stats)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()  # noqa: S104  # all of 127.x
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
