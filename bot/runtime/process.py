"""What a process of ours needs beside its work: a place, a pace, an ear and a stop."""

import asyncio
import ctypes
import gc
import resource
import signal
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime.clock import Clock
from clausewatch.config import Settings
from clausewatch.errors import ConfigError
from clausewatch.store import Store

WANTED_OPEN_FILES = 8_192
"""Asked for: far more than hosts that are asked within the time a connection is kept."""


@dataclass(frozen=True, slots=True)
class StoreRateLimit:
    """The pace at hosts that a redirect leads to, kept in the store across processes."""

    store: Store
    pace: timedelta
    clock: Clock

    async def wait(self, host: str) -> None:
        """Return when a request to the host is due."""
        wait = await self.store.hosts.reserve_slot(host, self.clock(), self.pace)
        await asyncio.sleep(wait.total_seconds())


def make_data_dir(settings: Settings) -> None:
    """Make the data directory where the database lies in it. Raises ConfigError."""
    if settings.database_url is not None:
        return
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ConfigError(f"{settings.data_dir} cannot be made ({fault}): set DATA_DIR.") from None


def raise_file_limit() -> None:
    """Let this process open more files than the 1,024 that many systems begin with.

    Each connection to a host, a database or Slack is one; a process that has none left can start
    no worker either.
    """
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_OPEN_FILES if most == resource.RLIM_INFINITY else min(WANTED_OPEN_FILES, most)
    if given != resource.RLIM_INFINITY and given < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def adjust_waits(store: Store, now: datetime, jump: timedelta) -> None:
    """Bring waits closer that were written while the clock was ahead."""
    if jump < timedelta(0):
        await store.maintenance.handle_clock_set_back(now, -jump)


def freeze_memory() -> None:
    """Leave what is there now out of every later garbage collection; call once, when all is loaded.

    Code, taxonomy, weights and catalogue stay for good. A full collection that walks through them
    takes about 130 ms, and meanwhile nobody is answered.
    """
    gc.collect()
    gc.freeze()


async def trim_memory() -> None:
    """Hand memory that is free back to the system; beside the loop, as it takes some ten ms.

    glibc keeps a heap for each of some threads, and every connection to SQLite is a thread: over
    100,000 checks the process came to hold 43 MB more, 11 where this is called. Other C libraries
    have no such call, and nothing is done there.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        await asyncio.to_thread(trim, 0)


def watch_stop_signals() -> asyncio.Event:
    """Return an event that Ctrl-C or SIGTERM sets."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def redact_password(database: str) -> str:
    """Return a database URL without its password."""
    scheme, _, rest = database.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
