"""`clausewatch export`: records of a workspace as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import run_task

WATCH_LIST = "watch-list"


def export(  # noqa: PLR0913, PLR0917  # options of a command
    kind: Annotated[
        str,
        typer.Argument(
            help="watch-list (a channel's list, for `watch-list`), changes, provisions, watchlist,"
            " reviews, subprocessors, or audit (a zip with evidence)"
        ),
    ] = WATCH_LIST,
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")] = "",
    team: Annotated[str, typer.Option(help="Slack's id of one workspace of several")] = "",
    platform: Annotated[str, typer.Option(help="Only this platform, by its key")] = "",
    since: Annotated[str, typer.Option(help="First day, such as 2026-01-01")] = "",
    until: Annotated[str, typer.Option(help="Last day; default: today")] = "",
    form: Annotated[str, typer.Option("--format", help="csv or json")] = "csv",
    out: Annotated[Path | None, typer.Option(help="The file to write; default: stdout")] = None,
) -> None:
    """Write records of a workspace as CSV or JSON, or its audit package as a zip."""
    from bot.cli.record_export import ExportOptions, write_export
    from clausewatch.config import load_settings

    if kind == WATCH_LIST:
        from bot.cli.list_import import export_channel

        if not channel:
            raise typer.BadParameter("Name the channel with --channel.")
        sys.stdout.write(run_task(export_channel(load_settings(), channel)))
        return
    options = ExportOptions(kind, form, team, platform, channel, since, until)
    run_task(write_export(load_settings(), options, out))
