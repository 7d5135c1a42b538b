"""Slack's events: the App Home, installations, and channels that change."""

from dataclasses import replace

from bot.slack.app_home import build_home
from bot.slack.listeners.call import Call
from bot.slack.messages import worklist
from clausewatch.model.reading import Severity
from clausewatch.model.reviews import WorklistFilter
from clausewatch.store import OpenHome


async def open_home(call: Call) -> None:
    """Publish the home for the user who opened it."""
    event = call.body.get("event") or {}
    if event.get("tab", "home") == "home":
        await publish_home(call, replace(await _find_home(call), page=0))


async def turn_home_page(call: Call) -> None:
    """Show another page of the home."""
    home = await _find_home(call)
    await publish_home(call, replace(home, page=int(call.value or 0)))


async def filter_home(call: Call) -> None:
    """Filter the worklist of the home by the chosen option of a select."""
    home = await _find_home(call)
    name = str(call.action.get("action_id", "")).rpartition(":")[2]
    choice = _apply_filter(home.choice, name, call.value, call.user_id)
    await publish_home(call, replace(home, choice=choice, page=0))


def _apply_filter(choice: WorklistFilter, name: str, value: str, user_id: str) -> WorklistFilter:
    """Return the filter with the option `value` of the select `name`."""
    match name:
        case "who":
            assignee = user_id if value == worklist.MINE else ""
            is_unassigned = value == worklist.UNASSIGNED
            return replace(choice, assignee=assignee, is_unassigned=is_unassigned)
        case "when":
            return replace(choice, is_overdue=value == worklist.OVERDUE)
        case "severity":
            minimum = Severity.LOW if value == worklist.ANY else Severity(value)
            return replace(choice, minimum=minimum)
        case _:
            return replace(choice, platform_key="" if value == worklist.ANY else value)


async def _find_home(call: Call) -> OpenHome:
    return await call.context.store.app_homes.find(await call.find_workspace(), call.user_id)


async def publish_home(call: Call, home: OpenHome) -> None:
    """Publish the home of the user, and remember what it shows."""
    workspace_id, store = await call.find_workspace(), call.context.store
    view = await build_home(store, workspace_id, call.command, call.now, home)
    await call.client.views_publish(user_id=call.user_id, view=view)
    await store.app_homes.mark_open(workspace_id, home, call.now)


async def purge_workspace(call: Call) -> None:
    """Delete every row of the workspace that uninstalled the app."""
    await call.context.store.workspaces.purge(call.tenant)


async def deactivate_workspace(call: Call) -> None:
    """Stop posting to a workspace that revoked the bot token."""
    revoked = (call.body.get("event") or {}).get("tokens") or {}
    if revoked.get("bot"):
        workspace_id = await call.find_workspace()
        await call.context.store.workspaces.deactivate(workspace_id, "tokens revoked", call.now)


async def pause_left_channel(call: Call) -> None:
    """Pause a channel that the bot was removed from."""
    await _pause_channel(call, "channel_left")


async def pause_archived_channel(call: Call) -> None:
    """Pause a channel that was archived."""
    await _pause_channel(call, "is_archived")


async def pause_deleted_channel(call: Call) -> None:
    """Pause a channel that was deleted."""
    await _pause_channel(call, "channel_deleted")


async def resume_channel(call: Call) -> None:
    """Resume a channel that is no longer archived."""
    workspaces = call.context.store.workspaces
    workspace_id = await call.find_workspace()
    channel = await workspaces.ensure_channel(workspace_id, _read_channel_id(call), call.now)
    await workspaces.resume_channel(channel.id, call.now)
    call.refresh_homes(channel.workspace_id)


async def resume_joined_channel(call: Call) -> None:
    """Resume a channel that the bot joined; other members do not matter."""
    event = call.body.get("event") or {}
    if event.get("user") == call.bot_user_id:
        await resume_channel(call)


async def update_channel_id(call: Call) -> None:
    """Store a channel's new id, which Slack assigns when the channel is shared or moved."""
    event = call.body.get("event") or {}
    old_id, new_id = str(event.get("old_channel_id", "")), str(event.get("new_channel_id", ""))
    if old_id and new_id:
        workspace_id = await call.find_workspace()
        await call.context.store.workspaces.replace_slack_id(workspace_id, old_id, new_id)
        call.refresh_homes(workspace_id)


async def ignore_event(call: Call) -> None:
    """Do nothing: the app subscribes to the event but does not need it."""


async def _pause_channel(call: Call, reason: str) -> None:
    """Pause the channel of an event; `reason` is one of Slack's error codes."""
    workspaces = call.context.store.workspaces
    workspace_id = await call.find_workspace()
    channel = await workspaces.ensure_channel(workspace_id, _read_channel_id(call), call.now)
    await workspaces.pause_channel(channel.id, reason, call.now)
    call.refresh_homes(channel.workspace_id)


def _read_channel_id(call: Call) -> str:
    channel = (call.body.get("event") or {}).get("channel") or ""
    return str(channel.get("id", "") if isinstance(channel, dict) else channel)
