"""The remedies for an unreadable document: accept its text, change its URL, use a browser."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.modal_fields import read_url
from bot.slack.listeners.watched_urls import find_url_problem
from bot.slack.messages import modals
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.escape import escape, link
from bot.slack.messages.formats import format_member
from clausewatch.model.documents import Document, DocumentStatus
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import RemedyResult

HEALTHY = "{name} is available or being checked now. There's nothing to accept."
NOT_HERE = "This document isn't stored for this workspace."
TAKEN = "The current page is accepted as the policy."
CONFIRMED = "{who} confirmed that {name} is the right page."
ANSWERS = {
    RemedyResult.TAKEN: (
        "{who} accepted the current page of {name} as the policy. I'm checking it"
        " again now. If its terms differ from the stored version, you'll get an alert."
    ),
    RemedyResult.UNKNOWN: NOT_HERE,
    RemedyResult.NOTHING: (
        "I couldn't retrieve a page of {name}, so there's nothing to accept. Update"
        " its URL, or leave it and I'll keep trying."
    ),
    RemedyResult.SHARED: (
        "Other workspaces share {name}, so only your administrator can accept it. Tell"
        " them with `feedback`, or update its URL for this workspace."
    ),
}


async def _find_document(call: Call, number: int) -> DocumentStatus | None:
    """Return a document that this workspace may see; reply if there is none."""
    status = await call.context.store.documents.find(await call.find_workspace(), number)
    if status is None:
        await call.reply(render_sentence(NOT_HERE))
    return status


async def _move_to_watching_channel(call: Call, number: int) -> Call:
    """Return a call from no channel as if it came from a channel that watches the document.

    A press in the App Home may change what a channel is notified of, so that channel reads of it.
    """
    if call.channel_id:
        return call
    workspace_id = await call.find_workspace()
    watches = await call.context.store.watches.find_by_document(DocumentId(number))
    watching = [watch.channel for watch in watches if watch.channel.workspace_id == workspace_id]
    watching.sort(key=lambda channel: channel.paused is not None)
    return replace(call, channel_id=watching[0].slack_id) if watching else call


async def _post_remedy(call: Call, text: str, done: str) -> None:
    """Post a remedy in the channel, and have the document checked at once.

    `done` is the sentence for the user if the post fails.
    """
    error_code = await call.post(render_sentence(text))
    channel = await call.find_channel()
    await channels.handle_post_result(call, channel, error_code, done)
    call.refresh_homes(channel.workspace_id)
    await call.schedule_jobs()


async def accept_pressed_document(call: Call) -> None:
    """Accept the present text of the document of a button."""
    await accept_document(call, int(call.value))


async def accept_document(call: Call, number: int) -> None:
    """Accept the present text of a document, plausible or not, and post that."""
    workspace_id = await call.find_workspace()
    status = await _find_document(call, number)
    if status is None:
        return
    document = status.document
    name = f"*{escape(document.name, 150)}*"
    if status.unreadable is None and status.remark is None:
        await call.reply(render_sentence(HEALTHY.format(name=name)))
        return
    result = await call.context.store.remedies.accept(workspace_id, document.id, call.now)
    is_confirmed = result is RemedyResult.TAKEN and status.unreadable is None
    template = CONFIRMED if is_confirmed else ANSWERS[result]
    text = template.format(who=format_member(call.user_id), name=name)
    if result is not RemedyResult.TAKEN:
        await call.reply(render_sentence(text))
        return
    await _post_remedy(await _move_to_watching_channel(call, number), text, TAKEN)


async def open_change_url(call: Call) -> None:
    """Open the modal for a document's new URL."""
    status = await _find_document(call, int(call.value))
    if status is None:
        return
    channel_call = await _move_to_watching_channel(call, status.document.id)
    view = modals.render_change_url(status.document, channel_call.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def find_url_errors(call: Call) -> Mapping[str, str]:
    """Return the errors of the modal for a new URL, by block id."""
    url = read_url(call, ids.NEW_URL_BLOCK)
    problem = find_url_problem(url, call.context.url_guard)
    return {ids.NEW_URL_BLOCK: "This isn't a public http or https URL."} if problem else {}


async def submit_new_url(call: Call) -> None:
    """Watch the URL that the modal contains."""
    metadata: dict[str, Any] = json.loads(call.body["view"]["private_metadata"])
    channel_call = replace(call, channel_id=str(metadata["channel"]), respond=None)
    url = read_url(call, ids.NEW_URL_BLOCK)
    await change_url(channel_call, int(metadata["document"]), url)


async def use_suggested_url(call: Call) -> None:
    """Watch a URL that a search of the site suggested."""
    number, _, url = call.value.partition(" ")
    await change_url(call, int(number), url)


async def change_url(call: Call, number: int, url: str) -> None:
    """Watch a URL instead of a document's own, and post that."""
    problem = find_url_problem(url, call.context.url_guard)
    if problem is not None:
        await call.reply(render_sentence(problem))
        return
    workspace_id = await call.find_workspace()
    status = await _find_document(call, number)
    if status is None:
        return
    document = status.document
    if document.urls == (url,):
        sentence = f"{link(url, 'That')} is the URL I already watch."
        await call.reply(render_sentence(sentence))
        return
    remedies = call.context.store.remedies
    watches = await remedies.replace_url(workspace_id, document.id, url, call.user_id, call.now)
    if not watches:
        sentence = f"No channel here watches {escape(document.name, 150)} any longer."
        await call.reply(render_sentence(sentence))
        return
    text = _describe_new_url(document, url, call, len(watches))
    await _post_remedy(call, text, "The new URL is saved.")


def _describe_new_url(document: Document, url: str, call: Call, count: int) -> str:
    """Return the post about a new URL, which `count` channels watch."""
    where = "" if count == 1 else f" in all {count} channels that watch it"
    return (
        f"{format_member(call.user_id)} updated the URL of"
        f" {escape(document.name, 150)}: {link(url, 'new URL')}{where}. I'm checking"
        " it now. Its history is kept."
    )


async def use_browser(call: Call) -> None:
    """Have a browser render a document's pages from now on, and post that."""
    workspace_id = await call.find_workspace()
    status = await _find_document(call, int(call.value))
    if status is None:
        return
    document = status.document
    remedies = call.context.store.remedies
    result = await remedies.set_rendering(workspace_id, document.id, call.now, is_on=True)
    name = f"*{escape(document.name, 150)}*"
    if result is not RemedyResult.TAKEN:
        await call.reply(
            render_sentence(f"{name} is available without a browser, so nothing changed.")
        )
        return
    user = format_member(call.user_id)
    text = f"{user} turned on browser mode for {name}. I'm checking it now."
    await _post_remedy(call, text, "Browser mode is on.")
