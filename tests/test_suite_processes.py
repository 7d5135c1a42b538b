"""The suite is collected once, and every test is reported, whatever ends the process it runs in."""

import subprocess
import sys
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


def run_suite(folder: Path, *options: str) -> str:
    """Run three files of tests in two copies and return the output."""
    (folder / "pytest.ini").touch()
    for name, text in {"one": SUITE, "two": LOST, "three": SUITE}.items():
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


@pytest.mark.parametrize("count", [1, MAX_BATCH, MAX_BATCH + 1])
def test_each_test_is_in_one_batch(request: pytest.FixtureRequest, count: int) -> None:
    """The tests of a file stay together up to a limit."""
    batches = list(make_batches([request.node] * count))
    assert [position for batch in batches for position in batch] == list(range(count))
    assert max(map(len, batches)) == min(count, MAX_BATCH)
