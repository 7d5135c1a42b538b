"""Buttons and selects: what a press does."""

import asyncio

from slack_sdk.errors import SlackApiError

from bot.slack import ids
from bot.slack.listeners import undo as undo_values
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import refresh_cards
from bot.slack.listeners.channels import handle_post_result
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.message_links import find_first_link
from bot.slack.messages import modals, redline
from bot.slack.messages.answers import fill_template, render_sentence
from bot.slack.messages.escape import escape
from bot.slack.messages.watch_answers import render_undo
from bot.slack.slack_errors import read_code
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChangeId, DocumentId

GONE = "This change is no longer on record for this workspace."
EXPIRED = "That took too long to open; press once more."


async def mark_reviewed(call: Call) -> None:
    """File that somebody has read the change, and show it on every card of the workspace."""
    workspace_id = await call.find_workspace()
    change_id = ChangeId(int(call.value))
    change = await call.context.store.changes.review(
        workspace_id, change_id, call.user_id, call.now
    )
    if change is None:
        await call.reply(render_sentence(GONE))
        return
    view = call.body.get("view") or {}
    await refresh_cards(call, workspace_id, change)
    if view.get("callback_id") == ids.REDLINE_VIEW:
        number = int(str(view.get("private_metadata")).partition(":")[2] or 0)
        await _show_redline(call, str(view["id"]), change.id, number)
    await call.schedule_jobs()


async def open_redline(call: Call) -> None:
    """Open the redline: a skeleton at once, the text as soon as it is set."""
    change_id = int(call.value)
    try:
        opened = await call.client.views_open(
            trigger_id=str(call.body["trigger_id"]), view=redline.render_skeleton(change_id)
        )
    except SlackApiError as fault:
        if read_code(fault) != "expired_trigger_id":
            raise
        await call.reply(render_sentence(EXPIRED))
        return
    await _show_redline(call, str(opened["view"]["id"]), change_id, 0)


async def turn_redline_page(call: Call) -> None:
    """Turn the redline to another page."""
    change_id, _, number = call.value.partition(":")
    await _show_redline(call, str(call.body["view"]["id"]), int(change_id), int(number or 0))


async def _show_redline(call: Call, view_id: str, change_id: int, number: int) -> None:
    change = await _find_change(call, change_id)
    view = (
        redline.render_failure(change_id, GONE)
        if change is None
        # word by word over long texts takes a while, and others are waiting for their ack
        else await asyncio.to_thread(redline.render_page, change, number)
    )
    await call.client.views_update(view_id=view_id, view=view)


async def _find_change(call: Call, change_id: int) -> Change | None:
    return await call.context.store.changes.find(await call.find_workspace(), change_id)


async def undo_watch(call: Call) -> None:
    """Take back what a `watch` added, as far as it still stands."""
    channel = await call.find_channel()
    watches = call.context.store.watches
    gone = [await watches.remove(channel.id, key) for key in undo_values.decode_keys(call.value)]
    names = ", ".join(f"*{escape(w.platform_name, 100)}*" for w in gone if w is not None)
    if not names:
        await call.reply(render_sentence("There is nothing left to undo: it was undone before."))
        return
    call.refresh_homes(channel.workspace_id)
    said = render_undo(f"{names}: off this channel's watchlist again.", call.user_id)
    await call.reply(said, replace=True)


async def undo_unwatch(call: Call) -> None:
    """Put back what an `unwatch` removed, as it was."""
    channel = await call.find_channel()
    store = call.context.store
    ids: list[DocumentId] = undo_values.decode_document_ids(call.value)
    statuses = await store.documents.find_by_ids(channel.workspace_id, ids)
    documents = [status.document for status in statuses]
    # a document that this workspace does not have cannot be watched again
    wanted = [w for w in undo_values.decode_watches(call.value, channel, documents) if w.documents]
    if not wanted:
        await call.reply(
            render_sentence("There is nothing left to undo: those documents are gone.")
        )
        return
    back = [await store.watches.restore(each, call.user_id, call.now) for each in wanted]
    names = ", ".join(f"*{escape(w.platform_name, 100)}*" for w in back)
    await call.schedule_jobs()
    call.refresh_homes(channel.workspace_id)
    said = render_undo(f"{names}: back on this channel's watchlist, as before.", call.user_id)
    await call.reply(said, replace=True)


async def run_command(call: Call) -> None:
    """Run the command line that a button stands for."""
    await dispatch.run_line(call, call.value)


async def run_with_picked_name(call: Call) -> None:
    """Run the command line with the name that was chosen."""
    template = str(call.action.get("block_id", "")).split(":", 2)[-1]
    await dispatch.run_line(call, fill_template(template, call.value))


async def turn_page(call: Call) -> None:
    """Show another page of an answer in its place."""
    await dispatch.run_line(call, call.value, is_replacing=True)


async def share_answer(call: Call) -> None:
    """Show an answer to the whole channel."""
    code = await dispatch.share_answer(call, call.value)
    await handle_post_result(call, await call.find_channel(), code, "Nothing was shared.")


async def open_add_platform(call: Call) -> None:
    """Open the *Add platform* modal."""
    view = modals.render_add_platform(call.context.command, call.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


async def open_add_platform_with_link(call: Call) -> None:
    """Open the modal with the first link of a message."""
    found = find_first_link(call.body.get("message") or {})
    if found is None:
        await call.reply(render_sentence("There is no link in this message."))
        return
    view = modals.render_add_platform(call.command, call.channel_id, found)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


async def ignore_press(call: Call) -> None:
    """A button that only opens a page: Slack tells, nothing is to be done."""


async def answer_unknown_button(call: Call) -> None:
    """Answer a button of an earlier release, which nothing here knows any more."""
    await call.reply(
        render_sentence("This button is from an earlier release; send the command again.")
    )
