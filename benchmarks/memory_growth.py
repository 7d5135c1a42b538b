"""Memory as the number of checks grows.

    python -m benchmarks.memory_growth [CHECKS]

Checks 2,000 documents repeatedly with the real job and a worker process. The pages are in this
process and are returned at once: 5% have changed since the last check, the rest answer 304.
`benchmarks.growth` has the cost by the number of documents, and `benchmarks.passes` makes a pass
over a real network.
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

from benchmarks.figures import find_children, print_figure
from benchmarks.watches import add_watch
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store
from jobs.check_due import CheckDue

START = datetime(2026, 1, 1, tzinfo=UTC)
CHANGED_EVERY = 20
"""One page in 20 has other terms: 5%."""
DOCUMENTS_PER_PLATFORM = 100
DOCUMENTS = 2000
CHECKS = 100_000
MAX_GROWTH_MB = 10


def measure_memory(pid: int | str = "self") -> float:
    """Return the resident memory of a process, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measure_worker_memory() -> float:
    """Return the resident memory of all worker processes of this process, in MB."""
    own_id = int(Path("/proc/self").resolve().name)
    return sum(measure_memory(child) for child in find_children(own_id))


def choose_host(number: int) -> str:
    """Return the host of a document: every second one is alone on its host, the rest in fives."""
    return f"h{number}.example" if number % 2 else f"g{number // 10}.example"


@dataclass
class PolicySite:
    """Pages that are returned at once; some change every other round."""

    round: int = 0

    def make_body(self, number: int) -> bytes:
        """Return a policy with a number of days in its terms."""
        # Each value stays for two rounds: one check finds it and the next confirms it.
        days = 30 + (self.round // 2 if number % CHANGED_EVERY == 0 else 0)
        clauses = (
            f"<p>Clause {n}: we process personal data of kind {n} for purpose {n % 7}.</p>"
            for n in range(60)
        )
        return (
            f"<html lang='en'><head><title>Privacy Policy {number}</title></head><body><main>"
            f"<h1>Privacy Policy {number}</h1><p>This policy says what personal data we collect,"
            f" why we use it and which rights you have.</p>{''.join(clauses)}<h2>How long</h2><p>We"
            f" keep your personal data for {days} days after you close your account.</p></main>"
            "</body></html>"
        ).encode()

    async def fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return a page, or that it is unchanged if its ETag matches."""
        body = self.make_body(int(request.url.rsplit("/", 1)[1]))
        digest = hashlib.sha256(body).hexdigest()
        if request.etag == digest:
            return NotModified(request.url)
        headers = (("content-type", "text/html"), ("etag", digest))
        return Snapshot(request.url, request.url, 200, headers, body, digest, now)


async def watch_documents(store: Store, count: int) -> None:
    """Add documents to the watchlists of forty channels, a hundred documents to a platform."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), START)
    for platform in range(max(count // DOCUMENTS_PER_PLATFORM, 1)):
        channel = await store.workspaces.ensure_channel(workspace, f"C{platform % 40}", START)
        first_number = platform * DOCUMENTS_PER_PLATFORM
        numbers = range(first_number, min(first_number + DOCUMENTS_PER_PLATFORM, count))
        documents = tuple(
            NewDocument(f"policy {n}", (f"https://{choose_host(n)}/{n}",)) for n in numbers
        )
        await add_watch(store, channel, platform, documents, START)


@dataclass
class Rounds:
    """Rounds of the job with a clock that moves by a check interval before each round."""

    store: Store
    workers: Workers
    site: PolicySite = field(default_factory=PolicySite)
    now: datetime = START

    def clock(self) -> datetime:
        """Return the time of this round."""
        return self.now

    async def run_round(self, job: CheckDue) -> int:
        """Let a check interval pass, check everything, and return the number of checks."""
        self.now += timedelta(hours=8)
        self.site.round += 1
        count = 0
        while checked := await job():
            count += checked
        return count


async def measure_memory_growth(checks: int) -> None:
    """Print the memory of the processes after each tenth of many checks of the same documents."""
    # Worker processes import this file again; this import would make them larger.
    from bot.runtime.process import freeze_memory, trim_memory  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/store.db")
        await watch_documents(store, DOCUMENTS)
        async with Workers(1, 60, 1024) as workers:
            rounds = Rounds(store, workers)
            ports = Ports(rounds.site.fetch, store.versions, workers)
            job = CheckDue(store, ports, Timing(), timedelta(0), rounds.clock, 100)
            freeze_memory()  # as `run` does
            done = 0
            memory: list[tuple[float, float]] = []
            while done < checks:
                done += await rounds.run_round(job)
                # As `run` does every hour: 20,000 documents four times a day are 3,333 checks.
                if done % 4_000 < DOCUMENTS:
                    await trim_memory()
                if done >= checks * (len(memory) + 1) / 10:
                    memory.append((measure_memory(), measure_worker_memory()))
                    parent, worker = memory[-1]
                    print(f"after {done} checks: parent {parent:.0f} MB, workers {worker:.0f} MB")
        changes = (await store.maintenance.count_rows())["changes"]
        await store.close()
    print(f"{changes} changes were filed in that time")
    # The first tenth fills caches. After that memory should not grow.
    for name, index in (("parent", 0), ("workers", 1)):
        print_figure(
            f"growth of the {name} over {checks} checks",
            memory[-1][index] - memory[1][index],
            "MB",
            MAX_GROWTH_MB,
        )


def main() -> None:
    """Measure over as many checks as the argument says."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(measure_memory_growth(int(sys.argv[1]) if len(sys.argv) > 1 else CHECKS))


if __name__ == "__main__":
    main()
