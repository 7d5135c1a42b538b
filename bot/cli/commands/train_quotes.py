"""`clausewatch train-quotes`: the weights of the choice of quotes."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def train_quotes(
    labels: Annotated[Path, typer.Argument(help="LABELS.jsonl of sentences in documents")],
    folder: Annotated[Path, typer.Argument(help="The folder of these documents")],
    written: Annotated[list[Path], typer.Argument(help="PASSAGES.jsonl with labels")],
    out: Annotated[Path, typer.Option(help="The file of weights to write")],
) -> None:
    """Train the choice of quotes; the same labels give the same bytes. Needs the extra `train`."""
    from clausewatch.evaluation.quote_training import train_from_files

    sys.stderr.write(train_from_files(labels, folder, written, out) + "\n")
