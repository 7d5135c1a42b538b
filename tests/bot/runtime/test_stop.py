"""The real process stops on a signal while it searches hostile sites."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot_processes import start_process
from tests.fake_slack import FakeSlack

PAGES = {
    "/robots.txt": b"\n" * 500_000,
    "/": b"<a href=/legal>Legal</a><a href='http://[::1'>Privacy</a>" * 70_000,
    "/legal": b"<div class=footer><a href=/privacy>" * 120_000,
    "/.well-known/openid-configuration": b"[" * 900_000,
}
STOP_SECONDS = 15


@pytest.mark.long
@pytest.mark.filterwarnings("default")
async def test_the_process_stops_while_it_searches_hostile_sites(tmp_path: Path) -> None:
    """It acknowledges the command, reads the hostile pages, and exits on SIGTERM."""
    requested = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/":
            requested.set()
        body = PAGES.get(request.path, b"<url>" * 500_000)
        return web.Response(body=body, content_type="text/html")

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with FakeSlack() as slack:
        settings = {
            "SLACK_API_URL": slack.api_url,
            "DATA_DIR": str(tmp_path / "data"),
            "HOST_PACE_SECONDS": "0",
            "WORKER_PROCESSES": "1",
        }
        process = await start_process(tmp_path, "run", ("run",), settings)
        try:
            await slack.command(f"watch http://127.0.0.1:{port}/")
            async with asyncio.timeout(60):
                await requested.wait()
            process.terminate()
            async with asyncio.timeout(STOP_SECONDS):
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await runner.cleanup()
    assert slack.acks
