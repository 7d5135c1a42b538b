"""`clausewatch train`: the weights of the recogniser."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def train(
    passages: Annotated[list[Path], typer.Argument(help="PASSAGES.jsonl with labels")],
    out: Annotated[Path, typer.Option(help="The file of weights to write")],
) -> None:
    """Train the recogniser; the same passages give the same bytes. Needs the extra `train`."""
    from clausewatch.provisions.json_lines import train_from_files

    sys.stderr.write(train_from_files(passages, out) + "\n")
