"""What is said when a platform is muted in a channel, or told of again."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, actions, button, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_member, format_time

MAX_NAMED_PLATFORMS = 20


def render_mute(names: Sequence[str], user_id: str, until: datetime, keys: str | None) -> Message:
    """Return what the channel reads when platforms are muted; `keys` is the button's value."""
    text = (
        f"{format_member(user_id)} muted {_format_names(names)} in this channel until"
        f" {format_time(until)}. What changes meanwhile is kept and told then."
    )
    blocks: list[Block] = [section(text)]
    if keys is not None:
        blocks.append(actions("mute.actions", [button("Unmute", ids.UNMUTE, keys)]))
    return Message(text, tuple(blocks))


def render_unmute(names: Sequence[str], user_id: str) -> Message:
    """Return what the channel reads when platforms are told of again."""
    text = f"{format_member(user_id)} unmuted {_format_names(names)}: what has waited is told now."
    return Message(text, (section(text),))


def render_denial(record_id: str, change_id: int) -> Message:
    """Return what the person reads who says that a change is none."""
    text = (
        f"Noted: {record_id} is not a change, as you say. It stays on record; the pages before and"
        " after are kept so that whoever runs Clausewatch can mend the judgement."
    )
    undo = actions("denial.actions", [button("Undo", ids.UNDO_DENIAL, str(change_id))])
    return Message(text, (section(text), undo))


def _format_names(names: Sequence[str]) -> str:
    shown = ", ".join(f"*{escape(name, 100)}*" for name in names[:MAX_NAMED_PLATFORMS])
    rest = len(names) - MAX_NAMED_PLATFORMS
    return shown + (f" and {rest} more" if rest > 0 else "")
