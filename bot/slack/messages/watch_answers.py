"""What the channel reads when its watchlist changes, and what one person reads beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    format_count,
    section,
)
from bot.slack.messages.card import format_member
from bot.slack.messages.document_status import format_pause_reason, format_watch
from bot.slack.messages.escape import escape
from clausewatch.model.documents import Watch

MAX_LINES = 60
MAX_VALUE_CHARACTERS = 2_000
INVITE_CODES = frozenset({"not_in_channel", "channel_not_found"})


@dataclass(frozen=True, slots=True)
class AddedWatch:
    """A platform that a command put on the watchlist, or whose watch it altered."""

    watch: Watch
    is_new: bool
    on_record: frozenset[int] = frozenset()
    """Ids of documents that were read before, for another channel."""
    is_read_now: bool = True
    """Documents came with it that are still to be read."""


def render_watch(added: Sequence[AddedWatch], user_id: str, undo: str | None) -> Message:
    """Return the line that the channel reads; `undo` is the button's value."""
    new = [each for each in added if each.is_new]
    altered = [each for each in added if not each.is_new]
    lines = []
    if new:
        count = format_count(len(new), "platform")
        lines.append(f"<@{user_id}> added {count} to this channel's watchlist.")
        lines += [_format_watch(each) for each in new[:MAX_LINES]]
    if altered:
        verb = "is" if len(altered) == 1 else "are"
        count = format_count(len(altered), "platform")
        lines.append(f"<@{user_id}> set how {count} {verb} watched here.")
        lines += [_format_watch(each) for each in altered[:MAX_LINES]]
    sheets = _sheets(lines)
    blocks: list[Block] = [section(sheet) for sheet in sheets]
    if any(e.is_read_now and len(e.watch.documents) > len(e.on_record) for e in added):
        blocks.append(context("New documents are being read now; a line about each follows."))
    if undo is not None and len(undo) <= MAX_VALUE_CHARACTERS:
        blocks.append(actions("watch.actions", [button("Undo", ids.UNDO_WATCH, undo)]))
    return Message(sheets[0], tuple(blocks))


def _format_watch(each: AddedWatch) -> str:
    kinds = [
        escape(document.kind, 60) + (" (on record)" if document.id in each.on_record else "")
        for document in each.watch.documents[:8]
    ]
    rest = len(each.watch.documents) - len(kinds)
    listed = ", ".join(kinds) + (f" and {rest} more" if rest > 0 else "")
    return f"• *{escape(each.watch.platform_name, 100)}*: {listed}; {format_watch(each.watch)}"


def _sheets(lines: Sequence[str]) -> list[str]:
    sheets = [""]
    for line in lines:
        if sheets[-1] and len(sheets[-1]) + len(line) > 2_800:  # noqa: PLR2004  # of 3,000
            sheets.append("")
        sheets[-1] += ("\n" if sheets[-1] else "") + line
    return sheets


def render_unwatch(names: Sequence[str], user_id: str, undo: str | None) -> Message:
    """Return what the channel reads when platforms leave its watchlist."""
    listed = ", ".join(f"*{escape(name, 100)}*" for name in names[:MAX_LINES])
    text = f"<@{user_id}> took {listed} off this channel's watchlist."
    blocks: list[Block] = [section(sheet) for sheet in _cut(text)]
    blocks.append(context("What is on record stays; nothing new is told here."))
    if undo is not None and len(undo) <= MAX_VALUE_CHARACTERS:
        blocks.append(actions("unwatch.actions", [button("Undo", ids.UNDO_UNWATCH, undo)]))
    return Message(text[:2_900], tuple(blocks))


def _cut(text: str) -> list[str]:
    return [text] if len(text) < 2_900 else _sheets(text.split(", "))  # noqa: PLR2004  # of 3,000


def render_undo(what: str, user_id: str) -> Message:
    """Return what replaces a confirmation whose *Undo* was pressed; `what` is safe mrkdwn."""
    text = f"{what}\n_Undone by <@{user_id}>._"
    return Message(text, (section(text),))


def render_invite(done: str, bot_user_id: str | None) -> Message:
    """Say that nothing can be posted in the channel, what to type, and how to try it.

    `done` is one sentence on what was done all the same.
    """
    who = f"<@{bot_user_id}>" if bot_user_id else "@Clausewatch"
    text = (
        f"{done} I cannot post in this channel yet, as I am not in it: type `/invite` {who}, then"
        " press *Try again*."
    )
    return Message(text, (section(text), render_try_again()))


def render_post_failure(done: str, code: str) -> Message:
    """Say that the line for the channel could not be posted; `done` is as for `invite`."""
    text = (
        f"{done} The line for the channel could not be posted, though: {format_pause_reason(code)}."
    )
    return Message(text, (section(text), render_try_again()))


def render_try_again() -> Block:
    """Return the button that tries whether the channel can be posted in now."""
    return actions("channel.try", [button("Try again", ids.TRY_AGAIN, "try")])


def render_channel_test(user_id: str) -> Message:
    """Return the line that tries whether a channel can be posted in."""
    text = (
        f"{format_member(user_id)} let me in: what changes on this channel's watchlist is told"
        " here, and what has waited follows."
    )
    return Message(text, (section(text),))
