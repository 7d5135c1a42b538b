"""How a command runs: its coroutine, its output, and what Ctrl-C does to it."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import typer

T = TypeVar("T")

INTERRUPTED = "\nInterrupted. Run the same command again to continue from here.\n"
"""For commands whose finished work stays, so that a second run continues behind it."""
INTERRUPTED_STATUS = 130
"""The exit status that shells give to a program that Ctrl-C ended."""


@contextmanager
def exit_on_interrupt(note: str = "") -> Iterator[None]:
    """Exit with status 130 on Ctrl-C, after writing `note` to stderr."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(note)
        raise typer.Exit(INTERRUPTED_STATUS) from None


def run_task(task: Coroutine[Any, Any, T], note: str = "") -> T:
    """Run a coroutine and return its result; on Ctrl-C, write `note` to stderr and exit."""
    with exit_on_interrupt(note):
        return asyncio.run(task)


def print_lines(lines: Iterable[str]) -> None:
    """Write each line to stdout as soon as it is there."""
    with exit_on_interrupt():
        for line in lines:
            sys.stdout.write(line + "\n")


def print_json_lines(rows: Iterable[object]) -> None:
    """Write each row to stdout as one line of JSON."""
    print_lines(json.dumps(row, ensure_ascii=False) for row in rows)
