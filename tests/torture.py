"""The crash test: kills the real processes at random moments and counts the posts.

`make torture N=300` runs it on SQLite, on PostgreSQL, with three workers, and with two `run` beside
two workers. The suite makes a few kills. The database server, the policy site and the fake Slack
are on loopback and outlive the processes. A policy changes again only after its last change was
posted in every channel, so the expected posts are known exactly.
"""

import asyncio
import random
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import text

from clausewatch.evaluation.verification import verify
from clausewatch.store import Store, schema
from tests import postgres_server
from tests.bot_processes import start_process
from tests.fake_slack import FakeSlack

CHANNELS = ("C1", "C2")
SITES = 5
QUIET_SECONDS = 90.0
LEAST_SPAN_SECONDS = 1.2
FEWEST_CHANGES = 6
"""Maximum of kills per posted change; with fewer changes the kills interrupt no work."""
HALF_WRITTEN_CHANGES = text(
    "select count(*) from change where 2 <>"
    " (select count(*) from delivery where change_id = change.id and kind = 'alert')"
)


@dataclass
class PolicySite:
    """Policies on loopback, each with a number in its terms that is never used twice."""

    numbers: dict[int, int] = field(default_factory=dict)
    port: int = 0

    def render_page(self, index: int) -> str:
        """Return the current page of a platform."""
        return (
            f"<html lang='en'><head><title>Privacy Policy {index}</title></head><body><main>"
            f"<h1>Privacy Policy of platform {index}</h1>"
            "<p>This policy says what personal data we collect and why we use it.</p>"
            "<h2>What we collect</h2><p>We collect your name and your e-mail address when you"
            " open an account, and the pages that you visit while you use the service.</p>"
            "<h2>How long we keep it</h2>"
            f"<p>We keep your personal data for {self.numbers[index]} days after you close your"
            " account and delete it then.</p>"
            "<h2>Your rights</h2><p>You may ask us for a copy of your data at any time, and you"
            " may object to a use of it.</p></main></body></html>"
        )

    async def start(self) -> web.AppRunner:
        """Serve on a free port of every loopback address."""
        app = web.Application()
        app.router.add_get("/policy", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        await runner.setup()
        listener = web.TCPSite(runner, "0.0.0.0", 0)  # noqa: S104  # 127.0.0.x
        await listener.start()
        self.port = runner.addresses[0][1]
        return runner

    async def _answer(self, request: web.Request) -> web.Response:
        index = int((request.url.host or "0").rsplit(".", 1)[-1]) - 20
        return web.Response(text=self.render_page(index), content_type="text/html")


@dataclass
class CrashRun:
    """The processes under test, and the posts that are expected of them."""

    kills: int
    folder: Path
    seed: int = 0
    slack: FakeSlack = field(
        default_factory=lambda: FakeSlack(channels=dict.fromkeys(CHANNELS, True))
    )
    site: PolicySite = field(default_factory=PolicySite)
    changed_numbers: list[int] = field(default_factory=list)
    """Numbers that every channel must have a post about."""
    database: str = ""
    """The URL of a database server; empty for SQLite in the folder."""
    workers: int = 0
    """Number of `worker` processes; 0 if `run` checks by itself."""
    runs: int = 1
    """Number of `run` processes."""
    can_look_up: bool = False
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    """The `run` processes, then the workers."""

    def __post_init__(self) -> None:
        """Seed the moments, so that a run can be repeated."""
        self.random = random.Random(self.seed)  # noqa: S311  # moments, not secrets
        self.next_number = 100
        self.span_seconds = LEAST_SPAN_SECONDS

    async def run(self) -> dict[str, int]:
        """Kill processes and return counts: changes, posts, lost, doubled, marked and faults."""
        runner = await self.site.start()
        try:
            async with self.slack:
                await self._set_up()
                for _ in range(self.kills):
                    self._change_platform()
                    await asyncio.sleep(self.random.uniform(0.0, self.span_seconds))
                    await self._kill_random()
                await self._wait_until_settled()
                for index in range(len(self.processes)):
                    await self._kill(index)
        finally:
            await runner.cleanup()
        return self.count_posts() | await self._verify_store()

    async def _kill_random(self) -> None:
        """Kill a random process and start it again."""
        index = self.random.randrange(self.runs + self.workers)
        await self._kill(index)
        self.processes[index] = await self._start_process(index)
        if index < self.runs:
            began = asyncio.get_running_loop().time()
            await self.slack.connected()
            # On a busy machine work slows down even more than starts do.
            took = asyncio.get_running_loop().time() - began
            self.span_seconds = max(LEAST_SPAN_SECONDS, 2 * took)

    async def _verify_store(self) -> dict[str, int]:
        """Check stored bytes against their hashes, and each change against its deliveries."""
        store = await Store.open(self.url)
        try:
            report = await verify(store, lambda _: None)
            async with store.database.read() as connection:
                half_written = (await connection.execute(HALF_WRITTEN_CHANGES)).scalar_one()
        finally:
            await store.close()
        return {
            "verified": report.blobs,
            "faults": len(report.faults),
            "half-written": half_written,
        }

    @property
    def url(self) -> str:
        """The URL of the processes' database."""
        return self.database or f"sqlite+aiosqlite:///{self.folder / 'data' / 'clausewatch.db'}"

    def count_posts(self) -> dict[str, int]:
        """Compare the posts of the channels with the changes of the site."""
        lost = doubled = marked = 0
        for number in self.changed_numbers:
            for channel in CHANNELS:
                found = self._find_posts(number, channel)
                repeats = sum("possibly a repeat" in text.lower() for text in found)
                lost += not found
                doubled += max(0, len(found) - repeats - 1)
                marked += repeats
        return {
            "kills": self.kills,
            "changes": len(self.changed_numbers),
            "posts": len(self.slack.posts),
            "lost": lost,
            "doubled": doubled,
            "marked": marked,
        }

    def _find_posts(self, number: int, channel: str) -> list[str]:
        """Return the posts of a channel about a change *to* this number."""
        wanted = re.compile(rf"(?:→|After:)(?:(?!Before:).)*\b{number} days", re.DOTALL)
        cards = [p for p in self.slack.posts if p.channel == channel and p.thread_ts is None]
        return [card.text for card in cards if wanted.search(card.text)]

    def _change_platform(self) -> None:
        """Change a platform whose last change was posted everywhere, if there is one."""
        settled = [
            index
            for index, number in self.site.numbers.items()
            if number not in self.changed_numbers
            or all(self._find_posts(number, channel) for channel in CHANNELS)
        ]
        if settled:
            index = self.random.choice(settled)
            self.next_number += 1
            self.site.numbers[index] = self.next_number
            self.changed_numbers.append(self.next_number)

    async def _set_up(self) -> None:
        for index in range(1, SITES + 1):
            self.next_number += 1
            self.site.numbers[index] = self.next_number
        if self.workers:
            await schema.upgrade(self.url, datetime.now(UTC))  # noqa: TID251  # real processes
        for index in range(self.runs + self.workers):
            self.processes.append(await self._start_process(index))
        for index in range(1, SITES + 1):
            for channel in CHANNELS:
                url = f"http://127.0.0.{20 + index}:{self.site.port}/policy"
                await self.slack.command(f"watch {url}", channel=channel)
        async with asyncio.timeout(60):
            while not self._is_all_read():  # noqa: ASYNC110  # the other process sends no signal
                await asyncio.sleep(0.2)

    def _is_all_read(self) -> bool:
        """Return whether each channel has a line about the first reading of each document."""
        read = Counter[str]()
        for post in self.slack.posts:
            read[post.channel] += post.text.count(" words")
        return all(read[channel] >= SITES for channel in CHANNELS)

    async def _wait_until_settled(self) -> None:
        """Wait until everything was posted, or until the time is up."""
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                while not self._is_settled():  # noqa: ASYNC110  # as above
                    await asyncio.sleep(0.5)
            await asyncio.sleep(3)  # a second post would arrive by now
        except TimeoutError:
            return

    def _is_settled(self) -> bool:
        return all(self._find_posts(n, c) for n in self.changed_numbers for c in CHANNELS)

    async def _start_process(self, index: int) -> asyncio.subprocess.Process:
        command = ("run",) if index < self.runs else ("worker", "--concurrency", "4")
        return await start_process(self.folder, f"{command[0]}-{index}", command, self._settings())

    def _settings(self) -> dict[str, str]:
        return {
            "SLACK_API_URL": self.slack.api_url,
            "DATA_DIR": str(self.folder / "data"),
            "HOST_PACE_SECONDS": "0",
            "CHECK_INTERVAL_HOURS": "0.0003",
            "CONFIRM_AFTER_MINUTES": "0.005",
            "RESEND_AFTER_MINUTES": "0.05",
            "WORKER_PROCESSES": "1",
            "DATABASE_URL": self.url,
            "FLEET": str(self.workers > 0),
            "HISTORY_LOOKUP": str(self.can_look_up),
        }

    async def _kill(self, index: int) -> None:
        process = self.processes[index]
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
        if index < self.runs == 1:
            self.slack.forget_connections()


SETUPS: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"is_server": False},
    "postgresql": {"is_server": True, "can_look_up": True},
    "fleet": {"is_server": True, "workers": 3},
    "two": {"is_server": True, "workers": 2, "runs": 2},
}
"""The tested set-ups: which database, and which processes."""
FAULT_COUNTS = ("lost", "doubled", "faults", "half-written")


async def run_crashes(
    kills: int, folder: Path, setup: str = "sqlite", seed: int = 0
) -> dict[str, int]:
    """Run one set-up. FAULT_COUNTS must be 0, and `marked` too if posts are looked up."""
    options = dict(SETUPS[setup])
    programs = postgres_server.find_binaries()
    if not options.pop("is_server"):
        return await CrashRun(kills, folder, seed, **options).run()
    assert programs is not None, "no PostgreSQL server is installed"
    with postgres_server.run_server(programs) as server:
        database = postgres_server.create_database(server)
        return await CrashRun(kills, folder, seed, database=database, **options).run()


def main() -> None:
    """Print the counts of each set-up; exit with status 1 if a requirement is not met."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    is_bad = False
    for setup in sys.argv[2:] or SETUPS:
        with tempfile.TemporaryDirectory() as folder:
            counts = asyncio.run(run_crashes(kills, Path(folder), setup, seed=kills))
        shown = " ".join(f"{key}={value}" for key, value in counts.items())
        sys.stdout.write(f"{setup}: {shown}\n")
        is_bad = is_bad or any(counts[key] for key in FAULT_COUNTS)
        is_bad = is_bad or counts["changes"] * FEWEST_CHANGES < kills
        is_bad = is_bad or bool(SETUPS[setup].get("can_look_up") and counts["marked"])
    sys.exit(is_bad)


if __name__ == "__main__":
    main()
