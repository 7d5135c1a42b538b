"""The pytest plugin of `make test`: the suite is collected once, and copies of this process run it.

With pytest-xdist every process collects, which loads the whole program and all tests again. Here
`--copies N` forks N processes once everything is collected. A copy is told of its next test when it
begins one, because what both use is kept. Tests of a file go to one copy, in batches.

A copy that ends by itself fails the test that it ran, and a new copy takes the rest of its tests.
One that fails after its last test is an error of that test.
"""

import atexit
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait
from pickle import UnpicklingError
from typing import Any, Literal

import pytest

MAX_BATCH = 200
"""Tests of one file that a copy takes at a time; the fewer, the sooner all copies end."""
BEGUN, REPORTED, ENDED = "begun", "reported", "ended"
"""What a copy tells, with the position of a test or with a report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the number of processes."""
    parser.addoption("--copies", type=int, default=1, help="processes that run the collected tests")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in copies, or leave them to pytest if one process is enough."""
    options = session.config.option
    if options.copies < 2 or options.collectonly or session.testsfailed:
        return None
    run = SuiteRun(session, deque(make_batches(session.items)))
    run.run(options.copies)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
    return True


def make_batches(items: Sequence[pytest.Item]) -> Iterator[list[int]]:
    """Yield the positions of tests that one copy runs in a row: each of the longest alone."""
    for _, group in groupby(
        enumerate(items), lambda pair: (pair[1].path, pair[1].get_closest_marker("long"))
    ):
        positions = [position for position, _ in group]
        size = 1 if items[positions[0]].get_closest_marker("long") else MAX_BATCH
        for first in range(0, len(positions), size):
            yield positions[first : first + size]


@dataclass
class Copy:
    """A copy, what was promised to it, and the test that it runs."""

    pid: int
    connection: Connection
    batch: deque[int] = field(default_factory=deque)
    promised: int | None = None
    running: int | None = None
    ended: int = 0
    """The test that it ran last."""


@dataclass
class SuiteRun:
    """The run of all tests, as the process sees it that collected them."""

    session: pytest.Session
    batches: deque[list[int]]
    copies: list[Copy] = field(default_factory=list)
    started: int = 0

    def run(self, count: int) -> None:
        """Start the copies and report what they tell, until all have ended."""
        try:
            for _ in range(count):
                self._start_copy()
            while self.copies:
                ready = wait([copy.connection for copy in self.copies])
                for copy in [copy for copy in self.copies if copy.connection in ready]:
                    self._hear(copy)
        finally:
            for copy in self.copies:
                os.kill(copy.pid, signal.SIGTERM)

    def _start_copy(self) -> None:
        connection, connection_of_copy = Pipe()
        self.started += 1
        pid = os.fork()
        if pid == 0:
            connection.close()
            for other in self.copies:
                other.connection.close()
            run_copy(self.session, connection_of_copy, self.started)
        connection_of_copy.close()
        copy = Copy(pid, connection)
        self.copies.append(copy)
        self._promise(copy)

    def _promise(self, copy: Copy) -> None:
        """Tell a copy which test it runs next; None is the end."""
        if self._is_stopped():
            copy.batch.clear()
        elif not copy.batch and self.batches:
            copy.batch.extend(self.batches.popleft())
        copy.promised = copy.batch.popleft() if copy.batch else None
        # A copy that has ended is noticed when it is heard next.
        with suppress(OSError):
            copy.connection.send(copy.promised)

    def _is_stopped(self) -> bool:
        return bool(self.session.shouldfail or self.session.shouldstop)

    def _hear(self, copy: Copy) -> None:
        told = None
        # A copy that is killed within a report leaves a part of it.
        with suppress(EOFError, OSError, UnpicklingError):
            told = copy.connection.recv()
        if told is None:
            self._part_from(copy)
            return
        event, content = told
        config = self.session.config
        if event == REPORTED:
            report = config.hook.pytest_report_from_serializable(config=config, data=content)
            config.hook.pytest_runtest_logreport(report=report)
            return
        item = self.session.items[content]
        about = {"nodeid": item.nodeid, "location": item.location}
        if event == BEGUN:
            copy.running = content
            config.hook.pytest_runtest_logstart(**about)
            self._promise(copy)
        else:
            copy.running, copy.ended = None, content
            config.hook.pytest_runtest_logfinish(**about)
            if copy.promised is None:
                self._part_from(copy)

    def _part_from(self, copy: Copy) -> None:
        """Report a copy that ended too early, and let a new one take its tests."""
        self.copies.remove(copy)
        copy.connection.close()
        _, status = os.waitpid(copy.pid, 0)
        left = [*copy.batch]
        if copy.running is None:
            # At the end nothing is promised; before it, the test that was promised may be at fault.
            lost = copy.promised
        else:
            lost = copy.running
            left = [*([] if copy.promised is None else [copy.promised]), *left]
        if lost is not None:
            self._report_lost(lost, status, "call")
        elif status != 0:
            # Nothing was left to run: the last test is passed, and what it left behind failed.
            self._report_lost(copy.ended, status, "teardown")
        if left and not self._is_stopped():
            self.batches.appendleft(left)
            self._start_copy()

    def _report_lost(self, position: int, status: int, when: Literal["call", "teardown"]) -> None:
        item = self.session.items[position]
        text = f"the process of this test ended with status {os.waitstatus_to_exitcode(status)}"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", text, when)
        item.ihook.pytest_runtest_logreport(report=report)


def run_copy(session: pytest.Session, connection: Connection, number: int) -> None:
    """Run the tests that are promised to this copy, and end this process."""
    status = 1
    try:
        _settle(session.config, number)
        session.config.pluginmanager.register(_Reporter(session.config, connection))
        position = connection.recv()
        while position is not None:
            connection.send((BEGUN, position))
            item, following = session.items[position], connection.recv()
            next_item = None if following is None else session.items[following]
            item.ihook.pytest_runtest_protocol(item=item, nextitem=next_item)
            connection.send((ENDED, position))
            position = following
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        # Leaves out everything that the first process does at its end, such as the summary.
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _settle(config: pytest.Config, number: int) -> None:
    """Give this copy a temporary folder and a file for captured output of its own."""
    plugins = config.pluginmanager
    plugins.unregister(name="terminalreporter")
    capture = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    factory = config._tmp_path_factory
    factory._basetemp = factory.getbasetemp() / f"copy-{number}"
    factory._basetemp.mkdir()


class _Reporter:
    """Sends the reports of a copy to the first process."""

    def __init__(self, config: pytest.Config, connection: Connection) -> None:
        self.config = config
        self.connection = connection

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Send a report as plain data."""
        data: dict[str, Any] = self.config.hook.pytest_report_to_serializable(
            config=self.config, report=report
        )
        self.connection.send((REPORTED, data))
