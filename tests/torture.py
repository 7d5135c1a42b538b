"""The crash test: kills the real processes, at chosen and at random moments, and counts the posts.

`make torture N=300` runs it on SQLite, on PostgreSQL, with three workers, and with two `run` beside
two workers; `python -m tests.torture --faults` plants each known fault on each of them instead. The
suite makes a few kills. The database server, the policy site and the fake Slack are on loopback and
outlive the processes. A policy changes again only after its last change was posted in every
channel, so the expected posts are known exactly. Each change has a deadline, of which each channel
is reminded once. A webhook gets the changes of the first channel, each as one message that may come
again with the same id.

A kill hits when Slack gets a post (`PostMoment`), at a commit (`kill_points.COMMITS`), or at a
random moment. Half of the moments lie in the sending window: after a post is claimed and before it
is recorded as sent.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clausewatch.evaluation.verification import verify
from clausewatch.store import Store, schema
from tests import crash_reminders, planted_faults, postgres_server
from tests.crash_counts import (
    CHANNELS,
    HALF_WRITTEN_CHANGES,
    count_posts,
    count_rows,
    has_failed,
    is_noticed,
    is_posted,
)
from tests.crash_end import REPEAT_SECONDS, RunEnd, count_ticks
from tests.crash_webhooks import CrashReceiver
from tests.fake_slack import FakeSlack, PostMoment, never_interrupt
from tests.kill_points import COMMITS, KillPoint, Side
from tests.patience import PATIENCE_SECONDS
from tests.policy_site import PolicySite
from tests.process_template import Copy, Template, find_template

SITES = 5
QUIET_SECONDS = 300.0
"""The longest wait for posts; most waits end after a few seconds."""
RANDOM_SPAN_SECONDS = 2.0
MAX_FAULT_KILLS = 5
"""Where Slack refuses a look-up around every other kill only."""
Moment = PostMoment | KillPoint | None
"""When to kill; None is a random moment."""
MOMENTS: tuple[Moment, ...] = (*PostMoment, *COMMITS, None)
SENDING_WINDOW = frozenset(
    {
        *PostMoment,
        KillPoint("claim", "post", Side.AFTER),
        KillPoint("mark_sent", "post", Side.BEFORE),
    }
)


FAULT_MOMENTS: Mapping[str, Sequence[Moment]] = {
    "crash-is-sent": (PostMoment.ARRIVED,),
    "repeat-unmarked": (PostMoment.POSTED,),
    "deliveries-apart": (KillPoint("record_outcomes", "change", Side.AFTER),),
    "reminders-in-memory": (KillPoint("queue_reminders", "delivery", Side.AFTER),),
    "message-is-sent": (KillPoint("claim", "webhook_post", Side.AFTER),),
}
"""The kills that show each planted fault; each is one of MOMENTS."""


def choose_moments(kills: int, generator: random.Random) -> list[Moment]:
    """Return one moment per kill; each kind comes once before any comes again."""
    moments: list[Moment] = []
    while len(moments) < kills:
        moments += generator.sample(MOMENTS, len(MOMENTS))
    return moments[:kills]


@dataclass
class CrashRun:
    """The processes under test, and the posts that are expected of them."""

    template: Template
    moments: Sequence[Moment]
    folder: Path
    seed: int = 0
    slack: FakeSlack = field(
        default_factory=lambda: FakeSlack(channels=dict.fromkeys(CHANNELS, True))
    )
    site: PolicySite = field(default_factory=PolicySite)
    receiver: CrashReceiver = field(default_factory=CrashReceiver)
    """Gets the changes of the first channel as messages of a webhook."""
    changed_numbers: list[int] = field(default_factory=list)
    """Numbers that every channel must have a post about."""
    database: str = ""
    """The URL of a database server; empty for SQLite in the folder."""
    workers: int = 0
    """Number of `worker` processes; 0 if `run` checks by itself."""
    runs: int = 1
    """Number of `run` processes."""
    can_look_up: bool = False
    """True if posts of unknown fate may be looked up. Slack refuses it around every other kill."""
    fault: str = ""
    """The name of a planted fault."""
    processes: list[Copy] = field(default_factory=list)
    """The `run` processes, then the workers."""
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Seed the choices, so that a run can be repeated."""
        self.random = random.Random(self.seed)  # noqa: S311  # moments, not secrets
        self.next_number = 100

    async def run(self) -> dict[str, int]:
        """Kill processes; return how many, and the counts of posts and of the store's faults."""
        runners = [await self.site.start(), await self.receiver.start()]
        try:
            async with self.slack:
                await self._set_up()
                async with self._make_reminders_due():
                    for moment in self.moments:
                        await self._crash(moment)
                    await self._wait_for_end()
                for process in self.processes:
                    await process.kill()
        finally:
            for runner in runners:
                await runner.cleanup()
        return (
            dict(self.counts)
            | count_posts(self.slack, self.changed_numbers)
            | crash_reminders.count_faults(self.slack, self.changed_numbers, CHANNELS)
            | self.receiver.count_faults(len(self.changed_numbers))
            | await self._verify_store()
        )

    async def _crash(self, moment: Moment) -> None:
        """Change a platform, kill a process at the moment and start it again."""
        await self._change_platform()
        self.slack.refuses_history = self.can_look_up and self.random.random() < 1 / 2
        self.counts["refused"] += self.slack.refuses_history
        async with self._arm(moment):
            if moment is None:
                await asyncio.sleep(self.random.uniform(0.0, RANDOM_SPAN_SECONDS))
            elif not await self._wait_for(self._has_died, PATIENCE_SECONDS):
                self.counts["unreached"] += 1
        if not self._has_died():
            await self.random.choice(self.processes).kill()
        elif moment in SENDING_WINDOW:
            self.counts["sending"] += 1
        self.counts["kills"] += 1
        await self._restart()

    @asynccontextmanager
    async def _arm(self, moment: Moment) -> AsyncIterator[None]:
        """Let a process die at the moment, once."""
        if isinstance(moment, KillPoint):
            moment.arm(self.folder)

        async def interrupt(reached: PostMoment, token: str) -> bool:
            if reached is not moment or self._has_died():
                return False
            await self.processes[int(token.rsplit("-", 1)[-1])].kill()
            return True

        self.slack.interrupt = interrupt
        try:
            yield
        finally:
            self.slack.interrupt = never_interrupt
            KillPoint.disarm(self.folder)

    def _has_died(self) -> bool:
        return any(process.has_ended() for process in self.processes)

    async def _restart(self) -> None:
        """Start every process that has died."""
        for index, process in enumerate(self.processes):
            if not process.has_ended():
                continue
            if index < self.runs == 1:
                self.slack.forget_connections()
            self.processes[index] = await self._start_process(index)
            if index < self.runs:
                await self.slack.connected()

    async def _verify_store(self) -> dict[str, int]:
        """Check stored bytes against their hashes, and each change against its deliveries."""
        store = await Store.open(self.url)
        try:
            report = await verify(store, lambda _: None)
            half_written = await count_rows(store, HALF_WRITTEN_CHANGES)
        finally:
            await store.close()
        return {
            "verified": report.blobs,
            "faults": len(report.faults),
            "half-written": half_written,
            "still open": self.counts["still open"],
        }

    @property
    def url(self) -> str:
        """The URL of the processes' database."""
        return self.database or f"sqlite+aiosqlite:///{self.folder / 'data' / 'clausewatch.db'}"

    def _find_settled(self) -> list[int]:
        """Return the platforms whose last change was posted everywhere."""
        return [
            index
            for index, number in self.site.numbers.items()
            if number not in self.changed_numbers or is_posted(self.slack, number)
        ]

    async def _change_platform(self) -> None:
        """Change a platform whose last change was posted everywhere."""
        await self._wait_for(lambda: bool(self._find_settled()))
        settled = self._find_settled()
        if not settled:
            return
        index = self.random.choice(settled)
        self.next_number += 1
        self.site.numbers[index] = self.next_number
        self.changed_numbers.append(self.next_number)

    async def _set_up(self) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # real processes
        self.site.effective_on = now.date() + timedelta(days=crash_reminders.DAYS_AHEAD)
        for index in range(1, SITES + 1):
            self.next_number += 1
            self.site.numbers[index] = self.next_number
        if self.workers:
            await schema.upgrade(self.url, now)
        for index in range(self.runs + self.workers):
            self.processes.append(await self._start_process(index))
        for channel in CHANNELS:
            await self.slack.command(crash_reminders.SETTINGS, channel=channel)
        for index in range(1, SITES + 1):
            for channel in CHANNELS:
                await self.slack.command(f"watch {self.site.make_url(index)}", channel=channel)
        read = await self._wait_for(self._is_all_read)
        assert read, "the policies were not read"
        store = await Store.open(self.url)
        await self.receiver.add_to(store, self.folder / "data", CHANNELS[0], now)
        await store.close()

    def _is_all_read(self) -> bool:
        """Return whether each channel has a line about the first reading of each document."""
        read = Counter[str]()
        for post in self.slack.posts:
            read[post.channel] += post.text.count(" words")
        return all(read[channel] >= SITES for channel in CHANNELS)

    async def _wait_for(self, is_true: Callable[[], bool], seconds: float = QUIET_SECONDS) -> bool:
        """Wait until a condition of the processes holds; return whether it came to hold."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not is_true():
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.1)
        return True

    async def _wait_for_end(self) -> None:
        """Wait until nothing is left to post and a late repeat would have come."""
        store = await Store.open(self.url)
        try:
            end = RunEnd(
                store,
                len(self.changed_numbers),
                lambda: len(self.slack.posts) + self.receiver.messages,
                lambda: tuple(
                    count_ticks(self.folder, process.pid) for process in self.processes[: self.runs]
                ),
                has_workers=self.workers > 0,
            )
            if not await end.wait(QUIET_SECONDS):
                self.counts["still open"] += 1
        finally:
            await store.close()

    @asynccontextmanager
    async def _make_reminders_due(self) -> AsyncIterator[None]:
        """Let the reminder of each change be due soon after its alert was posted."""
        store = await Store.open(self.url)
        aging = asyncio.create_task(crash_reminders.keep_aging(store))
        try:
            yield
            assert not aging.done(), "reminders were not made due"
        finally:
            aging.cancel()
            await asyncio.gather(aging, return_exceptions=True)
            await store.close()

    async def _start_process(self, index: int) -> Copy:
        command = ("run",) if index < self.runs else ("worker", "--concurrency", "4")
        settings = self._make_settings() | {
            "SLACK_BOT_TOKEN": f"xoxb-test-{index}",
            planted_faults.VARIABLE: self.fault,
        }
        name = f"{command[0]}-{index}"
        return await self.template.start(self.folder, name, command, settings)

    def _make_settings(self) -> dict[str, str]:
        return {
            "SLACK_API_URL": self.slack.api_url,
            "DATA_DIR": str(self.folder / "data"),
            "HOST_PACE_SECONDS": "0",
            "CHECK_INTERVAL_HOURS": "0.0003",
            "CONFIRM_AFTER_MINUTES": "0.005",
            "RESEND_AFTER_MINUTES": str(REPEAT_SECONDS / 60),
            "WORKER_PROCESSES": "1",
            "DATABASE_URL": self.url,
            "FLEET": str(self.workers > 0),
            "HISTORY_LOOKUP": str(self.can_look_up),
        }


SETUPS: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"is_server": False},
    "postgresql": {"is_server": True, "can_look_up": True},
    "fleet": {"is_server": True, "workers": 3},
    "two": {"is_server": True, "workers": 2, "runs": 2},
}
"""The tested set-ups: which database, and which processes."""


async def run_crashes(
    moments: Sequence[Moment], folder: Path, setup: str = "sqlite", seed: int = 0, fault: str = ""
) -> dict[str, int]:
    """Run one set-up and return its counts. Without a planted fault FAULT_COUNTS must be 0."""
    template = find_template()
    options = {**SETUPS[setup], "fault": fault}
    programs = postgres_server.find_binaries()
    if not options.pop("is_server"):
        return await CrashRun(template, moments, folder, seed, **options).run()
    assert programs is not None, "no PostgreSQL server is installed"
    with postgres_server.run_server(programs) as server:
        database = postgres_server.create_database(server)
        return await CrashRun(template, moments, folder, seed, database=database, **options).run()


def main() -> None:
    """Print the counts of each set-up; exit with status 1 if a requirement is not met."""
    parser = argparse.ArgumentParser(description="Kill the real processes and count their posts.")
    parser.add_argument("kills", type=int, nargs="?", default=300)
    parser.add_argument("setups", nargs="*", default=list(SETUPS))
    parser.add_argument(
        "--faults", action="store_true", help="plant each fault, which few kills must show"
    )
    options = parser.parse_args()
    run = _run_planted if options.faults else _run_kills
    results = [run(setup, options.kills) for setup in options.setups]
    sys.exit(any(results))


def _run_kills(setup: str, kills: int) -> bool:
    """Run one set-up, and return whether a requirement is not met."""
    moments = choose_moments(kills, random.Random(kills))  # noqa: S311  # an order
    counts = _run_apart(moments, setup, kills)
    return has_failed(counts, can_look_up=bool(SETUPS[setup].get("can_look_up")))


def _run_planted(setup: str, _kills: int) -> bool:
    """Run one set-up with each planted fault, and return whether one is not noticed."""
    is_bad = False
    for fault, moments in FAULT_MOMENTS.items():
        sys.stdout.write(f"{fault} on ")
        noticed = is_noticed(_run_apart(_repeat(moments, setup), setup, fault=fault))
        sys.stdout.write("  noticed\n" if noticed else "  NOT NOTICED\n")
        is_bad = is_bad or not noticed
    return is_bad


def _repeat(moments: Sequence[Moment], setup: str) -> Sequence[Moment]:
    """Return the kills of a set-up; where some posts are looked up, more of them."""
    return [*moments] * (MAX_FAULT_KILLS if SETUPS[setup].get("can_look_up") else 1)


def _run_apart(
    moments: Sequence[Moment], setup: str, seed: int = 0, fault: str = ""
) -> dict[str, int]:
    """Run one set-up in a folder of its own, print its counts, and return them."""
    with tempfile.TemporaryDirectory() as folder:
        counts = asyncio.run(run_crashes(moments, Path(folder), setup, seed, fault))
    shown = " ".join(f"{key}={value}" for key, value in counts.items())
    sys.stdout.write(f"{setup}: {shown}\n")
    sys.stdout.flush()
    return counts


if __name__ == "__main__":
    main()
