"""One command line through the real listeners, with the answers in this terminal."""

from bot.main import open_application, utc_now
from bot.runtime.logs import configure_logs
from bot.terminal.console import Console
from bot.terminal.printer import Printer
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.config import Settings


async def send_line(settings: Settings, line: str, channel: str, user: str) -> None:
    """Send a line through the listeners, then run the checks and posts that it made due.

    The answers appear in the terminal even if Slack's tokens are set. Posts that wait for Slack are
    left to `clausewatch run`.
    """
    configure_logs("WARNING", as_json=settings.log_json)
    printer = Printer()
    terminal = TerminalSlack(printer, utc_now)
    async with open_application(settings, (terminal, terminal)) as application:
        in_flight = application.context.in_flight
        async with Console(application.app, in_flight, printer, settings.command_name) as console:
            await console.send_command(line, channel=channel, user=user)
        await application.check_due()
        await application.send_due()
