"""A browser runs below the priority of the process that answers people."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from clausewatch.fetch.browser_processes import IS_SUPPORTED, NICE, BrowserProcesses

SWITCH = "--clausewatch-priority-test"
CHILD = "import subprocess, sys; subprocess.run(['sleep', '60'])"
pytestmark = pytest.mark.skipif(not IS_SUPPORTED, reason="needs /proc")


@pytest.fixture
def browser() -> Iterator[subprocess.Popen[bytes]]:
    """A process group with a child, whose leader has the switch of a browser."""
    command = [sys.executable, "-c", CHILD, SWITCH]
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # our own command
    yield process
    BrowserProcesses(SWITCH, 1, 1).kill()
    process.wait()


def test_every_process_of_a_browser_is_nice(browser: subprocess.Popen[bytes]) -> None:
    """The leader and its children are lowered; the test itself, in another group, is not."""
    processes = BrowserProcesses(SWITCH, 1024, 24)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    while len(found := processes.find()) < 2:  # the child starts at once
        assert browser.poll() is None
    processes.enforce()
    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in found} == {NICE}
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
