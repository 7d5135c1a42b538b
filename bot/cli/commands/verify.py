"""`clausewatch verify`: checks the stored evidence against its hashes."""

import typer

from bot.cli.runner import run_task


def verify() -> None:
    """Hash every stored snapshot and derive every version again; nothing is changed."""
    from bot.cli import database
    from clausewatch.config import load_settings

    if not run_task(database.verify_evidence(load_settings())):
        raise typer.Exit(1)
