"""The real process stops on a signal while it searches hostile sites."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot_processes import start_process
from tests.fake_slack import FakeSlack
from tests.patience import PATIENCE_SECONDS

PAGES = {
    "/robots.txt": b"\n" * 500_000,
    "/": b"<a href=/legal>Legal</a><a href='http://[::1'>Privacy</a>" * 70_000,
    "/legal": b"<div class=footer><a href=/privacy>" * 120_000,
    "/.well-known/openid-configuration": b"[" * 900_000,
}

STOP_SECONDS = 60.0
"""A busy machine needs several times as long as an idle one; the units kill after 90 seconds."""


@pytest.fixture
async def site() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Return the address of a hostile site, and what tells that its home page is requested."""
    requested = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/":
            requested.set()
        body = PAGES.get(request.path, b"<url>" * 500_000)
        return web.Response(body=body, content_type="text/html")

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/", requested
    await runner.cleanup()


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A folder for sockets, whose path must be short."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.long(10)
@pytest.mark.filterwarnings("default")
async def test_the_process_stops_while_it_searches_hostile_sites(
    tmp_path: Path, sockets: Path, site: tuple[str, asyncio.Event]
) -> None:
    """It acknowledges the command, reads the hostile pages, and exits on SIGTERM.

    Neither a process that reads nor the socket of the one that starts them is left over.
    """
    url, requested = site
    async with FakeSlack() as slack:
        settings = {
            "SLACK_API_URL": slack.api_url,
            "DATA_DIR": str(tmp_path / "data"),
            "HOST_PACE_SECONDS": "0",
            "WORKER_PROCESSES": "1",
            "TMPDIR": str(sockets),
        }
        process = await start_process(tmp_path, "run", ("run",), settings)
        try:
            await slack.command(f"watch {url}")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await requested.wait()
                # The fork server, a worker, and the process that multiprocessing itself keeps.
                while len(helpers := _find_descendants(process.pid)) < 3:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            process.terminate()
            async with asyncio.timeout(STOP_SECONDS):
                assert await process.wait() == 0
                while any(_is_alive(pid) for pid in helpers):  # noqa: ASYNC110  # nothing signals
                    await asyncio.sleep(0.05)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert slack.acks
    assert not _list_files(sockets)


def _find_descendants(pid: int) -> list[int]:
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    return children + [each for child in children for each in _find_descendants(child)]


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _list_files(folder: Path) -> list[Path]:
    return list(folder.iterdir())
