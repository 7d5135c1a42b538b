"""Cost of what the bot does as the number of documents and changes grows.

    python -m benchmarks.growth [--sizes 1000 5000 20000] [--server]

Each size is a new store, on SQLite or on a temporary PostgreSQL server: ten clause types per
document, three documents per platform, two per host, a change of every third document. One channel
watches 40 platforms, a channel of another workspace watches all others. A claim and a record are of
100 documents; a digest has 20 changes. A value is the median of nine rounds: on SQLite CPU ms of
this process, which does the database's work, and on a server ms by the clock. Each figure is the
cost at the largest size relative to that at the smallest.
"""

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import structlog
from sqlalchemy import make_url

from benchmarks.figures import measure_peak_memory, print_figure
from benchmarks.lookup_stores import NOW
from benchmarks.record_stores import add_changes, add_documents, add_watches
from bot.links.signatures import Grant, Signer
from bot.links.site_links import SiteLinks
from bot.main import Application, open_application
from bot.runtime.process import freeze_memory
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID, TerminalSlack
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, make_site, serve_site_with
from clausewatch.checks.outcome import CheckOutcome, DueDocument, SameBytes
from clausewatch.config import load_settings
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.notifications.events import DigestEntry
from clausewatch.store import Store, deliveries, schema
from jobs.digests import MakeDigests
from tests import postgres_server

SIZES = (1000, 5000, 20_000)
CLAUSES = 10
OWN_PLATFORMS = 40
DIGEST_CHANGES = 20
ROUNDS = 9
BATCH_SIZE = 100
LEASE, PACE, INTERVAL = timedelta(minutes=10), timedelta(seconds=5), timedelta(hours=6)
MAX_GROWTH = 2.0
"""From 1,000 to 20,000 documents; the logarithm grows by less than half."""
Work = Callable[[int], Awaitable[object]]


class Clock:
    """The time, which moves when the benchmark says so."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@dataclass(slots=True)
class Costs:
    """The median cost of each kind of work, in ms."""

    read_clock: Callable[[], float]
    values: dict[str, float] = field(default_factory=dict)

    async def measure(self, name: str, work: Work, prepare: Work | None = None) -> None:
        """Do some work once unmeasured, then measure it for some rounds."""
        times = []
        for number in range(1 + ROUNDS):
            if prepare is not None:
                await prepare(number)
            start = self.read_clock()
            await work(number)
            times.append(1000 * (self.read_clock() - start))
        self.values[name] = statistics.median(times[1:])


@dataclass(frozen=True, slots=True)
class Bot:
    """The application on a full store, and the workspace that asks it."""

    application: Application
    console: Console
    clock: Clock
    workspace_id: WorkspaceId

    @property
    def store(self) -> Store:
        """The store of the application."""
        return self.application.store

    async def measure_checks(self, costs: Costs) -> None:
        """Measure claims and records of unchanged documents."""
        claimed: list[DueDocument] = []

        async def claim(number: int) -> None:
            # A small store has few batches on free hosts, so it is due again in between.
            self.clock.now += timedelta(days=1) if number % 4 == 0 else timedelta(seconds=10)
            claimed[:] = await self.store.checks.claim(self.clock.now, BATCH_SIZE, LEASE)
            assert len(claimed) == BATCH_SIZE

        async def record(_: int) -> None:
            outcomes = [make_outcome(due, self.clock.now) for due in claimed]
            await self.store.checks.record(outcomes, PACE)

        await costs.measure("claim of 100", claim, record)
        await costs.measure("record of 100", record, claim)

    async def measure_answers(self, costs: Costs) -> None:
        """Measure commands and the App Home, from the request to the answer."""
        for line in ("list", "show {}", "show {} ai_training", "compare ai_training", "changes"):

            async def ask(number: int, line: str = line) -> None:
                await self.console.send_command(line.format(choose_platform(number)))

            await costs.measure(f"/policy {line.format('PLATFORM')}", ask)
        await costs.measure("App Home", lambda _: self.console.open_home())

    async def measure_digests(self, costs: Costs) -> None:
        """Measure a digest, queued and posted."""
        channel = await self.store.workspaces.ensure_channel(self.workspace_id, "C-GENERAL", NOW)
        make_digests = MakeDigests(self.store, self.clock)

        async def add_entries(number: int) -> None:
            self.clock.now += timedelta(days=1)
            ids = range(1 + number * DIGEST_CHANGES, 1 + (number + 1) * DIGEST_CHANGES)
            rows = [
                deliveries.make_row(
                    DigestEntry(ChangeId(each), Cadence.DAILY),
                    (self.workspace_id, channel.id),
                    self.clock.now - timedelta(hours=23),
                )
                | {"state": deliveries.WAITING, "change_id": each}
                for each in ids
            ]
            async with self.store.database.write() as connection:
                await deliveries.add(connection, rows)

        async def post(_: int) -> None:
            # A weekly reminder may be due as well.
            assert await make_digests() >= 1
            assert await self.application.send_due() >= 1

        await costs.measure("digest of 20 changes", post, add_entries)

    async def measure_pages(self, costs: Costs, documents: int) -> None:
        """Measure pages of the record site, over HTTP."""
        signer, now = Signer(["the key of the benchmark"]), self.clock.now
        links = SiteLinks("http://records.example", signer, timedelta(days=1))
        settings = load_settings(_env_file=None, site_port=0)
        site = make_site(links, settings, SiteParts(self.store, asyncio.to_thread, self.clock))
        token = signer.sign(Grant(self.workspace_id, now, now + timedelta(days=1)))
        jar = aiohttp.CookieJar(unsafe=True)
        async with (
            serve_site_with(site, settings, ROUTES) as url,
            aiohttp.ClientSession(url, cookie_jar=jar) as session,
        ):
            await session.get(f"/?token={token}")
            for name, make_path in PAGES.items():

                async def open_page(number: int, make_path: MakePath = make_path) -> None:
                    async with session.get(make_path(1 + number * documents // 30)) as answer:
                        assert answer.status == 200
                        await answer.read()

                await costs.measure(f"page: {name}", open_page)


MakePath = Callable[[int], str]
PAGES: dict[str, MakePath] = {
    "platforms": lambda n: f"/?page={1 + n // 300}",
    "platform": lambda n: f"/platform/p{n // 3}",
    "document": lambda n: f"/document/CW-D-{n:05}",
    "provision": lambda n: f"/provision/CW-P-{n * CLAUSES:06}",
    "change": lambda n: f"/change/CW-C-{1 + n // 4:06}",
    "clause type": lambda _: "/clause/ai_training",
    "heat map": lambda n: f"/compare/map?page={1 + n // 300}",
}


def make_outcome(due: DueDocument, now: datetime) -> CheckOutcome:
    """Return the outcome of a check that found nothing new."""
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        next_check_at=now + INTERVAL,
        result=SameBytes(),
        state=due.state,
    )


def choose_platform(number: int) -> str:
    """Return a platform of the channel, another one each round."""
    return f"p{1 + number * 3 % OWN_PLATFORMS}"


@asynccontextmanager
async def open_bot(url: str, folder: Path, documents: int) -> AsyncIterator[Bot]:
    """Fill a new store and open the application on it."""
    clock, shown = Clock(), list[RenderedMessage]()
    await schema.upgrade(url, NOW)
    settings = load_settings(_env_file=None, data_dir=folder, database_url=url)
    terminal = TerminalSlack(shown.append, clock)
    async with open_application(settings, (terminal, terminal), clock) as application:
        store = application.store
        await add_documents(store, documents, CLAUSES)
        await add_changes(store, documents)
        own = await store.workspaces.ensure(Tenant(None, TEAM_ID), NOW)
        other = await store.workspaces.ensure(Tenant(None, "TOTHER"), NOW)
        await add_watches(store, own, "C-GENERAL", range(1, OWN_PLATFORMS + 1))
        await add_watches(store, other, "C-ALL", range(OWN_PLATFORMS + 1, documents // 3))
        if make_url(url).get_backend_name() == "postgresql":
            # Autovacuum would have done this long before a store is so large.
            postgres_server.execute_sql(url, "vacuum analyze", make_url(url).database or "")
        freeze_memory()
        opening = Console(application.app, application.context.in_flight, shown.append, "/policy")
        async with opening as console:
            yield Bot(application, console, clock, own)
    assert not any("went wrong" in message.text for message in shown)


async def measure_size(url: str, documents: int, read_clock: Callable[[], float]) -> Costs:
    """Return the costs with so many documents."""
    costs = Costs(read_clock)
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite+aiosqlite:///{folder}/growth.db"
        async with open_bot(url, Path(folder), documents) as bot:
            await bot.measure_checks(costs)
            await bot.measure_answers(costs)
            await bot.measure_digests(costs)
            await bot.measure_pages(costs, documents)
    return costs


def print_table(sizes: Sequence[int], columns: Sequence[Costs], unit: str) -> None:
    """Print the costs by size, as a table that a document can have."""
    print(f"| {unit} | {' | '.join(f'{size:,}' for size in sizes)} |")
    print(f"|{'---|' * (1 + len(sizes))}")
    for name in columns[0].values:
        print(f"| {name} | {' | '.join(f'{each.values[name]:.1f}' for each in columns)} |")


def main() -> None:
    """Read the arguments, measure each size, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="at least 1,000")
    parser.add_argument("--server", action="store_true", help="on PostgreSQL")
    options = parser.parse_args()
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with ExitStack() as stack:
        server = ""
        if options.server:
            programs = postgres_server.find_binaries()
            if programs is None:
                sys.exit("No PostgreSQL server is installed.")
            server = stack.enter_context(postgres_server.run_server(programs))
        read_clock = time.perf_counter if server else time.process_time
        columns = [
            asyncio.run(
                measure_size(
                    postgres_server.create_database(server) if server else "", size, read_clock
                )
            )
            for size in options.sizes
        ]
    place, unit = ("PostgreSQL", "ms") if server else ("SQLite", "CPU ms")
    print_table(options.sizes, columns, f"{place}, median, {unit}")
    for name, most in columns[-1].values.items():
        growth = f"{name}, {options.sizes[-1]:,} beside {options.sizes[0]:,} documents, {place}"
        print_figure(growth, most / columns[0].values[name], "times", MAX_GROWTH)
    print_figure("process of the growth benchmark", measure_peak_memory(), "MB")


if __name__ == "__main__":
    main()
