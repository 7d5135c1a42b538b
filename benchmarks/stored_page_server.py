"""A loopback server of stored pages, in a process of its own, and the sample that it serves.

The sample is fixed: pages of 50 to 400 KB in the order of the hashes of their names, or invented
ones without a folder. `/page/N` is page N, and `/phase/NAME` sets how all pages answer from then
on: `conditional` honours If-None-Match, `full` always sends the same bytes, `changed` sends pages
with one more sentence, `few` is conditional with such a sentence in every twentieth page. `/count`
is the number of different pages that were asked for since.
"""

import asyncio
import hashlib
import sys
import urllib.request
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from aiohttp import web

from benchmarks.loopback_server import make_policy, run_module
from clausewatch.evaluation.page_lists import read_body

MIN_BYTES, MAX_BYTES = 50_000, 400_000
PHASES = ("conditional", "full", "changed", "few")
CHANGED_EVERY = 20
"""In the phase `few`: 5%."""
_PARAGRAPH_END = b"</p>"
_SENTENCE = b"<p>From now on, we may sell your personal information to our partners for money.</p>"


def select_pages(folders: Sequence[Path], count: int) -> list[bytes]:
    """Return the same pages in every run: `count` of these folders, or invented without folders."""
    if not folders:
        step = (MAX_BYTES - MIN_BYTES) // max(count, 1)
        return [make_policy(number, MIN_BYTES + number * step) for number in range(count)]
    paths = sorted(
        (path for folder in folders for path in folder.rglob("*.html*")),
        key=lambda path: hashlib.sha256(path.name.encode()).digest(),
    )
    pages: dict[bytes, None] = {}
    for path in paths:
        body = read_body(path)
        if MIN_BYTES <= len(body) <= MAX_BYTES and body.count(_PARAGRAPH_END) > 1:
            pages[body] = None
        if len(pages) == count:
            break
    return list(pages)


def add_sentence(body: bytes) -> bytes:
    """Return a page with a sentence after the paragraph in its middle."""
    ends = body.split(_PARAGRAPH_END)
    middle = len(ends) // 2
    before, after = _PARAGRAPH_END.join(ends[:middle]), _PARAGRAPH_END.join(ends[middle:])
    return before + _PARAGRAPH_END + _SENTENCE + after


async def _serve(port: int, count: int, folders: Sequence[Path]) -> None:
    pages = select_pages(folders, count)
    phase = PHASES[0]
    sent: set[int] = set()

    async def set_phase(request: web.Request) -> web.Response:
        nonlocal phase
        phase = request.match_info["name"]
        sent.clear()
        return web.Response(text=phase)

    async def count_sent(_: web.Request) -> web.Response:
        return web.Response(text=str(len(sent)))

    async def send_page(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        sent.add(number)
        is_changed = phase == "changed" or (phase == "few" and number % CHANGED_EVERY == 0)
        body = add_sentence(pages[number]) if is_changed else pages[number]
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if phase in {"conditional", "few"} and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(
            body=body, content_type="text/html", charset="utf-8", headers={"ETag": tag}
        )

    app = web.Application()
    app.router.add_get("/phase/{name}", set_phase)
    app.router.add_get("/count", count_sent)
    app.router.add_get("/page/{number}", send_page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104  # every 127.x is a host
    await asyncio.Event().wait()


def run_server(folders: Sequence[Path], count: int) -> AbstractContextManager[int]:
    """Run the server in its own process and yield its port."""
    arguments = (str(count), *map(str, folders))
    return run_module("benchmarks.stored_page_server", f"/phase/{PHASES[0]}", *arguments)


def set_phase(port: int, name: str) -> None:
    """Set how the pages answer."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/phase/{name}", timeout=5).read()


def count_sent(port: int) -> int:
    """Return how many different pages were asked for since the phase was set."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as answer:
        return int(answer.read())


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), [Path(path) for path in sys.argv[3:]]))
