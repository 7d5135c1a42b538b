"""`clausewatch import-history`: an archive's versions as history."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import show_progress
from bot.cli.runner import INTERRUPTED, print_lines, run_task


def import_history(
    path: Annotated[Path, typer.Argument(help="A checkout of a versions repository")],
) -> None:
    """Import the versions of an Open Terms Archive as history, without notifying anyone."""
    from bot.cli.history_import import import_checkout
    from clausewatch.config import load_settings

    print_lines(run_task(import_checkout(load_settings(), path, show_progress), INTERRUPTED))
