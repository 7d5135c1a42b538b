"""Commands that act in a channel from the command line: who calls, and from which channel."""

import re
from pathlib import Path

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.watch_list import Outcome, exported, rows_of, watch_all
from bot.main import Application, open_application, open_clients, utc_now
from bot.runtime.logs import configure_logs
from bot.slack.listeners.call import NETWORK_FAULTS, Call
from bot.slack.slack_errors import code_of
from bot.terminal.console import make_channel_id
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.model.documents import Tenant

_SLACK_ID = re.compile(r"[CG][A-Z0-9]{8,}")
CHANNELS_PER_PAGE = 999


async def watch_file(settings: Settings, path: Path, channel: str, user: str) -> list[Outcome]:
    """Put a file's platforms on a channel's watchlist. Raises UserError."""
    rows = rows_of(path)
    configure_logs("WARNING", as_json=settings.log_json)
    clients = open_clients(settings, utc_now)
    async with open_application(settings, clients) as application:
        call = await calling(application, clients[1], channel, user)
        return await watch_all(call, rows)


async def export_channel(settings: Settings, channel: str) -> str:
    """Return a channel's watchlist as a CSV text. Raises UserError."""
    configure_logs("WARNING", as_json=settings.log_json)
    clients = open_clients(settings, utc_now)
    async with open_application(settings, clients) as application:
        call = await calling(application, clients[1], channel, "you")
        watches = await application.store.watches.find_in_channel((await call.channel()).id)
        return exported(watches, application.context.catalogue)


async def calling(
    application: Application, client: AsyncWebClient, channel: str, user: str
) -> Call:
    """Return a call as if it came from that channel. Raises UserError where there is none."""
    has_slack = application.settings.slack_bot_token is not None
    try:
        who = (await client.auth_test()).data
        where = await _channel_in_slack(client, channel) if has_slack else make_channel_id(channel)
    except SlackApiError as fault:
        code = code_of(fault) or "no answer"
        raise UserError(f"Slack refuses ({code}); `clausewatch doctor` says what to do.") from None
    except NETWORK_FAULTS as fault:
        raise UserError(f"Slack cannot be reached ({fault}); try again.") from None
    found = who if isinstance(who, dict) else {}
    is_org = bool(found.get("is_enterprise_install"))
    return Call(
        context=application.context,
        body={},
        client=client,
        respond=None,
        tenant=Tenant(found.get("enterprise_id"), None if is_org else found.get("team_id")),
        user_id=user,
        channel_id=where,
        bot_user_id=found.get("user_id"),
        now=utc_now(),
    )


async def _channel_in_slack(client: AsyncWebClient, channel: str) -> str:
    """Return a channel's id; by its name only where the app may read the list of channels."""
    name = channel.strip().lstrip("#")
    if _SLACK_ID.fullmatch(name):
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
            for each in answer.get("channels") or []:
                if each.get("name") == name:
                    return str(each["id"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
    except SlackApiError as fault:
        if code_of(fault) != "missing_scope":
            raise
    raise UserError(
        f"The channel {name!r} is not found; give its id, which Slack shows at the end of the"
        " channel's details (C0123456789)."
    )
