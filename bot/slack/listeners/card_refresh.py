"""The refresh of everything that shows a change, after a user acted on the change."""

import asyncio

from bot.slack.card_updates import update_cards
from bot.slack.listeners.call import Call
from bot.slack.messages import redline
from bot.slack.messages.card import CardState, render_card
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import WorkspaceId

CARD_ROW = "card.actions:"
"""Prefix of the block id of a card's buttons; the number of the change follows."""
CHANGE_GONE = "This change is no longer stored for this workspace."


async def find_change(call: Call, change_id: int) -> Change | None:
    """Return a change that the workspace may see."""
    return await call.context.store.changes.find(await call.find_workspace(), change_id)


async def refresh_cards(call: Call, workspace_id: WorkspaceId, change: Change) -> None:
    """Update every card of a change in the workspace, and the pressed answer if it is a card."""
    store = call.context.store
    posts = await store.changes.find_cards(workspace_id, change.id)
    key = change.document.platform_key
    muted = await store.mutes.find_by_platform(workspace_id, key, call.now)
    has_site = call.context.site_links is not None
    await update_cards(call.client, change, posts, muted, has_site=has_site)
    is_card = str(call.action.get("block_id", "")).startswith(CARD_ROW)
    if is_card and is_ephemeral(call):
        muted_until = muted.get((await call.find_channel()).id)
        state = CardState(muted_until=muted_until, has_site=has_site)
        card = await asyncio.to_thread(render_card, change, state)
        await call.reply(card, replace=True)
    call.refresh_homes(workspace_id)


async def show_redline(call: Call, view_id: str, place: redline.RedlinePlace) -> None:
    """Show a page of the redline in a view."""
    change = await find_change(call, place.change_id)
    view = (
        redline.render_failure(place.change_id, CHANGE_GONE)
        if change is None
        # the word diff of a long text would keep other requests from their acknowledgements
        else await asyncio.to_thread(redline.render_page, change, place)
    )
    await call.client.views_update(view_id=view_id, view=view)


def is_ephemeral(call: Call) -> bool:
    """Return whether only one user sees the pressed message."""
    return bool((call.body.get("container") or {}).get("is_ephemeral"))
