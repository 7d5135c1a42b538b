"""Set-up of the process: data directory, open files, memory, clock changes and signals."""

import asyncio
import ctypes
import gc
import resource
import signal
from datetime import datetime, timedelta

from clausewatch.config import Settings
from clausewatch.errors import ConfigError
from clausewatch.store import Store

NEW_OBJECTS_PER_COLLECTION = 700
"""As Python has it; a command starts with more, because modules leave no garbage."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
WANTED_OPEN_FILES = 8_192
"""Far more than the hosts that are asked while a connection is kept open."""


def make_data_dir(settings: Settings) -> None:
    """Make the data directory if the database is in it. Raises ConfigError."""
    if settings.database_url is not None:
        return
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"{settings.data_dir} cannot be created ({error}): set DATA_DIR."
        ) from None


def raise_file_limit() -> None:
    """Let this process open more files than the 1,024 that many systems start with.

    Each connection to a host, a database or Slack is an open file. A process without any left
    cannot start workers either.
    """
    current, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
    is_unlimited = maximum == resource.RLIM_INFINITY
    wanted = WANTED_OPEN_FILES if is_unlimited else min(WANTED_OPEN_FILES, maximum)
    if current != resource.RLIM_INFINITY and current < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, maximum))


async def adjust_waits(store: Store, now: datetime, jump: timedelta) -> None:
    """Shorten the waits that were written while the clock was ahead; `jump` is negative then."""
    if jump < timedelta(0):
        await store.maintenance.handle_clock_set_back(now, -jump)


def freeze_memory() -> None:
    """Exclude all current objects from garbage collection; call once, when all is loaded.

    Code, taxonomy, weights and catalogue stay in memory for good. A full collection that walks
    through them takes about 130 ms, in which no request is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_PER_COLLECTION)


async def trim_memory() -> None:
    """Return free memory to the system, in a thread because it takes some ten ms.

    glibc keeps a heap for each of several threads, and every connection to SQLite is a thread.
    Over 100,000 checks the process grew by 43 MB without this call and by 11 MB with it. Other C
    libraries have no such call; nothing is done there.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        await asyncio.to_thread(trim, 0)


def watch_stop_signals() -> asyncio.Event:
    """Return an event that Ctrl-C or SIGTERM sets."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    return stopped


def ignore_stop_signals() -> None:
    """Let no further signal end the process; call when it has stopped and only has to exit.

    An event loop restores the default handlers when it closes, and a signal after that would end
    the process in the middle of its exit, with the status of a crash.
    """
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)


def redact_password(database_url: str) -> str:
    """Return a database URL without user name and password."""
    scheme, _, rest = database_url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
