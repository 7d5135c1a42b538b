"""`clausewatch export-feedback`: changes that users denied, as a test set."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import run_task


def export_feedback(
    folder: Annotated[Path, typer.Argument(help="Where to write pairs.jsonl and the pages")],
) -> None:
    """Write the changes that users marked as not a change, as pairs that `judge` reads."""
    from bot.cli.feedback_export import write_denied_pairs
    from clausewatch.config import load_settings

    sys.stderr.write(f"{run_task(write_denied_pairs(load_settings(), folder))} pairs\n")
