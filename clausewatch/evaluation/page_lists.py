"""Lists of stored pages: JSON lines with files beside them, evaluated on several cores."""

import gzip
import json
import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from clausewatch.errors import UserError

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""Called with the number of finished rows and the total."""

MAX_BYTES = 50_000_000
"""Limit after decompression, above that of fetch: a hostile archive must not fill the memory."""
_CHUNK_SIZE = 4
"""Rows that a worker process takes at a time."""


def read_body(path: Path) -> bytes:
    """Return the bytes of a stored page, decompressed if they are gzip. Raises UserError."""
    try:
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                data = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise UserError(f"{path} cannot be read; check the path in the list") from fault
    if len(data) > MAX_BYTES:
        raise UserError(f"{path} is larger than {MAX_BYTES} bytes; remove it from the list")
    return data


def read_rows(
    path: Path, parse: Callable[[Mapping[str, Any], Path], Item], expected: str
) -> list[Item]:
    """Return the parsed rows of a list. Raises UserError with the line that is not `expected`.

    `parse` gets a row and the folder of the list.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError(
            f"{path} cannot be read; specify a file with one JSON object per line"
        ) from fault
    items = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            items.append(parse(json.loads(line), path.parent))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise UserError(f"{path}, line {number} is not {expected}") from fault
    return items


def map_in_processes(
    evaluate: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """Yield the result for each item, in order, on `workers` cores or on all."""
    worker_count = min(workers or multiprocessing.cpu_count(), max(1, len(items)))
    if worker_count == 1:
        yield from _report_progress(map(evaluate, items), len(items), progress)
        return
    with multiprocessing.get_context("spawn").Pool(worker_count) as pool:
        yield from _report_progress(pool.imap(evaluate, items, _CHUNK_SIZE), len(items), progress)


def _report_progress(
    results: Iterator[Result], total: int, progress: Progress | None
) -> Iterator[Result]:
    for count, result in enumerate(results, 1):
        if progress is not None:
            progress(count, total)
        yield result
