"""Buttons and selects of messages and of the redline."""

from slack_sdk.errors import SlackApiError

from bot.slack.listeners import undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import show_redline
from bot.slack.listeners.channels import handle_post_result
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.message_links import find_first_link
from bot.slack.messages import modals, redline
from bot.slack.messages.answers import fill_template, render_sentence
from bot.slack.messages.escape import escape
from bot.slack.messages.watch_answers import render_undo
from bot.slack.slack_errors import read_code
from clausewatch.model.watches import Watch

EXPIRED = "That timed out. Press the button again."


async def open_redline(call: Call) -> None:
    """Open the redline: at once a skeleton, then the text."""
    change_id = int(call.value)
    try:
        response = await call.client.views_open(
            trigger_id=str(call.body["trigger_id"]), view=redline.render_skeleton(change_id)
        )
    except SlackApiError as fault:
        if read_code(fault) != "expired_trigger_id":
            raise
        await call.reply(render_sentence(EXPIRED))
        return
    await show_redline(call, str(response["view"]["id"]), redline.RedlinePlace(change_id))


async def turn_redline_page(call: Call) -> None:
    """Show another page of the redline, or the redline in another order."""
    place = redline.parse_place(call.value)
    await show_redline(call, str(call.body["view"]["id"]), place)


async def undo_watch(call: Call) -> None:
    """Remove the watches that a `watch` added, unless they are gone already."""
    channel = await call.find_channel()
    store = call.context.store.watches
    keys = undo.decode_keys(call.value)
    removed = [watch for key in keys if (watch := await store.remove(channel.id, key)) is not None]
    if not removed:
        await call.reply(render_sentence("Already undone."))
        return
    call.refresh_homes(channel.workspace_id)
    text = f"{_list_names(removed)}: removed from this channel's watchlist again."
    await call.reply(render_undo(text, call.user_id), replace=True)


async def undo_unwatch(call: Call) -> None:
    """Restore the watches that an `unwatch` removed, with the documents that still exist."""
    channel = await call.find_channel()
    store = call.context.store
    document_ids = undo.decode_document_ids(call.value)
    statuses = await store.documents.find_by_ids(channel.workspace_id, document_ids)
    documents = [status.document for status in statuses]
    # a watch without documents that this workspace may see cannot be restored
    watches = [
        watch for watch in undo.decode_watches(call.value, channel, documents) if watch.documents
    ]
    if not watches:
        sentence = "There's nothing to undo: those documents no longer exist."
        await call.reply(render_sentence(sentence))
        return
    restored = [await store.watches.restore(watch, call.user_id, call.now) for watch in watches]
    await call.schedule_jobs()
    call.refresh_homes(channel.workspace_id)
    text = f"{_list_names(restored)}: back on this channel's watchlist with the same settings."
    await call.reply(render_undo(text, call.user_id), replace=True)


def _list_names(watches: list[Watch]) -> str:
    return ", ".join(f"*{escape(watch.platform_name, 100)}*" for watch in watches)


async def run_command(call: Call) -> None:
    """Run the command line of a button."""
    await dispatch.run_line(call, call.value)


async def run_with_picked_name(call: Call) -> None:
    """Run the command line of a select with the chosen name."""
    template = str(call.action.get("block_id", "")).split(":", 2)[-1]
    await dispatch.run_line(call, fill_template(template, call.value))


async def turn_page(call: Call) -> None:
    """Replace an answer by another page of it."""
    await dispatch.run_line(call, call.value, is_replacing=True)


async def share_answer(call: Call) -> None:
    """Post an answer in the channel."""
    error_code = await dispatch.share_answer(call, call.value)
    await handle_post_result(
        call, await call.find_channel(), error_code, "I didn't share anything."
    )


async def open_add_platform(call: Call) -> None:
    """Open the *Add platform* modal."""
    view = modals.render_add_platform(call.command, call.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


async def open_add_platform_with_link(call: Call) -> None:
    """Open the *Add platform* modal with the first link of a message."""
    url = find_first_link(call.body.get("message") or {})
    if url is None:
        await call.reply(render_sentence("This message has no link."))
        return
    view = modals.render_add_platform(call.command, call.channel_id, url)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


async def ignore_press(call: Call) -> None:
    """Do nothing: the button only opens a page, but Slack sends the press all the same."""


async def answer_unknown_button(call: Call) -> None:
    """Answer a button that this release does not have."""
    sentence = "This button is from an earlier release. Run the command again."
    await call.reply(render_sentence(sentence))
