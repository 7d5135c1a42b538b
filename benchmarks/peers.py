"""`make bench-peers`: CPU ms per check and memory of other watchers and ours, on the same pages.

    python -m benchmarks.peers [FOLDER...] [--pages 150] [--only NAME...]

Installs urlwatch, webchanges and changedetection.io, each into a virtual environment of its own
below `build/peers`, from where pip finds packages. One that cannot be installed, or fails, is
skipped by name. A loopback server sends pages of 50 to 400 KB, stored ones of the folders or
invented ones, each from a host of its own. The CPU is that of all processes, without start-up: of a
peer a run with all pages less a run with one, of ours all checks but the first. The peers extract
text and compare it; Clausewatch also files provisions. Memory is the peak of a peer's process; ours
is that of all processes, shared pages counted once.
"""

import argparse
import asyncio
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from benchmarks import stored_page_server
from benchmarks.loopback_server import find_free_port
from benchmarks.page_costs import PAGES, make_urls, measure_ours

ENVIRONMENTS = Path(__file__).resolve().parent.parent / "build" / "peers"
CASES = {
    "first pass": "conditional",
    "unchanged, 304": "conditional",
    "unchanged, 200": "full",
    "5% changed": "few",
}
"""Each case with the phase of the server, in the order in which they follow each other."""
INSTALL_SECONDS, RUN_SECONDS, POLL_SECONDS = 1200, 900, 0.02
Row = tuple[Sequence[float], float]
"""CPU ms per check in each case, and MB."""


class Skipped(Exception):  # an answer, not a fault
    """A peer cannot be measured here; the message is shown."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another watcher: its package, and how a run in a folder is prepared and started."""

    package: str
    prepare: Callable[[Path, Sequence[str]], None]
    command: tuple[str, ...]
    """Started in the folder; the first word is a program of its environment."""
    first_options: Callable[[Sequence[str]], list[str]] = lambda _: []
    """Of the first pass only."""
    later_options: tuple[str, ...] = ()
    has_port: bool = False
    """Whether it wants a free port."""


def write_urlwatch_jobs(folder: Path, urls: Sequence[str]) -> None:
    """Let urlwatch keep the text of each page by its fast method."""
    jobs = (f"url: {url}\nfilter:\n  - html2text: strip_tags\n" for url in urls)
    (folder / "urls.yaml").write_text("---\n".join(jobs), encoding="utf-8")
    (folder / "config.yaml").write_text("report:\n  stdout:\n    enabled: true\n", encoding="utf-8")


def write_webchanges_jobs(folder: Path, urls: Sequence[str]) -> None:
    """Let webchanges keep the text of each page by its usual method."""
    jobs = (f"url: {url}\nfilters:\n  - html2text:\n" for url in urls)
    (folder / "jobs.yaml").write_text("---\n".join(jobs), encoding="utf-8")


def do_nothing(folder: Path, urls: Sequence[str]) -> None:
    """Prepare nothing: the URLs are on the command line."""


def list_url_options(urls: Sequence[str]) -> list[str]:
    """Return the URLs as changedetection.io reads them."""
    return [word for url in urls for word in ("-u", url)]


PEERS = (
    Peer(
        "urlwatch",
        write_urlwatch_jobs,
        (
            "urlwatch", "--urls", "urls.yaml", "--config", "config.yaml", "--cache", "cache.db",
            "--hooks", "hooks.py",
        ),
    ),
    Peer(
        "webchanges",
        write_webchanges_jobs,
        (
            "webchanges", "--jobs", "jobs.yaml", "--config", "config.yaml", "--database",
            "snapshots.db", "--hooks", "hooks.py",
        ),
    ),
    Peer(
        "changedetection.io",
        do_nothing,
        ("changedetection.io", "-d", "store", "-C", "-l", "ERROR", "-b"),
        list_url_options,
        ("-r", "all"),
        has_port=True,
    ),
)  # fmt: skip


def install(package: str) -> Path:
    """Return the environment that has a package; install it if it is new. Raises Skipped."""
    folder = ENVIRONMENTS / package
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", package]
    try:
        done = subprocess.run(  # noqa: S603  # pip of an environment of ours
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Skipped(f"not installed after {INSTALL_SECONDS} s") from None
    if done.returncode:
        raise Skipped("pip cannot install it here")
    return folder


def run_once(
    peer: Peer, environment: Path, folder: Path, options: Sequence[str]
) -> tuple[float, float]:
    """Run a peer over its pages; return the CPU ms and the peak MB. Raises Skipped."""
    program, *arguments = peer.command
    command = [str(environment / "bin" / program), *arguments, *options]
    if peer.has_port:
        command += ["-p", str(find_free_port())]
    variables = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "EDITOR": "true",
        "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
    }  # fmt: skip
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # a program of the peer's environment
            command, cwd=folder, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        cpu_ms, memory = _wait_for(process)
    if process.returncode:
        last = (folder / "output.txt").read_text(errors="replace").strip().splitlines()[-1:]
        raise Skipped(f"it ended with status {process.returncode}: {' '.join(last)[:120]}")
    return cpu_ms, memory


def _wait_for(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Return the CPU ms and the peak MB of a process once it has ended, by itself or too late."""
    deadline, memory = time.monotonic() + RUN_SECONDS, 0.0
    while True:
        # The peak in rusage would be ours: a child begins with the memory of its parent.
        with suppress(OSError):
            lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
            peaks = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
            memory = max(memory, *peaks) if peaks else memory
        time.sleep(POLL_SECONDS)
        if time.monotonic() > deadline:
            process.kill()
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
    process.returncode = os.waitstatus_to_exitcode(status)
    return 1000 * (usage.ru_utime + usage.ru_stime), memory


def run_cases(peer: Peer, environment: Path, port: int, count: int) -> list[tuple[float, float]]:
    """Return CPU ms and peak MB of a run over `count` pages in each case. Raises Skipped."""
    urls = make_urls(port, count)
    runs: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer.prepare(folder, urls)
        for case, phase in CASES.items():
            stored_page_server.set_phase(port, phase)
            options = peer.later_options if runs else peer.first_options(urls)
            runs.append(run_once(peer, environment, folder, options))
            if (sent := stored_page_server.count_sent(port)) < count:
                raise Skipped(f"it requested {sent} of {count} pages ({case})")
    return runs


def measure_peer(peer: Peer, port: int, count: int) -> Row:
    """Install a peer, and measure it in each case. Raises Skipped."""
    environment = install(peer.package)
    starts = run_cases(peer, environment, port, 1)
    runs = run_cases(peer, environment, port, count)
    costs = [
        (all_pages - one) / (count - 1)
        for (all_pages, _), (one, _) in zip(runs, starts, strict=True)
    ]
    return costs, max(memory for _, memory in runs)


async def measure_clausewatch(port: int, count: int) -> Row:
    """Measure ours in each case."""
    costs, (_, shared_once) = await measure_ours(port, count, CASES)
    return [statistics.fmean(costs[name].totals[1:]) for name in CASES], shared_once


def find_version(package: str) -> str:
    """Return the release of a package in its environment."""
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    program = ENVIRONMENTS / package / "bin" / "python"
    return subprocess.run(  # noqa: S603
        [program, "-c", code, package], capture_output=True, text=True, check=True
    ).stdout.strip()


def format_row(name: str, row: Row) -> str:
    """Return a line of the table."""
    costs, memory = row
    return f"| {name} | {' | '.join(f'{cost:.1f}' for cost in costs)} | {memory:.0f} |"


def main() -> None:
    """Read the arguments, measure each watcher, and print the table as it grows."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--only", nargs="+", default=[peer.package for peer in PEERS])
    options = parser.parse_args()
    count = len(stored_page_server.select_pages(options.folders, options.pages))
    print(f"CPU ms per check, mean of {count} pages, and memory in MB")
    print(f"| | {' | '.join(CASES)} | memory |\n|{'---|' * (len(CASES) + 2)}", flush=True)
    with stored_page_server.run_server(options.folders, count) as port:
        ours = asyncio.run(measure_clausewatch(port, count))
        print(format_row("Clausewatch", ours), flush=True)
        for peer in (peer for peer in PEERS if peer.package in options.only):
            try:
                row = measure_peer(peer, port, count)
                name = f"{peer.package} {find_version(peer.package)}"
                print(format_row(name, row), flush=True)
            except Skipped as reason:
                print(f"{peer.package}: skipped, {reason}", flush=True)


if __name__ == "__main__":
    # Workers import the module that a program starts with. The one of `clausewatch` is empty.
    vars(sys.modules["__main__"]).update(__spec__=None, __file__=None)
    main()
