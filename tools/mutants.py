"""Plants known faults in the code that decides, one by one, and runs the tests that must notice.

`make mutants` reads `tests/mutation/mutants.toml` and works in copies of the tree, one per process.
It prints every fault that no test noticed, and exits with status 1 if more than 5% survive. A fault
whose text is not in its file any more is out of date, and must be rewritten or removed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent
MUTANTS_FILE = ROOT / "tests" / "mutation" / "mutants.toml"
IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", "node_modules", "data.*"
)
MIN_NOTICED = 0.95
DEADLINE_SECONDS = 900
"""A fault may make a test wait for ever; then it is noticed as well."""
TESTS_FAILED, NO_TESTS = 1, 5


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


def check_tests(mutants: Sequence[Mutant], root: Path) -> None:
    """Run the tests of all faults without a fault. Raises RuntimeError if one fails by itself."""
    tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
    if tests and _run_tests(tuple(tests), root) != 0:
        raise RuntimeError("The tests fail without a planted fault; mend them first.")


def is_noticed(mutant: Mutant, root: Path) -> bool:
    """Plant a fault in a copy of the tree, run its tests there, and take it out again."""
    path = root / mutant.file
    intact = path.read_text("utf-8")
    path.write_text(intact.replace(mutant.before, mutant.after), "utf-8")
    try:
        return _run_tests(mutant.tests, root) == TESTS_FAILED
    finally:
        path.write_text(intact, "utf-8")


def _run_tests(tests: Sequence[str], root: Path) -> int:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(root)}  # noqa: TID251  # of a child process
    try:
        done = subprocess.run(  # noqa: S603  # our own command
            command,
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=DEADLINE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TESTS_FAILED
    if done.returncode not in {0, TESTS_FAILED}:
        raise RuntimeError(done.stdout.decode(errors="replace")[-2000:])
    return done.returncode


@contextmanager
def make_copies(count: int) -> Iterator[SimpleQueue[Path]]:
    """Yield copies of the tree, one per process."""
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            copies.put(Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=IGNORED)))
        yield copies


def find_survivors(mutants: Sequence[Mutant], processes: int) -> list[Mutant]:
    """Return the faults that no test notices, and print each result as it comes."""
    with make_copies(processes) as copies, ThreadPoolExecutor(processes) as pool:
        root = copies.get()
        check_tests(mutants, root)
        copies.put(root)

        def try_mutant(mutant: Mutant) -> bool:
            root = copies.get()
            try:
                noticed = is_noticed(mutant, root)
            finally:
                copies.put(root)
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
    options = parser.parse_args()
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
