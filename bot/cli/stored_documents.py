"""The recogniser on stored files, without a store, on all cores."""

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import typer

from bot.cli.progress import show_progress
from clausewatch.errors import ExtractError, UserError
from clausewatch.extract import read
from clausewatch.model.reading import Page
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.json_lines import render_json, render_text

MAX_BYTES = 50_000_000
"""Of an unpacked file; no policy is a tenth of it."""
FILES_PER_TASK = 2
GZIP_MAGIC = b"\x1f\x8b"


def analyse_files(files: Sequence[Path], *, is_json: bool) -> Iterator[str]:
    """Yield the provisions of each file, in the order given, with progress and faults on stderr.

    Exits with status 1 at the end if a file could not be read.
    """
    analyse = partial(analyse_file, is_json=is_json)
    workers = min(os.cpu_count() or 1, len(files))
    if workers == 1:
        yield from _report_faults(map(analyse, files), len(files))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = pool.map(analyse, files, chunksize=FILES_PER_TASK)
        yield from _report_faults(results, len(files))


def analyse_file(path: Path, *, is_json: bool) -> tuple[str, str]:
    """Return the line or lines for one file, and the fault if it could not be read.

    A file that cannot be read has no provisions. Runs in a worker process.
    """
    fault = ""
    try:
        page = Page(path.name.removesuffix(".gz"), read_file(path), "")
        provisions = find_provisions(read([page]))
    except ExtractError as error:
        provisions, fault = (), f"{path} cannot be read: {error.reason}."
    except UserError as error:
        provisions, fault = (), str(error)
    render = render_json if is_json else render_text
    return render(str(path), provisions), fault


def _report_faults(results: Iterator[tuple[str, str]], total: int) -> Iterator[str]:
    """Yield the lines of all results and write the faults between the progress."""
    has_fault = False
    for done, (line, fault) in enumerate(results, 1):
        if fault:
            has_fault = True
            sys.stderr.write(f"\r{fault}\n")
        show_progress(done, total)
        yield line
    if has_fault:
        raise typer.Exit(1)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if it is gzip. Raises UserError."""
    try:
        body = path.read_bytes()
        if body.startswith(GZIP_MAGIC):
            with gzip.open(path) as packed:
                body = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path} cannot be read ({error}); check the path.") from error
    if len(body) > MAX_BYTES:
        raise UserError(f"{path} has more than {MAX_BYTES:,} bytes, too many for a policy.")
    return body
