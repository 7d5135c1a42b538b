"""`clausewatch train` and `train-quotes`: the weights of the recogniser and of quotes."""

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


def train_quotes(
    labels: Annotated[Path, typer.Argument(help="LABELS.jsonl of sentences in documents")],
    folder: Annotated[Path, typer.Argument(help="The folder of these documents")],
    written: Annotated[list[Path], typer.Argument(help="PASSAGES.jsonl with labels")],
    out: Annotated[Path, typer.Option(help="The file of weights to write")],
) -> None:
    """Train the choice of quotes; the same labels give the same bytes. Needs the extra `train`."""
    from clausewatch.evaluation.quote_training import train_from_files

    sys.stderr.write(train_from_files(labels, folder, written, out) + "\n")
