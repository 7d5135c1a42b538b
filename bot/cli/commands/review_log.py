"""`clausewatch review-log`: who decided what about which change, as a table."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.runner import run_task


def review_log(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only steps since this day")
    ] = None,
) -> None:
    """Print the audit log of reviews as CSV, oldest step first."""
    from bot.cli.review_export import export_log
    from clausewatch.config import load_settings

    sys.stdout.write(run_task(export_log(load_settings(), since)))
