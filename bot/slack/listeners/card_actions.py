"""Buttons of a change's card that mute its platform, and the menu of the card."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from bot.links.site_links import build_record_path
from bot.slack.listeners import review_actions, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import CARD_ROW, CHANGE_GONE, find_change, refresh_cards
from bot.slack.messages import reviews as menus
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.escape import link
from bot.slack.messages.mutes import render_unmute
from bot.slack.messages.reviews import MUTE_DAYS
from clausewatch.model.record_ids import ChangeId, WorkspaceId, record_id
from clausewatch.store import Mute
from clausewatch.whole_numbers import parse_whole_number

OTHER_RELEASE = "This choice is from another release. Open the card again."
NO_SITE = "The record site is off. Your administrator can set `PUBLIC_URL`."
NOT_MUTED = "It's no longer muted here. Nothing changed."


async def choose_from_menu(call: Call) -> None:
    """Do what was chosen in the menu of a card."""
    verb, _, number = call.value.partition(":")
    change_id = parse_whole_number(number)
    if verb in MENU_VERBS and change_id is not None:
        await MENU_VERBS[verb](call, ChangeId(change_id))
    else:
        await call.reply(render_sentence(OTHER_RELEASE))


async def mute_platform(call: Call) -> None:
    """Mute the platform of a card of release 0.1.0, which had a button for it."""
    await _mute_platform(call, int(call.value))


async def _mute_platform(call: Call, change_id: int) -> None:
    """Mute the platform of a card in this channel for some days, and show that on the card."""
    workspace_id = await call.find_workspace()
    change = await find_change(call, change_id)
    if change is None:
        await call.reply(render_sentence(CHANGE_GONE))
        return
    channel = await call.find_channel()
    until = call.now + timedelta(days=MUTE_DAYS)
    mute = Mute(channel.id, change.document.platform_key, until, call.user_id, change.id)
    await call.context.store.mutes.mute(mute, call.now)
    await refresh_cards(call, workspace_id, change)


async def unmute_platforms(call: Call) -> None:
    """End the mutes of a button in this channel, and update the cards that show them."""
    await _unmute_platforms(call, undo.decode_keys(call.value))


async def _unmute_platform(call: Call, change_id: int) -> None:
    """End the mute of the platform of a card in this channel."""
    change = await find_change(call, change_id)
    if change is None:
        await call.reply(render_sentence(CHANGE_GONE))
        return
    await _unmute_platforms(call, (change.document.platform_key,))


async def _unmute_platforms(call: Call, keys: Sequence[str]) -> None:
    workspace_id, channel = await call.find_workspace(), await call.find_channel()
    mutes = call.context.store.mutes
    ended = [
        mute for key in keys if (mute := await mutes.unmute(channel.id, key, call.now)) is not None
    ]
    if not ended:
        await call.reply(render_sentence(NOT_MUTED))
        return
    for mute in ended:
        await refresh_muted_card(call, workspace_id, mute)
    number = parse_whole_number(str(call.action.get("block_id", "")).removeprefix(CARD_ROW))
    if number is not None:
        # the pressed card may differ from the card on which the mute was made
        change = await find_change(call, number)
        if change is not None:
            await refresh_cards(call, workspace_id, change)
    else:
        names = [await find_platform_name(call, workspace_id, mute.platform_key) for mute in ended]
        await call.reply(render_unmute(names, call.user_id), replace=True)
        call.refresh_homes(workspace_id)
    await call.schedule_jobs()


async def refresh_muted_card(call: Call, workspace_id: WorkspaceId, mute: Mute) -> None:
    """Update the cards of the change on whose card a mute was made, if any."""
    if mute.change_id is not None:
        change = await find_change(call, mute.change_id)
        if change is not None:
            await refresh_cards(call, workspace_id, change)


async def find_platform_name(call: Call, workspace_id: WorkspaceId, key: str) -> str:
    """Return a platform's last name on record in the workspace, or else its key."""
    names = await call.context.store.documents.find_platform_names(workspace_id, key)
    return names[-1] if names else key


async def _open_record(call: Call, change_id: int) -> None:
    """Answer with a link to the page of a change, which opens it for this workspace."""
    path = build_record_path(record_id("C", change_id))
    url = await call.build_site_url(path)
    sentence = NO_SITE if url is None else f"{link(url, 'Open the record')} of this change."
    await call.reply(render_sentence(sentence))


MENU_VERBS: Mapping[str, Callable[[Call, ChangeId], Awaitable[None]]] = {
    menus.UPDATE: review_actions.open_review_of,
    menus.DENY: review_actions.deny,
    menus.UNDO: review_actions.undo_last_step,
    menus.MUTE: _mute_platform,
    menus.UNMUTE: _unmute_platform,
    menus.OPEN: _open_record,
}
"""The verbs in the values of a card's menu."""
