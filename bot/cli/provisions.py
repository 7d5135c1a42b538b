"""`clausewatch recognise`, `provisions` and `train`: the recogniser on files, without a store."""

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from clausewatch.errors import ExtractError, UserError
from clausewatch.model.reading import Page

MAX_BYTES = 50_000_000
"""Of an unpacked file; no policy is a tenth of it."""
CHUNK = 2
GZIP = b"\x1f\x8b"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(recognise)
    app.command()(provisions)
    app.command()(train)


def recognise(
    passages: Annotated[Path, typer.Argument(help='PASSAGES.jsonl: one {"id", "text"} per line')],
) -> None:
    """Say which clause types each passage would be filed under; one line per passage."""
    from clausewatch.provisions.json_lines import recognise_file  # noqa: PLC0415 - help is instant

    _write(recognise_file(passages))


def provisions(
    files: Annotated[list[Path], typer.Argument(help="HTML, PDF, Markdown or text; .gz too")],
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per file")] = False,
) -> None:
    """Print the provisions of stored documents, each with its verbatim quote."""
    _write(_found(files, _Show(is_json=json)))


def train(
    passages: Annotated[list[Path], typer.Argument(help="PASSAGES.jsonl with labels")],
    out: Annotated[Path, typer.Option(help="The file of weights to write")],
) -> None:
    """Train the recogniser; the same passages give the same bytes. Needs the extra `train`."""
    from clausewatch.provisions.json_lines import train_from_files  # noqa: PLC0415 - help is instant

    sys.stderr.write(train_from_files(passages, out) + "\n")


def _write(lines: Iterator[str]) -> None:
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _found(files: Sequence[Path], show: "_Show") -> Iterator[str]:
    """Yield what is found in each file, in the order given, worked out on all cores."""
    workers = min(os.cpu_count() or 1, len(files))
    if workers == 1:
        yield from _counted((show(path) for path in files), len(files))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from _counted(pool.map(show, files, chunksize=CHUNK), len(files))


def _counted(found: Iterator[tuple[str, str]], total: int) -> Iterator[str]:
    """Yield the lines, with progress and faults on stderr; exit status 1 where a file failed."""
    has_fault = False
    for done, (line, fault) in enumerate(found, 1):
        if fault:
            has_fault = True
            sys.stderr.write(f"\r{fault}\n")
        sys.stderr.write(f"\r{done} of {total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
        yield line
    if has_fault:
        raise typer.Exit(1)


def body_of(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where they are gzip. Raises UserError."""
    try:
        body = path.read_bytes()
        if body.startswith(GZIP):
            with gzip.open(path) as packed:
                body = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise UserError(f"{path} cannot be read ({fault}); check the path.") from fault
    if len(body) > MAX_BYTES:
        raise UserError(f"{path} holds more than {MAX_BYTES:,} bytes; that is no policy.")
    return body


class _Show:
    """Reads a file in a worker process and returns its line, and what is wrong with it."""

    def __init__(self, *, is_json: bool) -> None:
        self._is_json = is_json

    def __call__(self, path: Path) -> tuple[str, str]:
        """Return the line or lines for one file; a file that cannot be read has no provisions."""
        from clausewatch.extract import read  # noqa: PLC0415 - help is instant
        from clausewatch.provisions.analysis import find_provisions  # noqa: PLC0415 - help is instant
        from clausewatch.provisions.json_lines import render_json, render_text  # noqa: PLC0415 - help is instant

        fault = ""
        try:
            found = find_provisions(read([Page(path.name.removesuffix(".gz"), body_of(path), "")]))
        except ExtractError as error:
            found, fault = (), f"{path} cannot be read: {error.reason}."
        except UserError as error:
            found, fault = (), str(error)
        return (render_json if self._is_json else render_text)(str(path), found), fault
