"""Prints messages and views in the terminal in place of Slack."""

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
    """Prints each message in a frame whose title says where Slack would show it."""

    def __init__(self, console: RichConsole | None = None) -> None:
        self._console = console or RichConsole(highlight=False, soft_wrap=False)

    def __call__(self, message: RenderedMessage) -> None:
        """Print a message; its texts are never parsed as markup of the terminal."""
        title = TITLES[message.kind].format(
            channel=format_channel_name(message.channel), text=render_mrkdwn(message.text).plain
        )
        panel = Panel(
            render_blocks(message.blocks, message.text),
            title=render_mrkdwn(title),
            title_align="left",
            border_style="dim",
            width=min(WIDTH, self._console.width),
        )
        self._console.print(panel)


def format_channel_name(channel_id: str) -> str:
    """Return the name of a channel in the terminal, or the id of any other channel."""
    return channel_id.removeprefix("C-").lower() if channel_id.startswith("C-") else channel_id
