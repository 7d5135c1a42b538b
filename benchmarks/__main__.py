"""`make bench`: run every benchmark that needs only this machine, and print one table at the end.

    python -m benchmarks [DOCUMENTS]

The limits apply to 20,000 documents. That takes about two hours, during which nothing else should
run. The last pass is skipped if PostgreSQL is not installed.
"""

import argparse
import subprocess
import sys

from benchmarks.figures import LINE_PREFIX, Figure, parse_figure, render_table
from tests import postgres_server

DOCUMENTS = 20_000


def list_benchmarks(count: int) -> list[tuple[str, ...]]:
    """Return the module and the arguments of each benchmark."""
    sizes = [str(size) for size in (1000, 5000, 20_000) if size < count] + [str(count)]
    commands: list[tuple[str, ...]] = [
        ("startup",),
        ("fetch_cost",),
        ("check_cost",),
        ("compare_cost",),
        ("store_growth", "growth", *sizes),
        ("catalogue_lookup",),
        ("list_latency",),
        ("hostile_sites",),
        ("store_growth", "flat", str(count * 5)),
        ("passes", str(count), "--workers", "1", "2", "4"),
    ]
    if postgres_server.find_binaries() is not None:
        commands.append(("passes", str(count), "--server", "--workers", "1", "2", "4"))
    return commands


def run(module: str, *arguments: str) -> list[Figure]:
    """Run a benchmark, print its output, and return its figures."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    print(f"\n== python {' '.join(command[1:])}", flush=True)
    figures = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(LINE_PREFIX):
                figures.append(parse_figure(line))
            else:
                print(line, end="", flush=True)
    if process.returncode:
        sys.exit(process.returncode)
    return figures


def main() -> None:
    """Run all benchmarks; exit with the status of the first one that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=DOCUMENTS)
    count = parser.parse_args().documents
    figures = [figure for command in list_benchmarks(count) for figure in run(*command)]
    print(f"\n{render_table(figures)}")


if __name__ == "__main__":
    main()
