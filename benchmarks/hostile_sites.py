"""Time to answer `/policy list`, and to stop, while ten hostile sites are searched.

    python -m benchmarks.hostile_sites [COMMANDS]

Runs the real process `clausewatch run` with a fake Slack. Ten workspaces keep asking it to watch
ten hostile sites, and to watch policies there that do not exist, so that every slot for searches
is taken. Meanwhile another workspace sends `/policy list`; the time is that from the envelope to
the answer. It is measured before the searches too, because another load of the machine slows both.
Then the process gets SIGTERM. The limits are 100 ms at p99, and 15 s.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from benchmarks.figures import print_figure
from benchmarks.hostile_server import SITES
from benchmarks.loopback_server import run_module
from tests.bot_processes import start_process
from tests.fake_slack import FakeSlack

MAX_P99_MS, MAX_STOP_SECONDS = 100.0, 15.0
LISTED_PLATFORMS = 40
COMMANDS = 200
ANSWER_SECONDS = 120.0
PAUSE_SECONDS = 0.05
RETRY_SECONDS = 1.0
WARM_UP_SECONDS = 5.0


@dataclass
class TimedSlack(FakeSlack):
    """A fake Slack that knows to whom each answer goes."""

    answers: dict[str, asyncio.Future[str]] = field(default_factory=dict)

    async def ask(self, text: str, team: str, user: str) -> str:
        """Send a command and return the first answer to it."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.answers[user] = answer
        await self.send(
            "slash_commands",
            {
                "token": "x", "command": "/policy", "text": text, "user_id": user,
                "user_name": user.lower(), "channel_id": "C1", "channel_name": "c1",
                "team_id": team, "team_domain": "team", "api_app_id": "A1",
                "is_enterprise_install": "false", "trigger_id": "1.2.3",
                "response_url": f"http://127.0.0.1:{self.port}/respond/{user}",
            },
        )  # fmt: skip
        async with asyncio.timeout(ANSWER_SECONDS):
            return await answer

    async def _record_response(self, request: web.Request) -> web.Response:
        response = await super()._record_response(request)
        answer = self.answers.get(request.match_info["name"])
        if answer is not None and not answer.done():
            answer.set_result(str(self.responses[-1].get("text", "")))
        return response


async def keep_searching(slack: TimedSlack, port: int, site: int, counts: Counter[str]) -> None:
    """Ask to watch a site, and a policy that it does not have, again and again."""
    team, number = f"TH{site}", 0
    while True:
        number += 1
        for path in ("", f"{number}/missing"):
            url = f"http://127.0.{site}.1:{port}/{path}"
            try:
                text = await slack.ask(f"watch {url}", team, f"UH{site}")
            except TimeoutError:
                text = "no answer"
            counts["refused" if "try again in a minute" in text else "asked"] += 1
            await asyncio.sleep(RETRY_SECONDS)


@asynccontextmanager
async def open_process(slack: FakeSlack, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `clausewatch run` as it is configured by default, but for the pace of hosts."""
    settings = {
        "SLACK_API_URL": slack.api_url,
        "DATA_DIR": str(folder / "data"),
        "HOST_PACE_SECONDS": "0",
    }
    process = await start_process(folder, "run", ("run",), settings)
    try:
        await slack.connected()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def time_lists(slack: TimedSlack, commands: int) -> list[float]:
    """Return the milliseconds until each `/policy list` is answered, in order of length."""
    times_ms = []
    for number in range(commands):
        started = time.monotonic()
        answer = await slack.ask("list", "T1", f"UL{number}")
        times_ms.append((time.monotonic() - started) * 1000)
        assert answer, "the list is empty"
        await asyncio.sleep(PAUSE_SECONDS)
    return sorted(times_ms)


def print_times(name: str, times_ms: list[float]) -> float:
    """Print ordered times, and return the 99th percentile."""
    p99 = times_ms[int(len(times_ms) * 0.99)]
    print(
        f"/policy list {name}: p50 {statistics.median(times_ms):.0f} ms, p99 {p99:.0f} ms,"
        f" worst {times_ms[-1]:.0f} ms, n={len(times_ms)}"
    )
    return p99


async def main(commands: int) -> None:
    """Print the times, the searches that ran meanwhile, and the figures."""
    counts: Counter[str] = Counter()
    with (
        run_module("benchmarks.hostile_server", "/robots.txt") as port,
        tempfile.TemporaryDirectory() as folder,
    ):
        async with TimedSlack() as slack, open_process(slack, Path(folder)) as process:
            names = ", ".join(f"https://p{number}.example/" for number in range(LISTED_PLATFORMS))
            await slack.ask(f"watch {names}", "T1", "UW")
            await slack.ask("list", "T1", "UL")
            alone_ms = await time_lists(slack, commands)
            searches = [
                asyncio.create_task(keep_searching(slack, port, site, counts))
                for site in range(1, SITES + 1)
            ]
            await asyncio.sleep(WARM_UP_SECONDS)
            times_ms = await time_lists(slack, commands)
            started = time.monotonic()
            process.terminate()
            await process.wait()
            stop_seconds = time.monotonic() - started
            for search in searches:
                search.cancel()
            await asyncio.gather(*searches, return_exceptions=True)
    p99 = print_times("alone", alone_ms), print_times(f"beside {SITES} hostile sites", times_ms)
    print(f"{counts['asked']} searches were asked for, and {counts['refused']} more refused")
    print_figure("/policy list beside hostile sites, p99", p99[1], "ms", MAX_P99_MS)
    print_figure("SIGTERM beside hostile sites", stop_seconds, "s", MAX_STOP_SECONDS)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else COMMANDS))
