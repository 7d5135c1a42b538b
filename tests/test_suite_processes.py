"""The suite is collected once, and every test is reported, whatever ends the process it runs in."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bot_processes import ROOT
from tests.suite_processes import MAX_BATCH, make_batches

SUITE = """
import os
import pytest

COLLECTED_IN = os.getpid()
with open("collections", "a") as lines:
    lines.write("once\\n")

@pytest.fixture(scope="module")
def opened():
    yield []
    with open(f"closed-{os.getpid()}", "a") as lines:
        lines.write("once\\n")

@pytest.mark.parametrize("number", range(30))
def test_many(number, opened, tmp_path):
    print("said by", number)
    opened.append(number)
    assert os.getpid() != COLLECTED_IN
    assert number != 7

def test_that_is_skipped():
    pytest.skip("for a reason")
"""
LOST = """
import os

def test_that_kills_its_process():
    os.kill(os.getpid(), 9)

def test_that_ends_its_process():
    os._exit(0)

def test_afterwards():
    pass
"""
WITHIN_A_REPORT = """
import gc, os
from multiprocessing.connection import Connection
import pytest

@pytest.mark.parametrize("sent", [(1000).to_bytes(4) + b"part", (4).to_bytes(4) + b"what"])
def test_that_is_killed(sent):
    for each in gc.get_objects():
        if isinstance(each, Connection) and not each.closed:
            os.write(each.fileno(), sent)
    os.kill(os.getpid(), 9)

def test_afterwards():
    pass
"""
"""Copies that are killed after a part of a report, and after one that is no pickle."""
AT_THE_END = """
import atexit, os

def test_that_leaves_something():
    atexit.register(os._exit, 7)
"""
PASSED = """
def test_that_passes():
    pass
"""
SUITES = {"one": SUITE, "two": LOST, "three": SUITE}


def run_suite(folder: Path, *options: str, suites: Mapping[str, str] = SUITES) -> str:
    """Run files of tests in two copies and return the output."""
    (folder / "pytest.ini").touch()
    for name, text in suites.items():
        (folder / f"test_{name}.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(  # noqa: S603  # our own tests
        [*command, "-p", "tests.suite_processes", "--copies", "2", *options],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_every_test_is_reported(tmp_path: Path) -> None:
    """A lost process fails its own test alone, and fixtures of a file are closed where they are."""
    told = run_suite(tmp_path)
    assert "4 failed, 59 passed, 2 skipped" in told
    assert told.count("the process of this test ended with status -9") == 1
    assert told.count("the process of this test ended with status 0") == 1
    assert told.count("said by 7\n") == 2
    assert "said by 8" not in told
    assert (tmp_path / "collections").read_text() == "once\n" * 2
    closed = [path.read_text() for path in tmp_path.glob("closed-*")]
    assert "".join(closed) == "once\n" * 2


def test_the_first_failure_stops_all_copies(tmp_path: Path) -> None:
    """With `-x` a copy runs at most the one test more that it was told of."""
    told = run_suite(tmp_path, "-x", "-k", "many")
    assert "stopping after" in told
    assert "58 passed" not in told


def test_a_report_that_breaks_off_is_a_failure(tmp_path: Path) -> None:
    """Every other test is run and reported."""
    told = run_suite(tmp_path, suites={"one": WITHIN_A_REPORT, "two": PASSED})
    assert "INTERNALERROR" not in told
    assert "2 failed, 2 passed" in told


def test_a_process_that_fails_at_its_end_fails_the_run(tmp_path: Path) -> None:
    """Its last test passed, and has an error."""
    told = run_suite(tmp_path, suites={"one": AT_THE_END, "two": PASSED})
    assert "the process of this test ended with status 7" in told
    assert "2 passed, 1 error" in told


@pytest.mark.parametrize("count", [1, MAX_BATCH, MAX_BATCH + 1])
def test_each_test_is_in_one_batch(request: pytest.FixtureRequest, count: int) -> None:
    """The tests of a file stay together up to a limit."""
    batches = list(make_batches([request.node] * count))
    assert [position for batch in batches for position in batch] == list(range(count))
    assert max(map(len, batches)) == min(count, MAX_BATCH)
