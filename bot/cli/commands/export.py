"""`clausewatch export`: a channel's watchlist as a file."""

import sys
from typing import Annotated

import typer

from bot.cli.runner import run_task


def export(
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")],
) -> None:
    """Print a channel's watchlist as a CSV file that `watch-list` reads."""
    from bot.cli.list_import import export_channel
    from clausewatch.config import load_settings

    sys.stdout.write(run_task(export_channel(load_settings(), channel)))
