"""`clausewatch recognise`: the recogniser on passages, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import print_lines


def recognise(
    passages: Annotated[Path, typer.Argument(help='PASSAGES.jsonl: one {"id", "text"} per line')],
) -> None:
    """Print the clause types that each passage would be filed under; one line per passage."""
    from clausewatch.provisions.json_lines import recognise_file

    print_lines(recognise_file(passages))
