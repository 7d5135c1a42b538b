"""Who acts in a channel from the command line: a call as the listeners take it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.main import Application, open_application, open_clients, utc_now
from bot.runtime.logs import configure_logs
from bot.slack.listeners.call import Call
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from bot.terminal.console import make_channel_id
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.model.watches import Tenant

SLACK_ID = re.compile(r"[CG][A-Z0-9]{8,}")
CHANNELS_PER_PAGE = 999


@asynccontextmanager
async def open_call(settings: Settings, channel: str, user: str = "you") -> AsyncIterator[Call]:
    """Open the bot for one call of a user in a channel, given by id or name. Raises UserError."""
    configure_logs("WARNING", as_json=settings.log_json)
    clients = open_clients(settings, utc_now)
    async with open_application(settings, clients) as application:
        yield await _make_call(application, clients[1], channel, user)


async def _make_call(
    application: Application, client: AsyncWebClient, channel: str, user: str
) -> Call:
    """Return a call as if a user made it in a channel, given by id or name. Raises UserError."""
    has_slack = application.settings.slack_bot_token is not None
    try:
        answer = (await client.auth_test()).data
        channel_id = await _find_channel_id(client, channel) if has_slack else ""
    except SlackApiError as error:
        code = read_code(error) or "no answer"
        raise UserError(
            f"Slack refuses ({code}); run `clausewatch doctor` to find the cause."
        ) from None
    except NETWORK_FAULTS as error:
        raise UserError(f"Slack cannot be reached ({error}); try again.") from None
    identity = answer if isinstance(answer, dict) else {}
    is_org = bool(identity.get("is_enterprise_install"))
    team_id = None if is_org else identity.get("team_id")
    return Call(
        context=application.context,
        body={},
        client=client,
        respond=None,
        tenant=Tenant(identity.get("enterprise_id"), team_id),
        user_id=user,
        channel_id=channel_id or make_channel_id(channel),
        bot_user_id=identity.get("user_id"),
        now=utc_now(),
    )


async def _find_channel_id(client: AsyncWebClient, channel: str) -> str:
    """Return a channel's id; looking up a name needs the scope `channels:read`.

    Raises UserError for a channel that is not found, and SlackApiError.
    """
    name = channel.strip().lstrip("#")
    if SLACK_ID.fullmatch(name):
        return name
    cursor = ""
    try:
        while True:
            answer = await client.conversations_list(
                limit=CHANNELS_PER_PAGE,
                cursor=cursor,
                exclude_archived=True,
                types="public_channel,private_channel",
            )
            for listed in answer.get("channels") or []:
                if listed.get("name") == name:
                    return str(listed["id"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
    except SlackApiError as error:
        if read_code(error) != "missing_scope":
            raise
    raise UserError(
        f"The channel {name!r} was not found; use its id (C0123456789), which Slack shows at the"
        " end of the channel's details."
    )
