"""What the terminal shows in the place of Slack."""

from rich.console import Console as RichConsole
from rich.panel import Panel

from bot.terminal.rendered_message import Shown, mrkdwn, rendered

TITLES = {
    "post": "#{channel}",
    "reply": "#{channel}, in the thread",
    "edit": "#{channel}, edited",
    "answer": "only you, in #{channel}",
    "modal": "modal: {text}",
    "home": "App Home",
}
WIDTH = 100


class Printer:
    """Prints each thing shown in a frame that says where it would stand."""

    def __init__(self, console: RichConsole | None = None) -> None:
        self._console = console or RichConsole(highlight=False, soft_wrap=False)

    def __call__(self, shown: Shown) -> None:
        """Print one thing; names and texts of others are never read as markup."""
        title = TITLES[shown.kind].format(
            channel=channel_name(shown.channel), text=mrkdwn(shown.text).plain
        )
        panel = Panel(
            rendered(shown.blocks, shown.text),
            title=mrkdwn(title),
            title_align="left",
            border_style="dim",
            width=min(WIDTH, self._console.width),
        )
        self._console.print(panel)


def channel_name(channel_id: str) -> str:
    """Return the name of a channel of the terminal; the id of any other."""
    return channel_id.removeprefix("C-").lower() if channel_id.startswith("C-") else channel_id
