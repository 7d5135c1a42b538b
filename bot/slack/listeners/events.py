"""What Slack tells without anybody typing: the home, installs and channels that come and go."""

from bot.slack.app_home import build_home
from bot.slack.listeners.call import Call


async def open_home(call: Call) -> None:
    """Publish the home of whoever opened it."""
    event = call.body.get("event") or {}
    if event.get("tab", "home") == "home":
        await publish_home(call)


async def turn_home_page(call: Call) -> None:
    """Show another page of the home."""
    await publish_home(call, int(call.value or 0))


async def publish_home(call: Call, page: int = 0) -> None:
    """Publish the home with what is on record now, and remember who looks at it."""
    workspace_id = await call.find_workspace()
    store = call.context.store
    view = await build_home(store, workspace_id, call.command, call.now, page)
    await call.client.views_publish(user_id=call.user_id, view=view)
    await store.app_homes.mark_open(workspace_id, call.user_id, page, call.now)


async def purge_workspace(call: Call) -> None:
    """Forget the workspace: every row of it goes."""
    await call.context.store.workspaces.purge(call.tenant)


async def deactivate_workspace(call: Call) -> None:
    """Stop posting to a workspace whose bot token no longer holds."""
    revoked = (call.body.get("event") or {}).get("tokens") or {}
    if revoked.get("bot"):
        workspace_id = await call.find_workspace()
        await call.context.store.workspaces.deactivate(workspace_id, "tokens revoked", call.now)


async def pause_left_channel(call: Call) -> None:
    """Pause a channel that the bot was removed from."""
    await _pause(call, "channel_left")


async def pause_archived_channel(call: Call) -> None:
    """Pause a channel that was archived."""
    await _pause(call, "is_archived")


async def pause_deleted_channel(call: Call) -> None:
    """Pause a channel that was deleted."""
    await _pause(call, "channel_deleted")


async def resume_channel(call: Call) -> None:
    """Resume a channel that is back."""
    channel = await call.context.store.workspaces.ensure_channel(
        await call.find_workspace(), _read_channel_id(call), call.now
    )
    await call.context.store.workspaces.resume_channel(channel.id, call.now)
    call.refresh_homes(channel.workspace_id)


async def resume_joined_channel(call: Call) -> None:
    """Resume a channel that the bot was invited to; other members' joining is not our business."""
    event = call.body.get("event") or {}
    if event.get("user") == call.bot_user_id:
        await resume_channel(call)


async def update_channel_id(call: Call) -> None:
    """Know a channel by its new id: Slack gives one where a channel is shared or moved."""
    event = call.body.get("event") or {}
    old, new = str(event.get("old_channel_id", "")), str(event.get("new_channel_id", ""))
    if old and new:
        workspace_id = await call.find_workspace()
        await call.context.store.workspaces.replace_slack_id(workspace_id, old, new)
        call.refresh_homes(workspace_id)


async def ignore_event(call: Call) -> None:
    """An event that is subscribed to but needs nothing."""


async def _pause(call: Call, code: str) -> None:
    channel = await call.context.store.workspaces.ensure_channel(
        await call.find_workspace(), _read_channel_id(call), call.now
    )
    await call.context.store.workspaces.pause_channel(channel.id, code, call.now)
    call.refresh_homes(channel.workspace_id)


def _read_channel_id(call: Call) -> str:
    channel = (call.body.get("event") or {}).get("channel") or ""
    return str(channel.get("id", "") if isinstance(channel, dict) else channel)
