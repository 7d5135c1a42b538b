"""The ways out of a document that cannot be read: it is the policy now, or it is elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import ids
from bot.listeners import channels
from bot.listeners.call import Call
from bot.listeners.fields import typed_in
from bot.listeners.targets import refused
from bot.messages import modals
from bot.messages.answers import plain
from bot.messages.card import member
from bot.messages.escape import link, mrkdwn
from clausewatch.model import Document
from clausewatch.store import Accepted

NOT_HERE = "This document is not on record for this workspace."
TAKEN = "What the page shows is taken for the policy."
SAID = {
    Accepted.TAKEN: (
        "{who} said that what {name} shows is the policy now. It is read again at once; where its"
        " terms differ from those on record, that is told as a change."
    ),
    Accepted.UNKNOWN: NOT_HERE,
    Accepted.SHARED: (
        "{name} is shared with other workspaces of this installation, so only whoever runs"
        " Clausewatch can say that this is the policy now; tell them with `feedback`, or give its"
        " new address for this workspace alone."
    ),
}


async def _document(call: Call, number: int) -> Document | None:
    """Return a document that this workspace may see, or say that there is none."""
    status = await call.house.store.documents.find(await call.workspace(), number)
    if status is None:
        await call.whisper(plain(NOT_HERE))
        return None
    return status.document


async def policy_accepted(call: Call) -> None:
    """Take what a document shows now as the policy, plausible or not."""
    workspace_id = await call.workspace()
    document = await _document(call, int(call.value))
    if document is None:
        return
    came = await call.house.store.ways_out.accept(workspace_id, document.id, call.now)
    name = f"*{mrkdwn(document.name, 150)}*"
    text = SAID[came].format(who=member(call.user_id), name=name)
    if came is not Accepted.TAKEN:
        await call.whisper(plain(text))
        return
    code = await call.say(plain(text))
    await channels.settle(call, await call.channel(), code, TAKEN)
    call.home_changed(workspace_id)
    await call.nudge()


async def address_asked(call: Call) -> None:
    """Open the modal that asks for a document's new address."""
    document = await _document(call, int(call.value))
    if document is None:
        return
    view = modals.change_url(document, call.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def address_errors(call: Call) -> Mapping[str, str]:
    """Say what is wrong with the new address."""
    address = typed_in(call, ids.NEW_URL_BLOCK)
    wrong = refused(address, is_private_allowed=call.house.is_private_allowed)
    return {ids.NEW_URL_BLOCK: "This is not a public http or https address."} if wrong else {}


async def address_given(call: Call) -> None:
    """Watch the new address in the old one's place, and say so in the channel."""
    about: dict[str, Any] = json.loads(call.body["view"]["private_metadata"])
    here = replace(call, channel_id=str(about["channel"]), respond=None)
    await _readdress(here, int(about["document"]), typed_in(call, ids.NEW_URL_BLOCK))


async def address_chosen(call: Call) -> None:
    """Watch an address that was found in the old one's place."""
    number, _, url = call.value.partition(" ")
    wrong = refused(url, is_private_allowed=call.house.is_private_allowed)
    if wrong is not None:
        await call.whisper(plain(wrong))
        return
    await _readdress(call, int(number), url)


async def _readdress(here: Call, number: int, url: str) -> None:
    workspace_id = await here.workspace()
    document = await _document(here, number)
    if document is None:
        return
    if document.urls == (url,):
        await here.whisper(plain(f"{link(url, 'That')} is the address that is watched already."))
        return
    ways_out = here.house.store.ways_out
    watches = await ways_out.readdress(workspace_id, document.id, url, here.user_id, here.now)
    if not watches:
        await here.whisper(plain(f"No channel here watches {mrkdwn(document.name, 150)} any more."))
        return
    code = await here.say(plain(_said(document, url, here, len(watches))))
    await channels.settle(here, await here.channel(), code, "The new address is watched.")
    here.home_changed(workspace_id)
    await here.nudge()


async def browser_chosen(call: Call) -> None:
    """Have a document's pages built by a browser from now on."""
    workspace_id = await call.workspace()
    document = await _document(call, int(call.value))
    if document is None:
        return
    ways_out = call.house.store.ways_out
    came = await ways_out.render(workspace_id, document.id, call.now, is_on=True)
    name = f"*{mrkdwn(document.name, 150)}*"
    if came is not Accepted.TAKEN:
        await call.whisper(plain(f"{name} can be read as it is, so it stays that way."))
        return
    who = member(call.user_id)
    text = f"{who} has {name} read with a browser from now on. It is being read at once."
    code = await call.say(plain(text))
    await channels.settle(call, await call.channel(), code, "A browser is used from now on.")
    call.home_changed(workspace_id)
    await call.nudge()


def _said(document: Document, url: str, call: Call, count: int) -> str:
    where = "" if count == 1 else f", in all {count} channels that watch it"
    return (
        f"{member(call.user_id)} gave {mrkdwn(document.name, 150)} a"
        f" {link(url, 'new address')}{where}. It is being read now; what is on record of the old"
        " one stays."
    )
