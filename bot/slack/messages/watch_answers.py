"""What a channel reads when its watchlist changes, and what only one person reads."""

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.messages.blocks import (
    MAX_TEXT_CHARACTERS,
    MAX_VALUE_CHARACTERS,
    Block,
    Message,
    actions,
    button,
    context,
    pack_lines,
    section,
)
from bot.slack.messages.document_status import format_pause_reason, format_watch
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_kinds, format_member, format_names
from clausewatch.model.watches import WatchResult

MAX_LINES = 60
MAX_NAMED_KINDS = 8
MAX_NAMED_PLATFORMS = 20
MAX_NOTES = 5
CONFIRMED = "yes"
INVITE_CODES = frozenset({"not_in_channel", "channel_not_found"})
"""Slack's refusals of a post that an invitation resolves."""


def render_watch(
    results: Sequence[WatchResult], user_id: str, undo: str | None, notes: Sequence[str] = ()
) -> Message:
    """Return what the channel reads when platforms join its watchlist.

    `undo` is the value of the *Undo* button, None for no button. `notes` are sentences of safe
    mrkdwn.
    """
    new = [result for result in results if result.is_new]
    altered = [result for result in results if not result.is_new]
    person, lines = f"<@{user_id}>", []
    if new:
        count = format_count(len(new), "platform")
        lines.append(f"{person} added {count} to this channel's watchlist.")
        lines += [_format_result(result) for result in new[:MAX_LINES]]
    if altered:
        names = [f"*{escape(result.watch.platform_name, 100)}*" for result in altered]
        listed = format_names(names, MAX_NAMED_PLATFORMS)
        what = (
            "added documents to" if _has_only_added(altered) else "updated the watch settings for"
        )
        lines.append(f"{person} {what} {listed}.")
        lines += [_format_result(result) for result in altered[:MAX_LINES]]
    texts = pack_lines(lines)
    blocks: list[Block] = [section(text) for text in texts]
    blocks += [context(note) for note in notes[:MAX_NOTES]]
    if any(_has_unread_documents(result) for result in results):
        blocks.append(context("I'm reading the new documents now and will post each result."))
    if undo is not None and len(undo) <= MAX_VALUE_CHARACTERS:
        blocks.append(actions("watch.actions", [button("Undo", ids.UNDO_WATCH, undo)]))
    return Message(texts[0], tuple(blocks))


def render_same_watch(results: Sequence[WatchResult], notes: Sequence[str] = ()) -> Message:
    """Return the answer to a person who watches what is watched here already."""
    names = [f"*{escape(result.watch.platform_name, 100)}*" for result in results]
    verb = "is" if len(results) == 1 else "are"
    listed = format_names(names, MAX_NAMED_PLATFORMS)
    lines = [f"{listed} {verb} already on this channel's watchlist. Nothing changed."]
    lines += [_format_result(result) for result in results[:MAX_LINES]]
    texts = pack_lines(lines)
    blocks = [*(section(text) for text in texts), *(context(note) for note in notes[:MAX_NOTES])]
    return Message(texts[0], tuple(blocks))


def _has_only_added(results: Sequence[WatchResult]) -> bool:
    return all(result.added for result in results)


def _has_unread_documents(result: WatchResult) -> bool:
    return bool(result.added) and len(result.watch.documents) > len(result.on_record)


def _format_result(result: WatchResult) -> str:
    watch = result.watch
    stored = result.on_record
    names = format_kinds(watch.documents)
    kinds = [
        name + (" (stored)" if document.id in stored else "")
        for document, name in zip(watch.documents, names, strict=True)
    ]
    listed = format_names(kinds, MAX_NAMED_KINDS)
    return f"• *{escape(watch.platform_name, 100)}*: {listed}; {format_watch(watch)}"


def render_unwatch_all(names: Sequence[str]) -> Message:
    """Return the question whether the whole watchlist of a channel is to be emptied."""
    listed = format_names([f"*{escape(name, 100)}*" for name in names], MAX_NAMED_PLATFORMS)
    count = format_count(len(names), "platform")
    text = f"This removes all {count} from this channel's watchlist: {listed}."
    confirm = button(
        f"Remove all {len(names)}", ids.RUN_COMMAND, f"unwatch all confirm:{CONFIRMED}"
    )
    return Message(text, (section(text), actions("unwatch.confirm", [confirm])))


def render_unwatch(names: Sequence[str], user_id: str, undo: str | None) -> Message:
    """Return what the channel reads when platforms leave its watchlist.

    `undo` is the value of the *Undo* button, None for no button.
    """
    listed = ", ".join(f"*{escape(name, 100)}*" for name in names[:MAX_LINES])
    text = f"<@{user_id}> removed {listed} from this channel's watchlist."
    blocks: list[Block] = [section(part) for part in _split_names(text)]
    owner = "Its" if len(names) == 1 else "Their"
    blocks.append(context(f"{owner} history is kept. No further alerts will be posted here."))
    if undo is not None and len(undo) <= MAX_VALUE_CHARACTERS:
        blocks.append(actions("unwatch.actions", [button("Undo", ids.UNDO_UNWATCH, undo)]))
    return Message(text[:MAX_TEXT_CHARACTERS], tuple(blocks))


def _split_names(text: str) -> list[str]:
    """Return a text with a long list of names as texts that fit into one section each."""
    return [text] if len(text) < MAX_TEXT_CHARACTERS else pack_lines(text.split(", "))


def render_undo(confirmation: str, user_id: str) -> Message:
    """Return what replaces a confirmation after *Undo*; `confirmation` is its safe mrkdwn."""
    text = f"{confirmation}\n_Undone by <@{user_id}>._"
    return Message(text, (section(text),))


def render_invite(done: str, bot_user_id: str | None) -> Message:
    """Return what to type so that the bot can post in the channel, with a button to try it.

    `done` is a sentence on what the command did nevertheless.
    """
    bot = f"<@{bot_user_id}>" if bot_user_id else "@Clausewatch"
    text = f"{done} I can't post here yet. Invite me with `/invite` {bot}, then press *Try again*."
    return Message(text, (section(text), render_try_again()))


def render_post_failure(done: str, code: str) -> Message:
    """Return why the line for the channel could not be posted; `done` is as for `render_invite`."""
    text = f"{done} I couldn't post the confirmation: {format_pause_reason(code)}."
    return Message(text, (section(text), render_try_again()))


def render_try_again() -> Block:
    """Return the button that tests whether the bot can post in the channel now."""
    return actions("channel.try", [button("Try again", ids.TRY_AGAIN, "try")])


def render_channel_test(user_id: str) -> Message:
    """Return the line whose posting tests whether the bot can post in a channel."""
    text = (
        f"Thanks, {format_member(user_id)}. I'll post changes here, starting with"
        " anything that was queued."
    )
    return Message(text, (section(text),))
