"""Limits on the memory, the number and the priority of a browser's processes, through /proc.

Chromium reserves terabytes of addresses, so a limit on the address space would refuse its start.
RLIMIT_DATA counts what a process may write, and caps each process at once. The sum over all
processes is measured, and a browser above its limit is killed. Elsewhere than on Linux only the
limit of the scripts' heap holds.
"""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

IS_SUPPORTED = sys.platform == "linux"
POLL_SECONDS = 0.2
NICE = 5
"""The niceness of a browser, as of a worker process: answers to people come first."""
RESERVED_MB = 1024
"""What a process may write to, but never does: stacks, and the range for compiled code."""
_PROC = Path("/proc")
_MEASURED = ("RssAnon", "RssShmem")


class LimitExceeded(Exception):
    """The browser needs more than it may use; the message is a clause for people."""


@dataclass(frozen=True, slots=True)
class BrowserProcesses:
    """The processes of one browser, found by a switch that only this browser was started with."""

    switch: str
    memory_mb: int
    """For all processes together."""
    count: int

    async def watch(self) -> None:
        """Return never. Raises LimitExceeded, after killing the browser."""
        while True:
            await asyncio.to_thread(self.enforce)
            await asyncio.sleep(POLL_SECONDS)

    def enforce(self) -> None:
        """Limit new processes, and measure all. Raises LimitExceeded, after killing them."""
        pids = self.find()
        _lower_priority(pids)
        for pid in pids:
            _limit_data(pid, (self.memory_mb + RESERVED_MB) << 20)
        if len(pids) > self.count:
            self.kill()
            raise LimitExceeded(f"it starts more than {self.count} processes")
        if sum(map(_measure_bytes, pids)) > self.memory_mb << 20:
            self.kill()
            raise LimitExceeded(f"it needs more than {self.memory_mb:,} MB of memory")

    def find(self) -> list[int]:
        """Return the browser's process and all that descend from it."""
        if not IS_SUPPORTED:
            return []
        parents = _read_parents()
        wanted = self.switch.encode()
        family = {pid for pid in parents if wanted in _read(pid, "cmdline").split(b"\0")}
        size = -1
        while size != len(family):
            size = len(family)
            family |= {pid for pid, parent in parents.items() if parent in family}
        return sorted(family)

    def kill(self) -> None:
        """Kill the browser at once."""
        for pid in self.find():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _read_parents() -> dict[int, int]:
    """Return the parent of each process."""
    parents: dict[int, int] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            pid = int(folder.name)
            # The name of a process may contain blanks and parentheses.
            fields = _read(pid, "stat").rpartition(b")")[2].split()
            if len(fields) > 1:
                parents[pid] = int(fields[1])
    return parents


def _read(pid: int, name: str) -> bytes:
    try:
        return (_PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def _measure_bytes(pid: int) -> int:
    """Return the memory of a process that no file backs."""
    total_kb = 0
    for line in _read(pid, "status").decode("ascii", "replace").splitlines():
        name, _, value = line.partition(":")
        if name in _MEASURED:
            total_kb += int(value.split()[0])
    return total_kb * 1024


def _lower_priority(pids: Sequence[int]) -> None:
    """Lower the priority of the process groups that a browser leads, with all their threads.

    Chromium raises the priority of what it thinks is visible, above ours if it may.
    """
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(pid) == pid:
                os.setpriority(os.PRIO_PGRP, pid, NICE)


def _limit_data(pid: int, size_bytes: int) -> None:
    """Limit what a process may write; its later children inherit the limit."""
    if IS_SUPPORTED:
        with suppress(ProcessLookupError, PermissionError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (size_bytes, size_bytes))
