"""`debug`: facts about this workspace and channel for finding a fault."""

from importlib.metadata import PackageNotFoundError, version

from slack_sdk.errors import SlackApiError

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.messages.blocks import Message, section
from bot.slack.messages.document_status import format_pause_reason, format_refused_cards
from bot.slack.messages.escape import code
from bot.slack.messages.formats import format_time
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.model.watches import Channel


async def show_facts(call: Call, line: CommandLine) -> Message:  # noqa: ARG001  # as all verbs
    """Return release, ids, permissions and counts, none of them of another workspace."""
    channel = await call.find_channel()
    totals = await call.context.store.watchlists.read_totals(channel.workspace_id, most_paused=0)
    next_check = format_time(totals.next_check_at) if totals.next_check_at else "nothing is watched"
    refused = await call.context.store.worklist.find_refused(channel.workspace_id, channel.id)
    counts = f"{totals.watches} watches, {totals.documents} documents"
    facts = [
        f"Release {code(_read_release())}, now {format_time(call.now)}",
        f"Team {code(call.tenant.team_id or '-')}, org {code(call.tenant.enterprise_id or '-')}",
        f"Channel {code(call.channel_id)}: {_describe_posting(channel)}",
        *format_refused_cards(refused, is_here=True),
        f"{counts}, {totals.unreadable} of them unavailable",
        f"Next check: {next_check}",
        f"Permissions: {await _fetch_scopes(call)}",
    ]
    head = "*Diagnostics*"
    return Message(head, (section(head), section("\n".join(facts))))


def _read_release() -> str:
    try:
        return version("clausewatch")
    except PackageNotFoundError:
        return "not installed as a package"


async def _fetch_scopes(call: Call) -> str:
    """Return the granted scopes, which Slack sends in a header of every response."""
    try:
        response = await call.client.auth_test()
    except SlackApiError as fault:
        return f"Slack refuses the token ({code(read_code(fault) or 'no answer')})"
    except NETWORK_FAULTS:
        return "Slack can't be reached"
    headers = {name.lower(): value for name, value in (response.headers or {}).items()}
    return code(str(headers.get("x-oauth-scopes", "Slack didn't say")))


def _describe_posting(channel: Channel) -> str:
    return format_pause_reason(channel.paused) if channel.paused else "posting works"
