"""What the terminal shows in the place of Slack."""

from rich.console import Console as RichConsole
from rich.panel import Panel

from bot.terminal.rendered_message import RenderedMessage, render_blocks, render_mrkdwn

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

    def __call__(self, shown: RenderedMessage) -> None:
        """Print one thing; names and texts of others are never read as markup."""
        title = TITLES[shown.kind].format(
            channel=format_channel_name(shown.channel), text=render_mrkdwn(shown.text).plain
        )
        panel = Panel(
            render_blocks(shown.blocks, shown.text),
            title=render_mrkdwn(title),
            title_align="left",
            border_style="dim",
            width=min(WIDTH, self._console.width),
        )
        self._console.print(panel)


def format_channel_name(channel_id: str) -> str:
    """Return the name of a channel of the terminal; the id of any other."""
    return channel_id.removeprefix("C-").lower() if channel_id.startswith("C-") else channel_id
