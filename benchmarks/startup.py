"""CPU of starts, beside the import of the libraries that every bot of this kind needs.

    python -m benchmarks.startup

Prints the CPU of `--help`, `judge`, `explain` and `slash`, the least of several runs, the ratio of
`slash` to the import, and how long `run` takes to answer its first command in a terminal.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import print_figure

RUNS = 5
PEERS = "import slack_bolt, apscheduler, httpx, aiohttp, sqlmodel"
"""What a bot of these parts imports before it does anything."""
PAGE = "<html><title>Privacy Policy</title><main><h1>Privacy Policy</h1><p>We keep it {} days.</p>"
CLI = "from bot.cli.main import main; main()"


def run(folder: Path, code: str, *arguments: str) -> float:
    """Run Python code in a process with the arguments of a command; return its CPU seconds."""
    command = [sys.executable, "-c", code, *arguments]
    before = os.times()
    subprocess.run(  # noqa: S603
        command, cwd=folder, env=make_environment(folder), check=True, stdout=subprocess.PIPE
    )
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def make_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a child: a data folder of its own, and no tokens."""
    root = str(Path(__file__).parent.parent)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": root, "DATA_DIR": str(folder / "data")}


def write_pages(folder: Path) -> tuple[str, str, str]:
    """Write two pages and a list of one pair, and return their paths."""
    pair: dict[str, object] = {"id": "1", "service": "Acme", "document": "Privacy", "url": ""}
    for side, days in (("before", 30), ("after", 90)):
        (folder / f"{side}.html").write_text(PAGE.format(days), encoding="utf-8")
        pair[side] = {"file": f"{side}.html"}
    (folder / "pairs.jsonl").write_text(json.dumps(pair), encoding="utf-8")
    return str(folder / "before.html"), str(folder / "after.html"), str(folder / "pairs.jsonl")


def measure_first_answer(folder: Path) -> float:
    """Return the seconds from the start of `run` until a terminal shows the first answer."""
    started = time.monotonic()
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", CLI, "run"],
        cwd=folder,
        env=make_environment(folder) | {"HEALTH_PORT": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("/policy list\n")
        process.stdin.flush()
        for line in process.stdout:
            if "watch" in line.lower() and "╭" not in line:
                break
        seconds = time.monotonic() - started
        process.terminate()
    return seconds


def print_ratios(folder: Path, commands: dict[str, Sequence[str]]) -> None:
    """Measure all commands in turn, several times, and print the least CPU of each."""
    least = dict.fromkeys(["peers", *commands], 1e9)
    for _ in range(RUNS):
        least["peers"] = min(least["peers"], run(folder, PEERS))
        for name, arguments in commands.items():
            least[name] = min(least[name], run(folder, CLI, *arguments))
    peers = least.pop("peers")
    print_figure("start, import of the libraries alone", peers, "s CPU")
    print_figure("start, `slash` relative to that import", least["slash"] / peers, "times", 1.6)
    for name, seconds in least.items():
        print_figure(f"start, `{name}`", seconds, "s CPU", 0.3 if name == "--help" else 0)


def main() -> None:
    """Measure and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, after, pairs = write_pages(folder)
        run(folder, CLI, "slash", "/policy list")  # creates the database
        commands = (
            ("--help",),
            ("judge", pairs),
            ("explain", before, after),
            ("slash", "/policy list"),
        )
        print_ratios(folder, {command[0]: command for command in commands})
        answers = [measure_first_answer(folder) for _ in range(RUNS)]
        print_figure("start, `run` until its first answer", min(answers), "s", 1.5)


if __name__ == "__main__":
    main()
