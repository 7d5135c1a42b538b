"""Whether the bot can post where it was called: pause and resume as Slack's answers say."""

from bot.slack.listeners.call import Call
from bot.slack.messages.watch_answers import (
    INVITE_CODES,
    render_channel_test,
    render_invite,
    render_post_failure,
)
from clausewatch.model.watches import Channel

PAUSES = INVITE_CODES | {"is_archived", "restricted_action", "missing_scope"}
LISTED = "The watchlist is changed."


async def handle_post_result(
    call: Call, channel: Channel, code: str | None, done: str = LISTED
) -> None:
    """Act on what came of a confirmation: it is the test that the bot can post in the channel.

    `done` says in a sentence what holds though the channel cannot be told.
    """
    workspaces = call.context.store.workspaces
    if code is None:
        if channel.paused is not None:
            await workspaces.resume_channel(channel.id, call.now)
            await call.schedule_jobs()
        return
    if code in PAUSES:
        await workspaces.pause_channel(channel.id, code, call.now, is_seen=True)
    if code in INVITE_CODES:
        await call.reply(render_invite(done, call.bot_user_id))
    else:
        await call.reply(render_post_failure(done, code))


async def try_again(call: Call) -> None:
    """Try whether the channel can be posted in by now, where somebody says that it can."""
    channel = await call.find_channel()
    code = await call.post(render_channel_test(call.user_id))
    await handle_post_result(call, channel, code, "It does not work yet.")
    call.refresh_homes(channel.workspace_id)
