"""Ten hostile sites on loopback, in a process of their own: `127.0.1.1` to `127.0.10.1`.

Each has pages that cost a reader much time or memory, or that never end. A path that ends in
`missing` does not exist on any of them, so a policy there is searched for.
"""

import asyncio
import gzip
import sys
from collections.abc import Mapping

from aiohttp import web

SITES = 10
MB = 1_000_000
LINKS = b"<a href=/legal>Legal</a><a href='http://[::1'>Privacy</a>" * 70_000
SITEMAP = b"<urlset>" + b"<url><loc>https://x.example/legal/privacy/terms</loc></url>" * 50_000
BOMB = gzip.compress(b"<p>privacy policy</p>" * 10 * MB, 1)
NESTED = b"<div class=footer><a href=/privacy>" * 120_000
PAGES: Mapping[int, Mapping[str, bytes]] = {
    1: {"/robots.txt": b"\n" * 500_000},
    2: {"/": LINKS, "/legal": NESTED},
    3: {"/": NESTED},
    4: {"/.well-known/openid-configuration": b"[" * 900_000, "/.well-known/": b"{" * 900_000},
    5: {"/sitemap.xml": SITEMAP, "/robots.txt": b"Sitemap: /sitemap.xml\n" * 20_000},
    6: {"/": b"<base href='http://[::1'>" * 100_000},
    7: {"/": b"<script type=application/json>" + b'{"privacy":' * 200_000},
    8: {"/": b"<table><tr><td>" * 150_000},
}
"""Pages by number of the site; the other sites drip, or send a bomb."""
DRIPPING, BOMBING = 9, 10
DRIP_SECONDS = 0.2


async def answer(request: web.BaseRequest) -> web.StreamResponse:
    """Answer as the site of the requested address does."""
    site = int(str(request.host).split(".")[2])
    if request.path.endswith("missing"):
        return web.Response(status=404)
    if site == DRIPPING:
        return await _drip(request)
    if site == BOMBING:
        headers = {"content-encoding": "gzip"}
        return web.Response(body=BOMB, content_type="text/html", headers=headers)
    body = PAGES.get(site, {}).get(request.path, b"<url><p>privacy" * 60_000)
    return web.Response(body=body, content_type="text/html")


async def _drip(request: web.BaseRequest) -> web.StreamResponse:
    """Send a byte at a time, for longer than any reader waits."""
    response = web.StreamResponse()
    await response.prepare(request)
    while request.transport is not None and not request.transport.is_closing():
        await response.write(b" ")
        await asyncio.sleep(DRIP_SECONDS)
    return response


async def _serve(port: int) -> None:
    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104  # every 127.x is a host
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
