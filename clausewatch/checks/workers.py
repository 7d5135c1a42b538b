"""The worker processes: CPU-heavy work beside the event loop, bounded in time and memory.

A page that exceeds the deadline or the memory of its worker ends that worker, which is replaced. If
no process can be started (no memory, too many open files), the pool ends and is replaced too.
Workers are forked from a fork server: a process that begins anew, loads what all tasks need and
does nothing else. So they share its memory, and inherit no database connection and no socket. If
the fork server ends, its workers end too; another one starts, and the pages are read again.
"""

import asyncio
import ctypes
import fcntl
import logging
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as DeadlineError
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process, resource_tracker
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple

from pebble import ProcessExpired, ProcessPool

from clausewatch.checks import worker_tasks
from clausewatch.checks.examination import Examination, Task
from clausewatch.checks.unconfirmed_terms import UnconfirmedTerms
from clausewatch.errors import INTERNAL_ERROR, ClausewatchError, ConfigError, WorkerError
from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Reading

Given = TypeVarTuple("Given")
Result = TypeVar("Result")

NICE = 5
"""The niceness of workers: people wait for answers, and nobody waits for a page."""
TASKS_PER_WORKER = 2000
"""A worker is replaced after this many tasks, so that a slow leak stays small."""
PRELOADED = ("clausewatch.checks.loaded_stages",)
"""What the fork server imports, once for all workers of this process."""
POOL_CHECK_SECONDS = 5.0
"""How often a caller that waits for a worker checks that the pool still runs."""
READ_SECONDS = 10.0
"""The deadline for one file that a search reads or the site builds: a person waits for it."""
_PARENT_DEATH_SIGNAL = 1
"""Of Linux's prctl."""
NO_PROCESS = "no worker process could be started to read it"
_LOST_FROM_OUTSIDE = frozenset({255, int(signal.SIGTERM)})
"""Exit codes of which no page is the reason: the fork server is gone, or SIGTERM came."""


class _LostWorkerError(WorkerError):
    """A worker was ended from outside, so that its task may be tried again."""


class Workers:
    """A pool of processes that examine pages."""

    def __init__(self, processes: int, deadline_seconds: float, memory_mb: int) -> None:
        self._processes = processes
        self._deadline = deadline_seconds
        self._memory_bytes = memory_mb * 1024 * 1024
        self._is_stopped = False
        self._is_started = False
        self._unconfirmed = UnconfirmedTerms()
        # Searches leave one process to the checks if there are several.
        self._reads = asyncio.Semaphore(max(1, processes - 1))
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(list(PRELOADED))
        self._pool = self._make_pool()

    def _make_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes,
            max_tasks=TASKS_PER_WORKER,
            initializer=_limit_worker,
            initargs=(self._memory_bytes,),
            context=self._context,
        )

    async def __call__(self, task: Task) -> Examination:
        """Examine in a worker. Raises ExtractError, or WorkerError if the worker is lost."""
        fuller = self._unconfirmed.recall(task)
        examination = await self._run(self._deadline, worker_tasks.examine, fuller)
        self._unconfirmed.keep(task, examination)
        return examination

    async def find(self, reading: Reading) -> tuple[Provision, ...]:
        """Find the provisions of a reading in a worker. Raises WorkerError."""
        return await self._run(self._deadline, worker_tasks.find_provisions, reading)

    async def find_facts(self, reading: Reading, kind: str) -> DocumentFacts:
        """Return the companies and deadlines of a reading, from a worker. Raises WorkerError."""
        return await self._run(self._deadline, worker_tasks.find_facts, reading, kind)

    async def read(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Run a reader of a search, or the builder of a file, with its own deadline.

        Raises WorkerError.
        """
        try:
            async with self._reads:
                return await self._run(min(self._deadline, READ_SECONDS), work, *given)
        except ClausewatchError:
            raise
        except Exception as fault:
            # A reader meets foreign bytes: its fault costs one file, and not the search of a site.
            logging.getLogger(__name__).exception("a reader failed")
            raise WorkerError(INTERNAL_ERROR) from fault

    async def _run(
        self, deadline: float, work: Callable[[*Given], Result], *given: *Given
    ) -> Result:
        """Run in a worker, and in another one if that is ended from outside."""
        try:
            return await self._run_once(deadline, work, *given)
        except _LostWorkerError:
            return await self._run_once(deadline, work, *given)

    async def _run_once(
        self, deadline: float, work: Callable[[*Given], Result], *given: *Given
    ) -> Result:
        pool = await self._ensure_pool()
        task = pool.schedule(worker_tasks.run_task, args=(work, *given), timeout=deadline)
        answer: asyncio.Future[Result] = asyncio.wrap_future(task)
        try:
            # A pool that has ended never answers.
            while not (await asyncio.wait([answer], timeout=POOL_CHECK_SECONDS))[0]:
                if self._is_stopped:
                    raise asyncio.CancelledError
                if not pool.active:
                    raise WorkerError(NO_PROCESS)
            return answer.result()
        except DeadlineError:
            raise WorkerError(f"reading it took longer than {deadline:g} s") from None
        except (BrokenProcessPool, ProcessExpired) as fault:
            # A stop breaks the pool as well; then neither the page nor the system is at fault.
            if self._is_stopped:
                raise asyncio.CancelledError from None
            raise _make_error(fault) from None
        except (MemoryError, RecursionError) as fault:
            raise _make_error(fault) from None
        finally:
            answer.cancel()

    async def _ensure_pool(self) -> ProcessPool:
        """Return the pool, or a new one if it has ended by itself; cancel work after a stop."""
        if self._is_stopped:
            raise asyncio.CancelledError
        ended = self._pool
        try:
            if not await self._is_active(ended):
                await self._replace(ended)
        except (BrokenProcessPool, OSError) as fault:
            raise WorkerError(NO_PROCESS) from fault
        return self._pool

    async def _replace(self, ended: ProcessPool) -> None:
        """Start a new pool, unless another caller already did."""
        if ended is self._pool:
            logging.getLogger(__name__).warning("worker processes are restarted: %s", NO_PROCESS)
            self._pool = self._make_pool()
            self._is_started = False
            await asyncio.to_thread(_end, ended)
        await self._is_active(self._pool)

    async def _is_active(self, pool: ProcessPool) -> bool:
        """Return whether a pool runs, and start it with the first question."""
        if self._is_started:
            return bool(pool.active)
        # The fork server loads for seconds before it starts a first process.
        is_active = await asyncio.to_thread(_start, pool)
        self._is_started = is_active and pool is self._pool
        return is_active

    async def warm_up(self) -> None:
        """Start the processes, which then import what they need, before the first page.

        Raises ConfigError if the system lets no process start.
        """
        try:
            await self._is_active(self._pool)
            waiting = [self._pool.schedule(_confirm_ready) for _ in range(self._processes)]
            await asyncio.gather(*(asyncio.wrap_future(future) for future in waiting))
        except (BrokenProcessPool, OSError) as fault:
            reason = fault.__cause__ or fault
            raise ConfigError(
                f"No worker process can be started ({reason}). Let Clausewatch open more files,"
                " start more processes, and write to a folder with a short path (TMPDIR)."
                " Or lower WORKER_PROCESSES."
            ) from fault

    async def __aenter__(self) -> Self:
        """Return the pool; processes start with the first task."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the workers; their work is dropped, and done again after the next start."""
        self._is_stopped = True
        await asyncio.to_thread(_end, self._pool)


def lower_priority() -> None:
    """Give way to the process that answers people on this machine; call once per process."""
    os.nice(NICE)


def _start(pool: ProcessPool) -> bool:
    """Start a pool with Ctrl-C blocked: a fork server inherits that until it can end silently."""
    # Its start ends by unblocking Ctrl-C, so it comes first.
    resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return bool(pool.active)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
    pool.join()


def _make_error(
    fault: BrokenProcessPool | ProcessExpired | MemoryError | RecursionError,
) -> WorkerError:
    """Return what ended the work of a worker."""
    if isinstance(fault, BrokenProcessPool):
        return WorkerError(NO_PROCESS)
    if isinstance(fault, RecursionError):
        return WorkerError("its markup is nested too deeply to read")
    if isinstance(fault, ProcessExpired) and fault.exitcode in _LOST_FROM_OUTSIDE:
        return _LostWorkerError("the worker process that read it was ended from outside")
    return WorkerError("reading it took more memory than a worker may use")


def _confirm_ready() -> bool:
    return True


def _limit_worker(memory_bytes: int) -> None:
    """Cap the memory of the worker; leave Ctrl-C to the parent, which then stops the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_fork_server()
    _end_with_program()
    lower_priority()
    # One of the libraries has reserved address space for every core.
    limit = _address_space() + memory_bytes
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError) as fault:
        logging.getLogger(__name__).warning("worker memory is not capped: %s", fault)


def _end_with_fork_server() -> None:
    """Let the system end this process with its parent, where it can.

    Else a worker would live on that the pool has given up, and take tasks of its successor.
    """
    set_option = getattr(ctypes.CDLL(None), "prctl", None)
    if set_option is not None:
        set_option(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _end_with_program() -> None:
    """Let the system end this process with the program, whose death closes a pipe to it.

    Else a worker that a page keeps busy would live on, as nobody enforces its deadline, and the
    fork server with it.
    """
    program = parent_process()
    if program is not None and hasattr(os, "O_ASYNC"):
        fcntl.fcntl(program.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(program.sentinel, fcntl.F_SETFL, os.O_ASYNC)


def _address_space() -> int:
    """Return the bytes of address space in use, or 0 if the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
