"""`webhook`: send the changes of a channel to another system, for admins of the workspace."""

from urllib.parse import urlsplit

import structlog

from bot.exports.webhook_payload import derive_secret, make_nonce, name_key
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, add_scheme
from bot.slack.listeners.workspace_admins import require_admin
from bot.slack.messages import webhooks as messages
from bot.slack.messages.escape import code, escape
from clausewatch.errors import FetchError
from clausewatch.store.webhooks import NewWebhook
from clausewatch.whole_numbers import parse_whole_number

log = structlog.get_logger(__name__)
ADVICE = f"Your administrator can use {code('clausewatch webhook')}."
MAX_WEBHOOKS = 10
"""Of one channel."""


async def manage_webhooks(call: Call, line: CommandLine) -> None:
    """List the webhooks of this channel, add one or remove one. Raises ArgumentError."""
    word, _, rest = line.rest.partition(" ")
    action, rest = word.casefold() or "list", rest.strip()
    if action not in {"list", "add", "remove"} or (action == "list") != (not rest):
        example = code(f"{call.command} webhook add https://receiver.example.com/changes")
        raise ArgumentError(
            f"{code('webhook')} takes {code('list')}, {code('add <url>')} or"
            f" {code('remove <number>')}, such as {example}."
        )
    await require_admin(call, ADVICE)
    if action == "add":
        await _add(call, rest)
    elif action == "remove":
        await _remove(call, rest)
    else:
        channel = await call.find_channel()
        found = await call.context.store.webhooks.find_by_channel(channel.id)
        await call.reply(messages.render_webhooks(found, call.command))


async def _add(call: Call, typed: str) -> None:
    """Add a webhook, show its secret to the person alone, and say so in the channel."""
    make_key = call.context.make_webhook_key
    if make_key is None:
        raise ArgumentError(f"Webhooks can only be added on the server. {ADVICE}")
    url = _check_url(call, typed)
    channel, store = await call.find_channel(), call.context.store.webhooks
    known = await store.find_by_channel(channel.id)
    if len(known) >= MAX_WEBHOOKS and all(webhook.url != url for webhook in known):
        raise ArgumentError(f"A channel has at most {MAX_WEBHOOKS} webhooks. Remove one first.")
    key, nonce = make_key(), make_nonce()
    number = await store.add(NewWebhook(channel.id, url, nonce, name_key(key)), call.now)
    host = urlsplit(url).hostname or ""
    log.info("webhook added", channel=channel.slack_id, user=call.user_id, host=host)
    await call.reply(messages.render_secret(number, derive_secret(key, nonce)))
    error_code = await call.post(messages.render_added(number, host, call.user_id))
    await channels.handle_post_result(call, channel, error_code, "The webhook is added.")


def _check_url(call: Call, typed: str) -> str:
    """Return the URL of a webhook. Raises ArgumentError for one that nothing may be sent to."""
    # httpx comes with it, which a command line does not need before.
    from clausewatch.fetch.webhook_client import check_webhook_url  # noqa: PLC0415

    try:
        return check_webhook_url(add_scheme(typed), call.context.url_guard)
    except FetchError as fault:
        reason = f"{fault.reason[:1].upper()}{fault.reason[1:]}"
        raise ArgumentError(f"{escape(reason, 200)}. Nothing was added.") from None


async def _remove(call: Call, typed: str) -> None:
    channel = await call.find_channel()
    number = parse_whole_number(typed)
    if number is None or not await call.context.store.webhooks.remove(channel.id, number):
        raise ArgumentError(
            f"This channel has no webhook “{escape(typed, 40)}”. {code('webhook list')} shows them."
        )
    log.info("webhook removed", channel=channel.slack_id, user=call.user_id, number=number)
    error_code = await call.post(messages.render_removed(number, call.user_id))
    await channels.handle_post_result(call, channel, error_code, "The webhook is removed.")
