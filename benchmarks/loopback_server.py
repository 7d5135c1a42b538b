"""A loopback server for benchmarks, in a process of its own, with policies of 240 KB.

`/304/N` honours If-None-Match. `/200/N` always sends the same bytes without validators. For the
rate limits every address of 127.0.0.0/8 is another host.
"""

import asyncio
import hashlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from aiohttp import web

PAGE_BYTES = 240_000
WORDS = [
    "we",
    "may",
    "share",
    "collect",
    "process",
    "personal",
    "data",
    "with",
    "partners",
    "service",
    "providers",
    "users",
    "account",
    "policy",
    "terms",
    "right",
    "delete",
    "retain",
    "days",
    "consent",
    "notice",
    "security",
    "children",
    "transfer",
    "law",
]


TEXT_SHARE = 0.25
"""Share of text in a page's bytes: the median of 500 stored policy pages."""


def make_policy(number: int, size: int = PAGE_BYTES) -> bytes:
    """Return a page of `size` bytes with headings and lists, always the same for one number."""
    seed = hashlib.sha256(str(number).encode()).digest()
    parts: list[str] = []
    length, index = 0, 0
    while length < size * TEXT_SHARE:
        words = [WORDS[(seed[i % 32] * (i + 3) + index * 7 + i) % len(WORDS)] for i in range(40)]
        text = f"In case {index} {' '.join(words)}."
        kind = "li" if index % 5 == 0 else "p"
        part = f"<h2>Section {index}</h2>" if index % 12 == 0 else f"<{kind}>{text}</{kind}>"
        parts.append(part)
        length += len(part)
        index += 1
    head = f"<html lang='en'><head><title>Privacy Policy {number}</title>"
    main = f"<main><h1>Privacy Policy {number}</h1>{''.join(parts)}</main></body></html>"
    rest = size - len(head) - len(main)
    menu = (
        "<ul>" + "<li class='nav-item level-2'><a href='/some/where'>Item</a></li>" * 200 + "</ul>"
    )
    script = (
        "<script>" + "window.state={a:[1,2,3],b:'c'};" * ((rest - len(menu)) // 31) + "</script>"
    )
    return f"{head}{script}</head><body><nav>{menu}</nav>{main}".encode()


async def _serve(port: int) -> None:
    bodies = [make_policy(number) for number in range(20)]
    tags = [f'"{hashlib.sha256(body).hexdigest()[:16]}"' for body in bodies]

    async def answer_conditionally(request: web.Request) -> web.Response:
        index = int(request.match_info["number"]) % len(bodies)
        if request.headers.get("If-None-Match") == tags[index]:
            return web.Response(status=304, headers={"ETag": tags[index]})
        headers = {"ETag": tags[index]}
        return web.Response(body=bodies[index], content_type="text/html", headers=headers)

    async def answer_fully(request: web.Request) -> web.Response:
        index = int(request.match_info["number"]) % len(bodies)
        return web.Response(body=bodies[index], content_type="text/html", charset="utf-8")

    app = web.Application()
    app.router.add_get("/304/{number}", answer_conditionally)
    app.router.add_get("/200/{number}", answer_fully)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104  # every 127.x is a host
    await asyncio.Event().wait()


def run_server() -> AbstractContextManager[int]:
    """Run the server in its own process and yield its port."""
    return run_module("benchmarks.loopback_server", "/304/0")


def find_free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_module(module: str, path: str, *arguments: str) -> Iterator[int]:
    """Run a server in its own process, wait until it answers a path, and yield its port."""
    port = find_free_port()
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", module, str(port), *arguments]
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
