"""Buttons of a card by which people say what they make of it: mute it, or it is none."""

from datetime import timedelta

from bot.slack.listeners import undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_refresh import refresh_cards
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.card import MUTE_DAYS
from bot.slack.messages.mutes import render_denial, render_unmute
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.store import Mute
from clausewatch.whole_numbers import parse_whole_number

GONE = "This change is no longer on record for this workspace."
CARD_ROW = "card.actions:"
"""The row of buttons on a card; the change's number follows."""
NOT_MUTED = "It is not muted here any more; nothing was changed."


async def mute_platform(call: Call) -> None:
    """Tell this channel nothing of the platform for some days; the card shows it."""
    workspace_id, change = await _find_change(call)
    if change is None:
        await call.reply(render_sentence(GONE))
        return
    channel = await call.find_channel()
    until = call.now + timedelta(days=MUTE_DAYS)
    mute = Mute(channel.id, change.document.platform_key, until, call.user_id, change.id)
    await call.context.store.mutes.mute(mute, call.now)
    await refresh_cards(call, workspace_id, change)


async def unmute_platforms(call: Call) -> None:
    """Tell this channel of the platforms again; the card on which they were muted shows it."""
    workspace_id, channel = await call.find_workspace(), await call.find_channel()
    mutes = call.context.store.mutes
    gone = [await mutes.unmute(channel.id, key, call.now) for key in undo.decode_keys(call.value)]
    ended = [mute for mute in gone if mute is not None]
    if not ended:
        await call.reply(render_sentence(NOT_MUTED))
        return
    for mute in ended:
        await refresh_muted_card(call, workspace_id, mute)
    number = parse_whole_number(str(call.action.get("block_id", "")).removeprefix(CARD_ROW))
    if number is not None:
        # pressed on a card, which may be another than that on which it was muted
        change = await call.context.store.changes.find(workspace_id, number)
        if change is not None:
            await refresh_cards(call, workspace_id, change)
    else:
        names = [await find_platform_name(call, workspace_id, mute.platform_key) for mute in ended]
        await call.reply(render_unmute(names, call.user_id), replace=True)
        call.refresh_homes(workspace_id)
    await call.schedule_jobs()


async def refresh_muted_card(call: Call, workspace_id: WorkspaceId, mute: Mute) -> None:
    """Bring the card up to date on which a mute was pressed, if it was on one."""
    if mute.change_id is not None:
        change = await call.context.store.changes.find(workspace_id, mute.change_id)
        if change is not None:
            await refresh_cards(call, workspace_id, change)


async def find_platform_name(call: Call, workspace_id: WorkspaceId, key: str) -> str:
    """Return a platform's name as the workspace knows it, else its key."""
    return next(
        reversed(await call.context.store.documents.find_platform_names(workspace_id, key)), key
    )


async def deny_change(call: Call) -> None:
    """Note that somebody says that it is none, show it on every card, and offer *Undo*."""
    workspace_id = await call.find_workspace()
    change = await call.context.store.denials.deny(
        workspace_id, ChangeId(int(call.value)), call.user_id, call.now
    )
    if change is None:
        await call.reply(render_sentence(GONE))
        return
    await refresh_cards(call, workspace_id, change)
    await call.reply(render_denial(change.record_id, change.id))


async def undo_denial(call: Call) -> None:
    """Take back that it is none."""
    workspace_id = await call.find_workspace()
    change = await call.context.store.denials.withdraw(
        workspace_id, ChangeId(int(call.value)), call.user_id
    )
    if change is None:
        await call.reply(render_sentence(GONE))
        return
    said = render_sentence(f"Taken back: {change.record_id} counts as a change again.")
    await call.reply(said, replace=True)
    await refresh_cards(call, workspace_id, change, is_card=False)


async def _find_change(call: Call) -> tuple[WorkspaceId, Change | None]:
    workspace_id = await call.find_workspace()
    return workspace_id, await call.context.store.changes.find(workspace_id, int(call.value))
