"""`clausewatch backup` and `clausewatch restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import run_task


def backup(path: Annotated[Path, typer.Argument(help="The file to write")]) -> None:
    """Write every record to one file while the bot runs; keys are not included."""
    from bot.cli import database
    from clausewatch.config import load_settings

    run_task(database.write_backup(load_settings(), path))


def restore(path: Annotated[Path, typer.Argument(help="A file that `backup` wrote")]) -> None:
    """Fill a new, empty database (DATABASE_URL) from a backup of either kind of database."""
    from bot.cli import database
    from clausewatch.config import load_settings

    run_task(database.restore_backup(load_settings(), path))
