"""The ways out of a document that cannot be read: it is the policy now, or it is elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.modal_fields import read_url
from bot.slack.listeners.watch_targets import find_url_problem
from bot.slack.messages import modals
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.escape import escape, link
from bot.slack.messages.formats import format_member
from clausewatch.model.documents import Document, DocumentStatus
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import RemedyResult

HEALTHY = "{name} can be read, or is read again now: there is nothing to take for the policy."
NOT_HERE = "This document is not on record for this workspace."
TAKEN = "What the page shows is taken for the policy."
ANSWERS = {
    RemedyResult.TAKEN: (
        "{who} said that what {name} shows is the policy now. It is read again at once; where its"
        " terms differ from those on record, that is told as a change."
    ),
    RemedyResult.UNKNOWN: NOT_HERE,
    RemedyResult.NOTHING: (
        "No page of {name} could be read, so there is nothing to take for the policy; give its new"
        " address instead, or leave it: it is tried on."
    ),
    RemedyResult.SHARED: (
        "{name} is shared with other workspaces of this installation, so only whoever runs"
        " Clausewatch can say that this is the policy now; tell them with `feedback`, or give its"
        " new address for this workspace alone."
    ),
}


async def _find_document(call: Call, number: int) -> DocumentStatus | None:
    """Return a document that this workspace may see, or say that there is none."""
    status = await call.context.store.documents.find(await call.find_workspace(), number)
    if status is None:
        await call.reply(render_sentence(NOT_HERE))
    return status


async def _move_to_watching_channel(call: Call, number: int) -> Call:
    """Return the call as if it came from a channel that watches a document, if it is of none.

    What is pressed in the App Home alters what a channel is told, so that channel is told of it.
    """
    if call.channel_id:
        return call
    workspace_id = await call.find_workspace()
    watches = await call.context.store.watches.find_by_document(DocumentId(number))
    mine = [watch for watch in watches if watch.channel.workspace_id == workspace_id]
    mine.sort(key=lambda watch: watch.channel.paused is not None)
    return replace(call, channel_id=mine[0].channel.slack_id) if mine else call


async def accept_pressed_document(call: Call) -> None:
    """Take what the document of a button shows now as the policy, plausible or not."""
    await accept_document(call, int(call.value))


async def accept_document(call: Call, number: int) -> None:
    """Take what a document shows now as the policy, and say so in the channel."""
    workspace_id = await call.find_workspace()
    status = await _find_document(call, number)
    if status is None:
        return
    document = status.document
    name = f"*{escape(document.name, 150)}*"
    if status.unreadable is None:
        await call.reply(render_sentence(HEALTHY.format(name=name)))
        return
    came = await call.context.store.remedies.accept(workspace_id, document.id, call.now)
    text = ANSWERS[came].format(who=format_member(call.user_id), name=name)
    if came is not RemedyResult.TAKEN:
        await call.reply(render_sentence(text))
        return
    call = await _move_to_watching_channel(call, number)
    code = await call.post(render_sentence(text))
    await channels.handle_post_result(call, await call.find_channel(), code, TAKEN)
    call.refresh_homes(workspace_id)
    await call.schedule_jobs()


async def open_change_url(call: Call) -> None:
    """Open the modal that asks for a document's new address."""
    status = await _find_document(call, int(call.value))
    if status is None:
        return
    here = await _move_to_watching_channel(call, status.document.id)
    view = modals.render_change_url(status.document, here.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def find_url_errors(call: Call) -> Mapping[str, str]:
    """Say what is wrong with the new address."""
    address = read_url(call, ids.NEW_URL_BLOCK)
    wrong = find_url_problem(address, is_private_allowed=call.context.is_private_allowed)
    return {ids.NEW_URL_BLOCK: "This is not a public http or https address."} if wrong else {}


async def submit_new_url(call: Call) -> None:
    """Watch the new address in the old one's place, and say so in the channel."""
    about: dict[str, Any] = json.loads(call.body["view"]["private_metadata"])
    here = replace(call, channel_id=str(about["channel"]), respond=None)
    await change_url(here, int(about["document"]), read_url(call, ids.NEW_URL_BLOCK))


async def use_suggested_url(call: Call) -> None:
    """Watch an address that was found in the old one's place."""
    number, _, url = call.value.partition(" ")
    await change_url(call, int(number), url)


async def change_url(here: Call, number: int, url: str) -> None:
    """Watch an address in a document's place, and say so in the channel."""
    wrong = find_url_problem(url, is_private_allowed=here.context.is_private_allowed)
    if wrong is not None:
        await here.reply(render_sentence(wrong))
        return
    workspace_id = await here.find_workspace()
    status = await _find_document(here, number)
    if status is None:
        return
    document = status.document
    if document.urls == (url,):
        await here.reply(
            render_sentence(f"{link(url, 'That')} is the address that is watched already.")
        )
        return
    remedies = here.context.store.remedies
    watches = await remedies.replace_url(workspace_id, document.id, url, here.user_id, here.now)
    if not watches:
        await here.reply(
            render_sentence(f"No channel here watches {escape(document.name, 150)} any more.")
        )
        return
    code = await here.post(render_sentence(_describe_new_url(document, url, here, len(watches))))
    await channels.handle_post_result(
        here, await here.find_channel(), code, "The new address is watched."
    )
    here.refresh_homes(workspace_id)
    await here.schedule_jobs()


async def use_browser(call: Call) -> None:
    """Have a document's pages built by a browser from now on."""
    workspace_id = await call.find_workspace()
    status = await _find_document(call, int(call.value))
    if status is None:
        return
    document = status.document
    remedies = call.context.store.remedies
    came = await remedies.set_rendering(workspace_id, document.id, call.now, is_on=True)
    name = f"*{escape(document.name, 150)}*"
    if came is not RemedyResult.TAKEN:
        await call.reply(render_sentence(f"{name} can be read as it is, so it stays that way."))
        return
    who = format_member(call.user_id)
    text = f"{who} has {name} read with a browser from now on. It is being read at once."
    code = await call.post(render_sentence(text))
    await channels.handle_post_result(
        call, await call.find_channel(), code, "A browser is used from now on."
    )
    call.refresh_homes(workspace_id)
    await call.schedule_jobs()


def _describe_new_url(document: Document, url: str, call: Call, count: int) -> str:
    where = "" if count == 1 else f", in all {count} channels that watch it"
    return (
        f"{format_member(call.user_id)} gave {escape(document.name, 150)} a"
        f" {link(url, 'new address')}{where}. It is being read now; what is on record of the old"
        " one stays."
    )
