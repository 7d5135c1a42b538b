"""Sequences of dated snapshots, each replayed with a store of its own, on all cores."""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.cli.message_text import format_post
from bot.cli.progress import Progress
from bot.runtime.logs import configure_logs
from clausewatch.errors import UserError
from clausewatch.evaluation.replay import Replay
from clausewatch.store import Store
from jobs.send_due import SendDue


def replay_sequences(path: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield the messages that the channel of each sequence gets, in the order of the file."""
    sequences = read_rows(path)
    for messages in _replay_in_processes(sequences, path.parent, progress):
        yield from messages


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file. Raises UserError with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise UserError(f"{path}, line {number}: not JSON.") from None
    return rows


def _replay_in_processes(
    sequences: Sequence[dict[str, Any]], folder: Path, progress: Progress
) -> list[list[dict[str, Any]]]:
    """Return the messages of each sequence, in the order of the sequences."""
    workers = min(os.cpu_count() or 1, max(1, len(sequences)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_replay_in_worker, sequence, folder) for sequence in sequences]
        for done, _ in enumerate(as_completed(futures), 1):
            progress(done, len(sequences))
        return [future.result() for future in futures]


def _replay_in_worker(sequence: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    configure_logs("WARNING", as_json=False)  # a worker's own: stdout is for the messages
    return asyncio.run(_replay(sequence, folder))


async def _replay(sequence: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        store = await Store.open(f"sqlite+aiosqlite:///{scratch}/replay.db")
        try:
            replay = Replay(store, format_post, partial(SendDue, store))
            messages = await replay.run(sequence, folder)
        finally:
            await store.close()
    return [asdict(message) for message in messages]
