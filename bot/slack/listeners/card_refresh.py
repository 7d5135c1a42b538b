"""Bringing what is shown of a change up to date after somebody said something about it."""

from bot.slack.card_updates import update_cards
from bot.slack.listeners.call import Call
from bot.slack.messages.card import CardState, render_card
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import WorkspaceId


async def refresh_cards(
    call: Call, workspace_id: WorkspaceId, change: Change, *, is_card: bool = True
) -> None:
    """Edit every card of a change in the workspace, and the answer that was pressed on.

    `is_card` says that an answer that was pressed on is a card of it.
    """
    store = call.context.store
    posts = await store.changes.find_cards(workspace_id, change.id)
    key = change.document.platform_key
    muted = await store.mutes.find_by_platform(workspace_id, key, call.now)
    await update_cards(call.client, change, posts, muted)
    if is_card and is_ephemeral(call):
        state = CardState(muted_until=muted.get((await call.find_channel()).id))
        await call.reply(render_card(change, state), replace=True)
    call.refresh_homes(workspace_id)


def is_ephemeral(call: Call) -> bool:
    """True where the pressed message is for one person alone."""
    return bool((call.body.get("container") or {}).get("is_ephemeral"))
