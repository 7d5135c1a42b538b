"""A loopback site with the pages of a catalogue: every host is an address of 127.0.0.0/8.

It is a process of its own. A page is a policy that contains its number. In round 1 one page in
twenty has other terms, and the rest answer 304. The pages that change have 240 KB. The others are
extracted only once and have a sixteenth of that, so that the first pass takes minutes and not an
hour. `/round/N` starts a round. `/stats` returns the shortest wait between two requests to a host,
which the rate limits control.
"""

import asyncio
import json
import time

from aiohttp import web

from benchmarks.loopback_server import PAGE_BYTES, make_policy

CHANGED_EVERY = 20
"""One page in 20 has other terms: 5%."""
DISTINCT_BODIES = 20
"""Bodies that are made at the start; each page adds its number to one of them."""
FIRST_ADDRESS = 2
"""Hosts start at 127.0.0.2, so that nothing else on the machine is one of them."""


def find_address(host: int) -> str:
    """Return the loopback address of the host with a number."""
    number = host + FIRST_ADDRESS
    return f"127.{number >> 16}.{(number >> 8) & 255}.{number & 255}"


def is_changed(number: int) -> bool:
    """Tell whether a page has other terms in round 1."""
    return number % CHANGED_EVERY == 0


class PolicySite:
    """All pages, and the time of the last request to each host."""

    def __init__(self) -> None:
        """Create the bodies."""
        self.large_bodies = [make_policy(number) for number in range(DISTINCT_BODIES)]
        self.small_bodies = [
            make_policy(number, PAGE_BYTES // 16) for number in range(DISTINCT_BODIES)
        ]
        self.round = 0
        self.request_count = 0
        self.last_request_at: dict[str, float] = {}
        self.shortest_wait = float("inf")

    def _make_body(self, number: int) -> tuple[bytes, str]:
        days = 90 if self.round and is_changed(number) else 30
        terms = (
            f"<h2>How long we keep it</h2><p>We keep the personal data of customer {number} for"
            f" {days} days after the account is closed.</p></main>"
        )
        bodies = self.large_bodies if is_changed(number) else self.small_bodies
        body = bodies[number // CHANGED_EVERY % DISTINCT_BODIES].replace(b"</main>", terms.encode())
        return body, f'"{number}-{days}"'

    async def serve_page(self, request: web.Request) -> web.Response:
        """Return a page, or 304 if its ETag matches."""
        host, now = request.url.host or "", time.monotonic()
        self.shortest_wait = min(
            self.shortest_wait, now - self.last_request_at.get(host, float("-inf"))
        )
        self.last_request_at[host] = now
        self.request_count += 1
        body, tag = self._make_body(int(request.match_info["number"]))
        headers = {"ETag": tag}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/html", headers=headers)

    async def start_round(self, request: web.Request) -> web.Response:
        """Start a round and reset the counts."""
        self.round = int(request.match_info["number"])
        self.request_count, self.shortest_wait = 0, float("inf")
        self.last_request_at.clear()
        return web.Response(text="ok")

    async def serve_stats(self, _: web.Request) -> web.Response:
        """Return the counts of this round."""
        return web.Response(
            text=json.dumps({"requests": self.request_count, "shortest_wait": self.shortest_wait})
        )


async def serve() -> None:
    """Listen on every loopback address, and print the port as the first line."""
    site = PolicySite()
    app = web.Application()
    app.router.add_get("/p/{number}", site.serve_page)
    app.router.add_get("/round/{number}", site.start_round)
    app.router.add_get("/stats", site.serve_stats)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()  # noqa: S104  # all of 127.x
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
