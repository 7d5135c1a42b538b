"""The documents of a pass on record, and the processes that check them."""

import asyncio
import itertools
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, update

from benchmarks.figures import children_of
from benchmarks.passes.policy_site import address_of
from clausewatch.catalogue.entries import read_entries
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument, NewWatch, Store
from clausewatch.store.delivery_tables import DELIVERY, POST
from clausewatch.store.tables import CHANGE, DOCUMENT, HOST
from tests.bot_processes import start_process


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def platforms(count: int) -> Iterator[list[int]]:
    """Yield the hosts of each platform's documents as the catalogue spreads them, `count` in all.

    A catalogue that has fewer documents is gone through again, with hosts of its own.
    """
    numbers: dict[tuple[int, str], int] = {}
    entries = list(read_entries())
    for copy in itertools.count():
        for entry in entries:
            names = [urlsplit(urls[0]).hostname or "" for _, urls, _ in entry.documents][:count]
            count -= len(names)
            if names:
                yield [numbers.setdefault((copy, name), len(numbers)) for name in names]
            if count <= 0:
                return


async def watch(store: Store, count: int, port: int, channels: Sequence[str]) -> None:
    """Put the documents on the watchlists of the channels, a platform after the other."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), now())
    kept = [await store.workspaces.ensure_channel(workspace, name, now()) for name in channels]
    pages = itertools.count()
    for platform, hosts in enumerate(platforms(count)):
        documents = tuple(
            NewDocument(f"policy {n}", (f"http://{address_of(host)}:{port}/p/{next(pages)}",))
            for n, host in enumerate(hosts)
        )
        request = NewWatch(
            channel=kept[platform % len(kept)],
            platform_key=f"p{platform}",
            platform_name=f"Platform {platform}",
            documents=documents,
            is_private=False,
            minimum=Severity.LOW,
            cadence=Cadence.NOW,
            user_id="U1",
        )
        await store.watches.add(request, now())


async def all_due(store: Store) -> None:
    """Make every document due now, as after a night in which nothing ran."""
    async with store.database.write() as connection:
        await connection.execute(update(DOCUMENT).values(next_check_at=now()))
        await connection.execute(update(HOST).values(due_at=now(), next_allowed_at=None))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass is."""

    checked: int
    changes: int
    untold: int
    unread: int
    """Documents without a version."""


async def progress(store: Store, began: datetime) -> Progress:
    """Count what has been looked at since a moment, what was found, and what is still to tell."""
    counts = [
        select(func.count()).where(DOCUMENT.c.last_checked_at >= began),
        select(func.count()).select_from(CHANGE),
        select(func.count()).where(DELIVERY.c.state.in_(("waiting", "pending"))),
        select(func.count()).where(DOCUMENT.c.baseline_id.is_(None)),
    ]
    async with store.database.read() as connection:
        found = [(await connection.execute(query)).scalar_one() for query in counts]
    return Progress(*found)


async def latencies(store: Store) -> list[float]:
    """Return the seconds from each change's record to its post, one for every channel."""
    query = (
        select(CHANGE.c.detected_at, POST.c.sent_at)
        .select_from(DELIVERY)
        .join(CHANGE, CHANGE.c.id == DELIVERY.c.change_id)
        .join(POST, POST.c.id == DELIVERY.c.post_id)
        .where(DELIVERY.c.kind == "alert", POST.c.sent_at.is_not(None))
    )
    async with store.database.read() as connection:
        rows = (await connection.execute(query)).all()
    return [(sent - detected).total_seconds() for detected, sent in rows]


@dataclass
class House:
    """`clausewatch run`, and workers beside it where there is a fleet."""

    folder: Path
    database: str
    slack_url: str
    workers: int
    """Worker processes: of the fleet on a server, otherwise of the one process."""
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def is_fleet(self) -> bool:
        """True where workers are processes of their own."""
        return self.database.startswith("postgresql")

    def _settings(self) -> dict[str, str]:
        return {
            "SLACK_API_URL": self.slack_url,
            "DATA_DIR": str(self.folder),
            "CONFIRM_AFTER_MINUTES": "1",
            "WORKER_PROCESSES": "1" if self.is_fleet else str(self.workers),
            "DATABASE_URL": self.database,
            "FLEET": str(self.is_fleet),
        }

    async def start(self) -> None:
        """Start all of them."""
        commands = [("run",), *[("worker",)] * (self.workers if self.is_fleet else 0)]
        for number, command in enumerate(commands):
            name = f"{command[0]}-{number}"
            self.processes.append(await start_process(self.folder, name, command, self._settings()))

    async def stop(self) -> None:
        """Stop all of them as an operator does."""
        for process in self.processes:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for process in self.processes))
        self.processes.clear()

    def memory(self) -> dict[str, float]:
        """Return the most that each process and each of its children ever held, in MB."""
        found: dict[str, float] = {}
        for number, process in enumerate(self.processes):
            name = "run" if number == 0 else f"worker {number}"
            for place, pid in enumerate([process.pid, *children_of(process.pid)]):
                found[f"{name}{f', process {place}' if place else ''}"] = _most(pid)
        return found


def _most(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    # One that has just ended has no memory any more.
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024
