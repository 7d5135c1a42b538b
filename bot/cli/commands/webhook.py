"""`clausewatch webhook add | list | remove | retry`: changes sent to other systems."""

from typing import Annotated

import typer

from bot.cli.runner import run_task

app = typer.Typer(no_args_is_help=True, help="Webhooks: changes sent to other systems.")
Channel = Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")]


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="The https URL of the receiver")], channel: Channel
) -> None:
    """Send the changes that a channel is notified of to a URL, and print the secret once."""
    from bot.cli import webhooks
    from clausewatch.config import load_settings

    run_task(webhooks.add_webhook(load_settings(), channel, url))


@app.command("list")
def show(channel: Channel) -> None:
    """List the webhooks of a channel."""
    from bot.cli import webhooks
    from clausewatch.config import load_settings

    run_task(webhooks.list_webhooks(load_settings(), channel))


@app.command()
def remove(
    number: Annotated[int, typer.Argument(help="The number that `list` shows")], channel: Channel
) -> None:
    """Remove a webhook of a channel."""
    from bot.cli import webhooks
    from clausewatch.config import load_settings

    run_task(webhooks.remove_webhook(load_settings(), channel, number))


@app.command()
def retry() -> None:
    """Send the messages again that were given up; `doctor` lists them."""
    from bot.cli import webhooks
    from clausewatch.config import load_settings

    run_task(webhooks.retry_messages(load_settings()))
