"""`clausewatch doctor`: tests the installation."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import run_task


def doctor(
    manifest: Annotated[
        Path | None,
        typer.Option(help="The installed app's manifest, saved from Slack's page App Manifest"),
    ] = None,
) -> None:
    """Test tokens, scopes, manifest, database, network and clock, and say how to fix them."""
    from bot.cli.installation import examine_installation
    from clausewatch.config import load_settings

    if not run_task(examine_installation(load_settings(), manifest)):
        raise typer.Exit(1)
