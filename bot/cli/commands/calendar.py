"""`clausewatch calendar`: the deadlines of a channel as a calendar file."""

import sys
from typing import Annotated

import typer

from bot.cli.runner import run_task


def calendar(
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")],
) -> None:
    """Print the deadlines of a channel as an iCalendar file (.ics)."""
    from bot.cli.calendar_export import export_calendar
    from clausewatch.config import load_settings

    sys.stdout.buffer.write(run_task(export_calendar(load_settings(), channel)))
