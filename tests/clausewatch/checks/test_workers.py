"""The worker processes: what a bad page costs, and what it does not."""

import asyncio
import contextlib
import os
import resource
import signal
import socket
import sys
import threading
import time
from asyncio.subprocess import DEVNULL, PIPE
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pebble import ProcessExpired, ProcessPool

from clausewatch.checks import workers as workers_module
from clausewatch.checks.examination import (
    FirstReading,
    Task,
)
from clausewatch.checks.workers import NICE, Workers
from clausewatch.errors import ConfigError, ExtractError, WorkerError
from clausewatch.model.reading import Expected, Page
from tests.patience import wait_until

PROGRAM = """
import asyncio, os, re
from multiprocessing import util
from clausewatch.checks.workers import Workers

async def main():
    async with Workers(1, 60, 1024) as workers:
        pids = [await workers.read(os.getpid), await workers.read(os.getppid)]
        print(*pids, util.get_temp_dir(), flush=True)
        await workers.read(re.match, "(a|a)*b", "a" * 60)

asyncio.run(main())
"""
"""It never ends by itself."""
BUSY_TICKS = 5
"""Of CPU time: only a worker that has taken its last task uses so much, and never ends it."""
PAGE = (
    b"<html lang='en'><head><title>Privacy Policy</title></head><body><main><h1>Privacy Policy</h1>"
    b"<p>This policy explains what personal data we collect and why we use it.</p>"
    b"<h2>Your rights</h2><p>You may ask us for a copy of your data at any time.</p>"
    b"</main></body></html>"
)


def task(body: bytes, content_type: str = "text/html") -> Task:
    """One page to read for the first time."""
    page = Page("https://acme.example/privacy", body, content_type)
    return Task((page,), Expected("Acme", "privacy policy", page.url))


async def test_a_worker_reads_a_page() -> None:
    """The value that comes back is the one that the stages made."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        found = await workers(task(PAGE))
    assert found.reading.title == "Privacy Policy"
    assert isinstance(found, FirstReading)


async def test_a_worker_with_the_least_memory_recognises_provisions() -> None:
    """What libraries reserve does not count; provisions cross the border as they are."""
    async with Workers(1, deadline_seconds=60, memory_mb=256) as workers:
        reading = (await workers(task(PAGE))).reading
        found = await workers.find(reading)
    assert "access_deletion_rights" in {one.clause for one in found}


async def test_an_unreadable_page_is_that_pages_error() -> None:
    """What a worker raises crosses the border as it is, and the worker lives on."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        with pytest.raises(ExtractError):
            await workers(task(b"\x89PNG\r\n", "image/png"))
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"


async def test_a_page_past_the_deadline_costs_its_worker_only() -> None:
    """The process is killed and replaced; the next page is read."""
    async with Workers(1, deadline_seconds=0.001, memory_mb=1024) as workers:
        with pytest.raises(WorkerError):
            await workers(task(PAGE * 4000))
        workers._deadline = 60
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"


async def test_a_pool_that_can_start_no_process_is_replaced() -> None:
    """Without a file left to open the lost worker has no successor; later pages are read."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        await workers(task(PAGE))
        (worker,) = workers._pool._pool_manager.worker_manager.workers
        # What is open stays so; nothing new can be opened.
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, most[1]))
        try:
            os.kill(worker, signal.SIGKILL)
            pool = workers._pool
            await wait_until(lambda: not pool.active)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, most)
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"


async def test_a_start_without_a_process_to_read_in_is_one_sentence() -> None:
    """Whoever starts the program can mend that, so it is no traceback."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, most[1]))
        try:
            with pytest.raises(ConfigError, match="Let Clausewatch open more files"):
                await workers.warm_up()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, most)


async def test_who_waits_for_a_pool_that_ends_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer would never come; the look fails, and the next one has a pool of its own."""
    monkeypatch.setattr(workers_module, "POOL_CHECK_SECONDS", 0.05)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        await workers.warm_up()
        (worker,) = workers._pool._pool_manager.worker_manager.workers
        os.kill(worker, signal.SIGSTOP)
        waiting = asyncio.create_task(workers(task(PAGE)))
        await wait_until(lambda: _has_task(workers))
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, most[1]))
        try:
            os.kill(worker, signal.SIGKILL)
            with pytest.raises(WorkerError):
                await waiting
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, most)
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"


async def test_what_a_stop_cuts_off_is_no_fault_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is dropped, and read after the next start; nobody is told that it could not be read."""
    monkeypatch.setattr(workers_module, "POOL_CHECK_SECONDS", 0.05)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        await workers.warm_up()
        under_way = asyncio.create_task(workers.read(time.sleep, 30))
        await wait_until(lambda: _has_task(workers))
    with pytest.raises(asyncio.CancelledError):
        await under_way
    with pytest.raises(asyncio.CancelledError):
        await workers(task(PAGE))


@pytest.mark.parametrize("fault", [BrokenProcessPool("stopped"), ProcessExpired("lost", 255)])
async def test_a_pool_that_a_stop_breaks_is_no_fault_either(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Work that the pool has, but no worker yet, ends with a fault when the pool stops."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        await workers.warm_up()
        waiting: Future[None] = Future()
        monkeypatch.setattr(workers._pool, "schedule", lambda *_, **__: waiting)
        under_way = asyncio.create_task(workers.read(time.sleep, 30))
        await asyncio.sleep(0)
    waiting.set_exception(fault)
    with pytest.raises(asyncio.CancelledError):
        await under_way


async def test_a_lost_fork_server_costs_no_page() -> None:
    """Its workers end with it, so that none is left over; another one starts the next."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        (first, server) = await workers.read(_list_ancestors)
        os.kill(server, signal.SIGKILL)
        await wait_until(lambda: not _is_alive(first))
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"
        assert not {first, server} & set(await workers.read(_list_ancestors))


def _has_task(workers: Workers) -> bool:
    return bool(workers._pool._pool_manager.task_manager.tasks)


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _list_ancestors() -> tuple[int, int]:
    return os.getpid(), os.getppid()


@pytest.mark.parametrize("victim", ["fork server", "worker"])
async def test_what_is_read_when_its_process_is_ended_from_outside_is_read_again(
    victim: str, tmp_path: Path
) -> None:
    """The page is not at fault, so it is not lost, and nothing is said of its memory."""
    note = tmp_path / "pids"
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        reading = asyncio.create_task(workers.read(_wait_the_first_time, str(note)))
        worker, server = await _read_pids(note)
        if victim == "fork server":
            os.kill(server, signal.SIGKILL)
        else:
            os.kill(worker, signal.SIGTERM)
        assert await reading not in {worker, server}


async def test_a_page_whose_worker_is_ended_twice_is_given_up(tmp_path: Path) -> None:
    """Its next check comes by itself, and the reason is told as it is."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        reading = asyncio.create_task(workers.read(_wait_every_time, str(tmp_path)))
        for attempt in ("1", "2"):
            worker, _ = await _read_pids(tmp_path / attempt)
            os.kill(worker, signal.SIGTERM)
        with pytest.raises(WorkerError, match="ended from outside"):
            await reading


def _wait_the_first_time(note: str) -> int:
    """Return the process that does not write the note, but finds it."""
    if Path(note).exists():
        return os.getpid()
    _write_pids(Path(note))
    time.sleep(60)
    return 0


def _wait_every_time(folder: str) -> None:
    _write_pids(Path(folder) / ("2" if (Path(folder) / "1").exists() else "1"))
    time.sleep(60)


def _write_pids(note: Path) -> None:
    unfinished = note.with_suffix(".part")
    unfinished.write_text(f"{os.getpid()} {os.getppid()}")
    unfinished.rename(note)


async def _read_pids(note: Path) -> list[int]:
    await wait_until(note.exists)
    return [int(pid) for pid in (await asyncio.to_thread(note.read_text)).split()]


async def test_a_new_fork_server_loads_beside_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It loads for seconds, in which commands are answered."""
    starters: list[threading.Thread] = []

    class StarterPool(ProcessPool):
        def _start_pool(self) -> None:
            starters.append(threading.current_thread())
            super()._start_pool()

    monkeypatch.setattr(workers_module, "ProcessPool", StarterPool)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        await workers.warm_up()
        workers._pool.stop()
        assert (await workers(task(PAGE))).reading.title == "Privacy Policy"
    assert len(starters) == 2
    assert threading.main_thread() not in starters


async def test_a_killed_program_leaves_no_process_and_no_file() -> None:
    """Not even a worker whose page would keep it busy for ever, as nobody enforces its deadline."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, stdout=PIPE, stderr=DEVNULL
    )
    assert program.stdout is not None
    worker, server, folder = (await program.stdout.readline()).decode().split()
    busy = _read_cpu_ticks(worker) + BUSY_TICKS
    await wait_until(lambda: _read_cpu_ticks(worker) > busy)
    program.kill()
    await program.wait()
    left = (Path(f"/proc/{worker}"), Path(f"/proc/{server}"), Path(folder))
    await wait_until(lambda: not any(map(Path.exists, left)))


def _read_cpu_ticks(pid: str) -> int:
    """Return the CPU time that a process has used, in ticks of the system."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


async def test_the_fork_server_forks_with_one_thread() -> None:
    """A thread that holds a lock at the fork would leave it locked in the worker for ever."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        _, server = await workers.read(_list_ancestors)
        assert _count_threads(server) == 1


def _count_threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


async def test_a_worker_inherits_no_socket_of_this_process() -> None:
    """A connection to a database or to Slack must end with the process that opened it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.set_inheritable(True)
        async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
            assert os.fstat(ours.fileno()).st_ino not in await workers.read(_list_open_files)


def _list_open_files() -> set[int]:
    """Return the numbers of what this process has open."""
    numbers = set()
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the folder itself
            numbers.add(os.fstat(int(entry.name)).st_ino)
    return numbers


async def test_workers_stand_back_behind_who_answers_people() -> None:
    """On a machine that is busy a command waits for no page."""
    async with Workers(1, 60, 512) as workers:
        assert await workers.read(os.nice, 0) == os.nice(0) + NICE
