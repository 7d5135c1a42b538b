"""A process that sends to webhooks is killed by the receiver at the moment a message arrives."""

import asyncio
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web

from bot.exports.webhook_payload import name_key
from clausewatch.store.webhooks import NewWebhook
from tests.jobs.killed_webhook_sender import KEY
from tests.jobs.world import World, render_policy
from tests.sqlite_stores import build_url, open_empty_store

CHANGES = 4
MODULE = "tests.jobs.killed_webhook_sender"
ROOT = Path(__file__).parents[2]


async def queue_changes(path: Path, url: str) -> None:
    """Queue some changes for a webhook."""
    world = World(await open_empty_store(path))
    names = [f"Acme{number}" for number in range(CHANGES)]
    channel = await world.watch(*names)
    new = NewWebhook(channel.id, url, "0f" * 16, name_key(KEY))
    await world.store.webhooks.add(new, world.now)
    await world.look()
    for name in names:
        world.pages[f"https://{name.lower()}.example/privacy"] = render_policy(name, 90)
    world.now += world.check_due.timing.interval * 2
    await world.check_due()
    world.now += world.check_due.timing.confirm_after * 2
    await world.check_due()
    await world.store.close()


@pytest.mark.long(10)
async def test_kills_while_messages_arrive_lose_nothing(tmp_path: Path) -> None:
    """Every other arrival kills the sender before its answer: all ids arrive."""
    arrived: Counter[str] = Counter()
    running: list[asyncio.subprocess.Process] = []

    async def receive(request: web.Request) -> web.Response:
        await request.read()
        arrived[request.headers["clausewatch-id"]] += 1
        if arrived.total() % 2:
            # It may have given up waiting, and have ended.
            with suppress(ProcessLookupError):
                running[-1].send_signal(signal.SIGKILL)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/changes", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    path = tmp_path / "killed.db"
    await queue_changes(path, f"http://127.0.0.1:{port}/changes")
    codes = []
    for start in range(CHANGES * 2 + 2):
        command = (sys.executable, "-m", MODULE, build_url(path), str(start + 1))
        running.append(await asyncio.create_subprocess_exec(*command, cwd=ROOT))
        codes.append(await running[-1].wait())
        if codes[-1] == 0:
            break
    await runner.cleanup()
    assert codes[-1] == 0
    assert codes.count(-signal.SIGKILL) >= CHANGES - 1
    assert len(arrived) == CHANGES
