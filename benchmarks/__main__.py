"""`make bench`: every benchmark that needs nothing but this machine, and one table at the end.

    python -m benchmarks [DOCUMENTS]

With 20,000 documents, which is what the aims are about, it takes about two hours; nothing else
should run meanwhile. The last pass needs an installed PostgreSQL and is left out without one.
"""

import subprocess
import sys

from benchmarks.figures import MARK, Figure, figure_of, table
from tests import postgres_server

DOCUMENTS = 20_000


def benchmarks(count: int) -> list[tuple[str, ...]]:
    """Return the modules and their arguments."""
    sizes = [str(size) for size in (1000, 5000, 20_000) if size < count] + [str(count)]
    found: list[tuple[str, ...]] = [
        ("fetch_cost",),
        ("check_cost",),
        ("compare_cost",),
        ("scale", "growth", *sizes),
        ("catalogue_lookup",),
        ("list_latency",),
        ("scale", "flat", str(count * 5)),
        ("passes", str(count), "--workers", "1", "2", "4"),
    ]
    if postgres_server.find_binaries() is not None:
        found.append(("passes", str(count), "--server", "--workers", "1", "2", "4"))
    return found


def run(module: str, *arguments: str) -> list[Figure]:
    """Run one, show what it says, and return its figures."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    print(f"\n== python {' '.join(command[1:])}", flush=True)
    figures = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(MARK):
                figures.append(figure_of(line))
            else:
                print(line, end="", flush=True)
    if process.returncode:
        sys.exit(process.returncode)
    return figures


def main() -> None:
    """Run them all; the exit status is that of the first which failed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    figures = [figure for words in benchmarks(count) for figure in run(*words)]
    print(f"\n{table(figures)}")


if __name__ == "__main__":
    main()
