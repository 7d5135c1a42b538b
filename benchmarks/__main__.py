"""`make bench`: run every benchmark that needs only this machine, and print one table at the end.

    python -m benchmarks [--long]

That takes less than half an hour, during which nothing else should run. `--long` takes two hours
more: 100,000 documents, 100,000 checks, and passes over 20,000 documents at the pace of real hosts.
What needs PostgreSQL is skipped if it is not installed.
"""

import argparse
import resource
import subprocess
import sys
import time

from benchmarks.figures import LINE_PREFIX, Figure, parse_figure, render_table
from tests import postgres_server

BENCHMARKS: tuple[tuple[str, ...], ...] = (
    ("startup",),
    ("fetch_cost",),
    ("check_cost", "600"),
    ("compare_cost",),
    ("catalogue_lookup",),
    ("growth",),
    ("list_latency", "1000", "200"),
    ("hostile_sites",),
    ("memory_growth", "20000"),
)
LONG_BENCHMARKS: tuple[tuple[str, ...], ...] = (
    ("growth", "--sizes", "1000", "20000", "100000"),
    ("memory_growth", "100000"),
    ("passes", "20000", "--workers", "1", "2", "4"),
)
HAVE_SERVER = ("growth", "passes")
"""Benchmarks that have `--server`."""


def list_benchmarks(*, is_long: bool) -> list[tuple[str, ...]]:
    """Return the module and the arguments of each benchmark."""
    longer = {module for module, *_ in LONG_BENCHMARKS} if is_long else set()
    chosen = [command for command in BENCHMARKS if command[0] not in longer]
    commands: list[tuple[str, ...]] = []
    for command in (*chosen, *(LONG_BENCHMARKS if is_long else ())):
        commands.append(command)
        if command[0] in HAVE_SERVER and postgres_server.find_binaries() is not None:
            commands.append((*command, "--server"))
    return commands


def run(module: str, *arguments: str) -> list[Figure]:
    """Run a benchmark, print its output and what it took, and return its figures."""
    started, cpu_started = time.monotonic(), _measure_cpu_seconds()
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
    seconds, cpu_seconds = time.monotonic() - started, _measure_cpu_seconds() - cpu_started
    print(f"-- {module}: {seconds:.0f} s, {cpu_seconds:.0f} s CPU", flush=True)
    return figures


def _measure_cpu_seconds() -> float:
    """Return the CPU time of all benchmarks that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Run all benchmarks; exit with the status of the first one that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--long", action="store_true", help="two hours more: 100,000 documents, and passes"
    )
    is_long = parser.parse_args().long
    started = time.monotonic()
    figures = [figure for command in list_benchmarks(is_long=is_long) for figure in run(*command)]
    minutes, cpu_minutes = (time.monotonic() - started) / 60, _measure_cpu_seconds() / 60
    print(f"\n{len(figures)} figures in {minutes:.0f} minutes, {cpu_minutes:.0f} minutes of CPU")
    print(f"{render_table(figures)}")


if __name__ == "__main__":
    main()
