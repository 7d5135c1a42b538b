"""Whether the bot can post where it was called: pause and resume as Slack's answers say."""

from bot.listeners.call import Call
from bot.messages.watching import INVITE_CODES, invite, kept_quietly
from clausewatch.model import Channel

PAUSES = INVITE_CODES | {"is_archived", "restricted_action", "missing_scope"}


async def settle(call: Call, channel: Channel, code: str | None) -> None:
    """Act on what came of a confirmation: it is the test that the bot can post in the channel."""
    workspaces = call.house.store.workspaces
    if code is None:
        if channel.paused is not None:
            await workspaces.resume(channel.id, call.now)
        return
    if code in PAUSES:
        await workspaces.pause(channel.id, code, call.now)
    if code in INVITE_CODES:
        await call.whisper(invite(call.command, call.bot_user_id))
    else:
        await call.whisper(kept_quietly(code))
