"""`clausewatch run`: the bot itself."""

from bot.cli.runner import run_task


def run() -> None:
    """Watch, check and notify: in Slack if both tokens are set, otherwise in this terminal."""
    from bot.cli.bot_process import run_bot
    from clausewatch.config import load_settings

    run_task(run_bot(load_settings()))
