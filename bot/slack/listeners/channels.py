"""Pause and resume a channel by the results of posts in it."""

from bot.slack.listeners.call import Call
from bot.slack.messages.watch_answers import (
    INVITE_CODES,
    render_channel_test,
    render_invite,
    render_post_failure,
)
from clausewatch.model.watches import Channel

PAUSE_CODES = INVITE_CODES | {"is_archived", "restricted_action", "missing_scope"}
"""Slack's errors after which no post in the channel can succeed."""
WATCHLIST_CHANGED = "Watchlist updated."


async def handle_post_result(
    call: Call, channel: Channel, error_code: str | None, done: str = WATCHLIST_CHANGED
) -> None:
    """Resume a paused channel after a post; after a failed post pause it and reply.

    `done` is a sentence on what was done although it could not be posted.
    """
    workspaces = call.context.store.workspaces
    if error_code is None:
        if channel.paused is not None:
            await workspaces.resume_channel(channel.id, call.now)
            await call.schedule_jobs()
        return
    if error_code in PAUSE_CODES:
        await workspaces.pause_channel(channel.id, error_code, call.now, is_seen=True)
    if error_code in INVITE_CODES:
        await call.reply(render_invite(done, call.bot_user_id))
    else:
        await call.reply(render_post_failure(done, error_code))


async def try_again(call: Call) -> None:
    """Test with a post whether the bot can post in the channel now."""
    channel = await call.find_channel()
    error_code = await call.post(render_channel_test(call.user_id))
    await handle_post_result(call, channel, error_code, "That didn't work yet.")
    call.refresh_homes(channel.workspace_id)
