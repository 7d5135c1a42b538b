"""`clausewatch slash`: one command line without Slack."""

from typing import Annotated

import typer

from bot.cli.runner import run_task


def slash(
    line: Annotated[str, typer.Argument(help="As typed in Slack: '/policy watch midjourney'")],
    channel: Annotated[str, typer.Option(help="The channel in which it is typed")] = "general",
    user: Annotated[str, typer.Option(help="The user who types it")] = "you",
) -> None:
    """Send one line through the real listeners and print the reply."""
    from bot.cli.slash_line import send_line
    from clausewatch.config import load_settings

    run_task(send_line(load_settings(), line, channel, user))
