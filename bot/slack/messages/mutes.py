"""Announcements that a platform was muted or unmuted."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, actions, button, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_member, format_names, format_time

MAX_NAMED_PLATFORMS = 20


def render_mute(names: Sequence[str], user_id: str, until: datetime, keys: str | None) -> Message:
    """Return what the channel reads when platforms are muted.

    `keys` is the value of the *Unmute* button, None for no button.
    """
    text = (
        f"{format_member(user_id)} muted {_format_names(names)} in this channel until"
        f" {format_time(until)}. Changes in the meantime are queued and posted"
        " afterwards."
    )
    blocks: list[Block] = [section(text)]
    if keys is not None:
        blocks.append(actions("mute.actions", [button("Unmute", ids.UNMUTE, keys)]))
    return Message(text, tuple(blocks))


def render_unmute(names: Sequence[str], user_id: str) -> Message:
    """Return what the channel reads when platforms are unmuted."""
    text = f"{format_member(user_id)} unmuted {_format_names(names)}. Queued changes will follow."
    return Message(text, (section(text),))


def _format_names(names: Sequence[str]) -> str:
    return format_names([f"*{escape(name, 100)}*" for name in names], MAX_NAMED_PLATFORMS)
