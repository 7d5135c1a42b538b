"""`clausewatch doctor`: tests the installation."""

import typer

from bot.cli.runner import run_task


def doctor() -> None:
    """Test tokens, scopes, database, network and clock, and say how to fix what fails."""
    from bot.cli.installation import examine_installation
    from clausewatch.config import load_settings

    if not run_task(examine_installation(load_settings())):
        raise typer.Exit(1)
