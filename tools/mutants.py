"""Plants known faults in the code that decides, one by one, and runs the tests that must notice.

`make mutants` reads `tests/mutation/mutants.toml` and works in copies of the tree, one per process.
It prints every fault that no test noticed, and exits with status 1 if more than 5% survive. A fault
whose text is not in its file any more is out of date, and must be rewritten or removed.

The tests run in forks of a process that has loaded the libraries and nothing of the tree. Those on
SQLite run first, because most faults show there; the rest runs if they notice nothing.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent
MUTANTS_FILE = ROOT / "tests" / "mutation" / "mutants.toml"
IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", "node_modules", "data.*"
)
OUTPUT_FILE = "mutants.log"
MIN_NOTICED = 0.95
DEADLINE_SECONDS = 900
"""A fault may make a test wait for ever; then it is noticed as well."""
"""The `check_tests` of all tests may take longer, and has no deadline."""
TESTS_FAILED, NO_TESTS = 1, 5
ENDED = 100
"""Added to the status of a run that ends: one that breaks off is no test that failed."""
OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Plugins are loaded before pytest starts, so their assertions say less."""
NOT_ON_A_SERVER = ("-k", "not postgresql")
LIBRARIES = (
    *("pytest", "pytest_asyncio.plugin", "pytest_socket", "_hypothesis_pytestplugin", "hypothesis"),
    *("sqlalchemy.ext.asyncio", "sqlmodel", "aiosqlite", "asyncpg", "alembic.command"),
    *("slack_bolt.async_app", "aiohttp.web", "httpx", "lxml.html", "numpy", "pydantic_settings"),
    *("structlog", "typer", "pebble", "apscheduler", "dateparser", "pypdf"),
)
"""Those that most tests load. One that is not installed is left out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: a text of a file, what replaces it, and the tests that must fail then."""

    about: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def is_current(self, root: Path = ROOT) -> bool:
        """Return whether the file has the text once, so that the fault can be planted."""
        path = root / self.file
        return path.is_file() and path.read_text("utf-8").count(self.before) == 1


def load_mutants(path: Path = MUTANTS_FILE) -> tuple[Mutant, ...]:
    """Return the faults of the list."""
    rows = tomllib.loads(path.read_text("utf-8"))["mutant"]
    return tuple(Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the tree, and the process that runs tests in it."""

    root: Path
    process: subprocess.Popen[str]

    def run(self, *arguments: str, seconds: int = DEADLINE_SECONDS) -> int:
        """Run pytest, and return its status; a run that takes longer counts as failed."""
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError("pipes were asked for")
        order = {"arguments": [*OPTIONS, *arguments]}
        self.process.stdin.write(f"{json.dumps(order | {'seconds': seconds})}\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        if code == -signal.SIGALRM:
            return TESTS_FAILED
        status = code - ENDED
        if status not in {0, TESTS_FAILED, NO_TESTS}:
            log = (self.root / OUTPUT_FILE).read_text("utf-8", errors="replace")
            raise RuntimeError(log[-2000:])
        return status


@contextmanager
def open_copy(root: Path) -> Iterator[Copy]:
    """Start the process that runs tests in a copy of the tree."""
    command = (sys.executable, str(Path(__file__)), "--serve")
    with subprocess.Popen(  # noqa: S603  # our own command
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Copy(root, process)


def serve() -> None:
    """Run pytest in a fork for each order, and answer with its status."""
    for name in LIBRARIES:
        with suppress(ImportError):
            import_module(name)
    # The folder of this file has modules that are no libraries.
    sys.path[0] = str(Path.cwd())
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.alarm(order["seconds"])
            output = os.open(OUTPUT_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(output, 1)
            os.dup2(output, 2)
            sys.exit(ENDED + int(import_module("pytest").main(order["arguments"])))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def check_tests(mutants: Sequence[Mutant], copy: Copy) -> None:
    """Run the tests of all faults without a fault. Raises RuntimeError if one fails by itself."""
    tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
    if tests and copy.run(*NOT_ON_A_SERVER, *tests, seconds=0) == TESTS_FAILED:
        raise RuntimeError("The tests fail without a planted fault; mend them first.")


def is_noticed(mutant: Mutant, copy: Copy) -> bool:
    """Plant a fault in a copy of the tree, run its tests there, and take it out again."""
    with _plant(mutant, copy.root):
        if copy.run(*NOT_ON_A_SERVER, *mutant.tests) == TESTS_FAILED:
            return True
        status = copy.run(*mutant.tests)
    return status == TESTS_FAILED and copy.run(*mutant.tests) == 0


@contextmanager
def _plant(mutant: Mutant, root: Path) -> Iterator[None]:
    path = root / mutant.file
    intact, stat = path.read_text("utf-8"), path.stat()
    path.write_text(intact.replace(mutant.before, mutant.after), "utf-8")
    try:
        yield
    finally:
        path.write_text(intact, "utf-8")
        # With its former time the file has its former bytecode, and not that of the fault.
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@contextmanager
def make_copies(count: int) -> Iterator[SimpleQueue[Copy]]:
    """Yield copies of the tree, one per process."""
    copies: SimpleQueue[Copy] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        for number in range(count):
            root = Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=IGNORED))
            copies.put(stack.enter_context(open_copy(root)))
        yield copies


def find_survivors(mutants: Sequence[Mutant], processes: int) -> list[Mutant]:
    """Return the faults that no test notices, and print each result as it comes."""
    with make_copies(processes) as copies, ThreadPoolExecutor(processes) as pool:
        copy = copies.get()
        check_tests(mutants, copy)
        copies.put(copy)

        def try_mutant(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                noticed = is_noticed(mutant, copy)
            finally:
                copies.put(copy)
            sys.stdout.write(f"{'noticed ' if noticed else 'SURVIVED'}  {mutant.about}\n")
            sys.stdout.flush()
            return noticed

        results = list(pool.map(try_mutant, mutants))
    return [mutant for mutant, noticed in zip(mutants, results, strict=True) if not noticed]


def main() -> None:
    """Run all faults, or those whose description or file contains a text."""
    parser = argparse.ArgumentParser(description="Plant known faults; the tests must notice them.")
    parser.add_argument("text", nargs="?", default="", help="only faults that contain this text")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    mutants = [m for m in load_mutants() if options.text in f"{m.about} {m.file}"]
    outdated = [mutant for mutant in mutants if not mutant.is_current()]
    for mutant in outdated:
        sys.stdout.write(f"OUTDATED  {mutant.about} ({mutant.file})\n")
    current = [mutant for mutant in mutants if mutant not in outdated]
    survivors = find_survivors(current, options.processes)
    noticed = len(current) - len(survivors)
    sys.stdout.write(f"{noticed} of {len(current)} faults were noticed\n")
    sys.exit(bool(outdated) or noticed < MIN_NOTICED * len(current))


if __name__ == "__main__":
    main()
