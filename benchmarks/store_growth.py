"""How the store's share grows with the number of documents, and whether memory does with time.

    python -m benchmarks.store_growth growth 1000 5000 20000 [DATABASE URL]
    python -m benchmarks.store_growth flat 100000

`flat` checks 2,000 documents over and over with the real job and a worker process. The web is in
this process and answers at once: 5% of the pages have changed since the last look, the rest say
304. A pass over a real network is `benchmarks.passes`.
"""

import asyncio
import hashlib
import logging
import resource
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from benchmarks.figures import children_of, peak, tell
from benchmarks.store_claims import fill, first, measure, percentile, unchanged
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument, NewWatch, Store
from jobs.check_due import CheckDue

START = datetime(2026, 1, 1, tzinfo=UTC)
CHANGED_EVERY = 20
"""One page in so many shows other terms: 5%."""
PER_PLATFORM = 100
SAME = 2000
MOST_CLAIM_MS, MOST_MB = 50, 400


def resident(pid: int | str = "self") -> float:
    """What a process holds now, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def workers_hold() -> float:
    """What the worker processes of this one hold together, in MB."""
    own = int(Path("/proc/self").resolve().name)
    return sum(resident(child) for child in children_of(own))


def host_of(number: int) -> str:
    """A catalogue's spread, folded: every second document alone on its host, the rest in fives."""
    return f"h{number}.example" if number % 2 else f"g{number // 10}.example"


@dataclass
class Web:
    """Pages that answer at once; some change every other round."""

    round: int = 0
    asked: int = 0

    def body(self, number: int) -> bytes:
        """A policy with one number in its terms."""
        # Each value stays for two rounds: it is seen, and then confirmed.
        days = 30 + (self.round // 2 if number % CHANGED_EVERY == 0 else 0)
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


async def watch(store: Store, count: int) -> None:
    """Put documents on the watchlists of channels, a hundred platforms to a channel."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), START)
    for platform in range(max(count // PER_PLATFORM, 1)):
        channel = await store.workspaces.ensure_channel(workspace, f"C{platform % 40}", START)
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
            each = again.cpu_seconds * 1000 / max(again.documents, 1)
            of = f"of {count} documents"
            tell(f"claim of 100 {of}, p99", percentile(again.claims, 0.99), "ms", MOST_CLAIM_MS)
            tell(f"record of 100 unchanged {of}, p99", percentile(again.records, 0.99), "ms")
            tell(f"claim and record {of}", each, "ms CPU each")
            await store.close()
    tell("process that claims and records", peak(), "MB", MOST_MB)


@dataclass
class Rounds:
    """The job on a clock that goes on by a look's interval after each round."""

    store: Store
    workers: Workers
    web: Web = field(default_factory=Web)
    now: datetime = START

    def clock(self) -> datetime:
        """Return the time of this round."""
        return self.now

    async def once(self, job: CheckDue) -> int:
        """Let a look's interval pass and check everything; return how many checks that were."""
        self.now += timedelta(hours=8)
        self.web.round += 1
        done = 0
        while checked := await job():
            done += checked
        return done


async def flat(checks: int) -> None:
    """Print what the processes hold after each tenth of many checks of the same documents."""
    # Worker processes import this file again, and stay as small as those of `run`.
    from bot.runtime.process import freeze_memory, trim_memory  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/store.db")
        await watch(store, SAME)
        async with Workers(1, 60, 1024) as workers:
            rounds = Rounds(store, workers)
            ports = Ports(rounds.web.fetch, store.checks, workers)
            job = CheckDue(store, ports, Timing(), timedelta(0), rounds.clock, 100)
            freeze_memory()  # as `run` does
            done = 0
            held: list[tuple[float, float]] = []
            while done < checks:
                done += await rounds.once(job)
                # As `run` does every hour: 20,000 documents four times a day are 3,333 checks.
                if done % 4_000 < SAME:
                    await trim_memory()
                if done >= checks * (len(held) + 1) / 10:
                    held.append((resident(), workers_hold()))
                    parent, worker = held[-1]
                    print(f"after {done} checks: parent {parent:.0f} MB, workers {worker:.0f} MB")
        changes = (await store.maintenance.count_rows())["changes"]
        await store.close()
    print(f"{changes} changes were filed meanwhile")
    # The first tenth fills caches; from then on nothing should be added.
    for name, at in (("parent", 0), ("workers", 1)):
        tell(f"growth of the {name} over {checks} checks", held[-1][at] - held[1][at], "MB", 10)


def main() -> None:
    """Run what is asked for."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    what, *rest = sys.argv[1:] or ["growth", "1000", "5000", "20000"]
    if what == "growth":
        urls = [word for word in rest if "://" in word]
        counts = [int(word) for word in rest if "://" not in word]
        asyncio.run(growth(counts, urls[0] if urls else None))
    else:
        asyncio.run(flat(int(rest[0])))


if __name__ == "__main__":
    main()
