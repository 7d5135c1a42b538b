"""A pass over many documents with the real jobs, and how the store's share grows.

Documents are spread over hosts as a catalogue's are: half of all hosts have one, a few have many.
The web is in this process and answers at once (5% of the pages have changed since the last pass,
the rest say 304), so what is measured is everything but the network: claims, paces, worker
processes, records, deliveries, posts. Meanwhile `/policy list` is asked for in its own time.

    python -m benchmarks.scale growth 1000 5000 20000 [DATABASE URL]
    python -m benchmarks.scale pass 20000 [WORKERS]
    python -m benchmarks.scale flat 100000
"""

import asyncio
import hashlib
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from benchmarks.store_claims import fill, first, measure, percentile, unchanged
from clausewatch.check import Ports
from clausewatch.model import Cadence, Tenant
from clausewatch.outcome import NotModified, PageRequest, Snapshot
from clausewatch.reading import Severity
from clausewatch.schedule import Timing
from clausewatch.store import NewDocument, NewWatch, Store
from clausewatch.telling import Outgoing, Receipt
from clausewatch.workers import Workers
from jobs.check_due import CheckDue
from jobs.send_due import SendDue

START = datetime(2026, 1, 1, tzinfo=UTC)
CHANGED_EVERY = 20
"""One page in so many shows other terms: 5%."""
PACE = timedelta(seconds=5)
PER_PLATFORM = 100


def megabytes(*, children: bool = False) -> float:
    """The largest that this process, or any child that has ended, ever was."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss / 1024


def resident() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def host_of(number: int) -> str:
    """A catalogue's spread, folded: every second document alone on its host, the rest in fives."""
    return f"h{number}.example" if number % 2 else f"g{number // 10}.example"


@dataclass
class Web:
    """Pages that answer at once; some have changed in the pass that is under way."""

    round: int = 0
    asked: int = 0

    def body(self, number: int) -> bytes:
        """A policy with one number in its terms."""
        is_changed = self.round > 0 and number % CHANGED_EVERY == 0
        days = 30 + (60 if is_changed else 0)
        text = (
            f"<p>Clause {n}: we process personal data of kind {n} for purpose {n % 7}.</p>"
            for n in range(60)
        )
        return (
            f"<html lang='en'><head><title>Privacy Policy {number}</title></head><body><main>"
            f"<h1>Privacy Policy {number}</h1><p>This policy says what personal data we collect,"
            f" why we use it and which rights you have.</p>{''.join(text)}<h2>How long</h2><p>We"
            f" keep your personal data for {days} days after you close your account.</p></main>"
            "</body></html>"
        ).encode()

    async def fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Answer as a host with validators does."""
        self.asked += 1
        body = self.body(int(request.url.rsplit("/", 1)[1]))
        digest = hashlib.sha256(body).hexdigest()
        if request.etag == digest:
            return NotModified(request.url)
        headers = (("content-type", "text/html"), ("etag", digest))
        return Snapshot(request.url, request.url, 200, headers, body, digest, now)


@dataclass
class Told:
    """A messenger that keeps when each change was told."""

    clock: Callable[[], datetime]
    latencies: list[float] = field(default_factory=list)

    async def post(self, outgoing: Outgoing, now: datetime) -> Receipt:
        """Take the post."""
        self.latencies += [
            (now - delivery.change.detected_at).total_seconds()
            for delivery in outgoing.deliveries
            if delivery.change is not None
        ]
        return Receipt(str(outgoing.post_id))

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Nothing is ever lost here: whatever was posted has its receipt."""
        return Receipt(str(outgoing.post_id))


async def watch(store: Store, count: int) -> None:
    """Put documents on the watchlists of channels, a hundred platforms to a channel."""
    workspace = await store.workspaces.of(Tenant(None, "T1"), START)
    for platform in range(max(count // PER_PLATFORM, 1)):
        channel = await store.workspaces.channel(workspace, f"C{platform % 40}", START)
        first_one = platform * PER_PLATFORM
        numbers = range(first_one, min(first_one + PER_PLATFORM, count))
        documents = tuple(
            NewDocument(f"policy {n}", (f"https://{host_of(n)}/{n}",)) for n in numbers
        )
        request = NewWatch(
            channel=channel,
            platform_key=f"p{platform}",
            platform_name=f"P{platform}",
            documents=documents,
            is_private=False,
            minimum=Severity.LOW,
            cadence=Cadence.NOW,
            user_id="U1",
        )
        await store.watches.add(request, START)


async def growth(counts: list[int], url: str | None) -> None:
    """Print what a claim and a record of a hundred cost as the store grows."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(url or f"sqlite+aiosqlite:///{folder}/store.db")
            await fill(store, count)
            batches = min(60, count // 2 // 100)
            await measure(store, first, START, batches)
            again = await measure(store, unchanged, START + timedelta(hours=6), batches)
            claim, record = percentile(again.claims, 0.99), percentile(again.records, 0.99)
            each = again.cpu_seconds * 1000 / max(again.documents, 1)
            print(
                f"{count} documents: claim of 100 p99 {claim:.1f} ms, record p99 {record:.1f} ms,"
                f" {each:.2f} ms CPU per unchanged document, process at most {megabytes():.0f} MB"
            )
            await store.close()


@dataclass
class Pass:
    """One house of jobs on one clock that runs as fast as the work does."""

    store: Store
    workers: Workers
    web: Web = field(default_factory=Web)
    began: float = field(default_factory=time.monotonic)
    base: datetime = START
    asked: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        """Real time since the beginning of this pass."""
        return self.base + timedelta(seconds=time.monotonic() - self.began)

    def check_due(self) -> CheckDue:
        """The job, with the pace that hosts are owed."""
        ports = Ports(self.web.fetch, self.store.checks, self.workers)
        return CheckDue(self.store, ports, Timing(), PACE, self.clock, 40)

    async def once(self, after: timedelta) -> float:
        """Check all that is due after a while until nothing is; returns seconds."""
        self.base, self.began = self.clock() + after, time.monotonic()
        job = self.check_due()
        until_due = self.base
        while (waits := await self.store.checks.next_due_at()) is not None and waits <= until_due:
            if await job() == 0:
                await asyncio.sleep(0.2)
        return time.monotonic() - self.began

    async def ask(self) -> None:
        """A person who asks for the list of a channel, five times a second."""
        workspace = await self.store.workspaces.of(Tenant(None, "T1"), START)
        channel = await self.store.workspaces.channel(workspace, "C1", START)
        while True:
            began = time.perf_counter()
            await self.store.watches.in_channel(channel.id)
            self.asked.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.2)


async def one_pass(count: int, processes: int) -> None:
    """Print a first pass, and a pass in which 5% have changed."""
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/store.db")
        await watch(store, count)
        async with Workers(processes, 60, 1024) as workers:
            await workers.warm()
            world = Pass(store, workers)
            seconds = await world.once(timedelta(0))
            print(f"first pass: {count} documents in {seconds:.0f} s ({count / seconds:.0f}/s)")
            world.web.round = 1
            asking = asyncio.create_task(world.ask())
            told = Told(world.clock)
            telling = asyncio.create_task(_tell(SendDue(store, told, world.clock)))
            seconds = await world.once(timedelta(hours=8))
            confirming = await world.once(timedelta(minutes=11))
            asking.cancel()
            changes = (await store.upkeep.counts())["changes"]
            began = time.monotonic()
            while len(told.latencies) < changes:  # noqa: ASYNC110  # a measure, not a product
                await asyncio.sleep(0.2)
            telling.cancel()
            print(
                f"5% changed: {count} documents in {seconds:.0f} s ({count / seconds:.0f}/s),"
                f" confirmed in {confirming:.0f} s; {changes} changes,"
                f" all told after {time.monotonic() - began:.0f} s more"
            )
            print(
                f"alert latency from record to post: p50 {percentile(told.latencies, 0.5):.1f} s,"
                f" p99 {percentile(told.latencies, 0.99):.1f} s"
            )
            print(
                f"/policy list meanwhile: p50 {percentile(world.asked, 0.5):.1f} ms,"
                f" p99 {percentile(world.asked, 0.99):.1f} ms ({len(world.asked)} times)"
            )
        own, worker = megabytes(), megabytes(children=True)
        print(f"memory at most: parent {own:.0f} MB, a worker {worker:.0f} MB")
        await store.close()


async def _tell(send: SendDue) -> None:
    """Post until cancelled, as the tick does; one message a second per channel."""
    while True:
        if await send() == 0:
            await asyncio.sleep(0.5)


async def flat(checks: int) -> None:
    """Print what the process holds after each tenth of many checks of the same documents."""
    count = 2000
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/store.db")
        await watch(store, count)
        async with Workers(1, 60, 1024) as workers:
            world = Pass(store, workers)
            job = CheckDue(
                store,
                Ports(world.web.fetch, store.checks, workers),
                Timing(),
                timedelta(0),
                world.clock,
                100,
            )
            done = 0
            held: list[float] = []
            while done < checks:
                world.base += timedelta(hours=8)
                done += await job()
                if done >= checks * (len(held) + 1) / 10:
                    held.append(resident())
                    print(f"after {done} checks: {held[-1]:.0f} MB", flush=True)
        await store.close()


def main() -> None:
    """Run what is asked for."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    what, *rest = sys.argv[1:] or ["growth", "1000", "5000", "20000"]
    if what == "growth":
        urls = [word for word in rest if "://" in word]
        counts = [int(word) for word in rest if "://" not in word]
        asyncio.run(growth(counts, urls[0] if urls else None))
    elif what == "pass":
        asyncio.run(one_pass(int(rest[0]), int(rest[1]) if len(rest) > 1 else 2))
    else:
        asyncio.run(flat(int(rest[0])))


if __name__ == "__main__":
    main()
