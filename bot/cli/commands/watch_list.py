"""`clausewatch watch-list`: a file of platforms onto a channel's watchlist."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import INTERRUPTED, run_task


def watch_list(
    file: Annotated[Path, typer.Argument(help="CSV with a header, or a name or URL per line")],
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")],
    user: Annotated[str, typer.Option(help="The user on whose behalf")] = "you",
) -> None:
    """Add a list of platforms to a channel's watchlist, and report the result of each line."""
    from bot.cli.list_import import import_list
    from clausewatch.config import load_settings

    results = run_task(import_list(load_settings(), file, channel, user), INTERRUPTED)
    for result in results:
        mark = "ok " if result.is_watched else "NOT"
        row = result.row
        sys.stdout.write(f"{mark} line {row.line}: {row.name}: {result.sentence}\n")
    watched = sum(result.is_watched for result in results)
    sys.stdout.write(f"{watched} of {len(results)} are on the list.\n")
    if watched < len(results):
        raise typer.Exit(1)
