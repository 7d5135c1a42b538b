"""Webhooks from the command line: added, listed, removed and sent again by the operator."""

import sys

from bot.cli.caller import make_call
from bot.exports.webhook_payload import derive_secret, make_nonce, name_key
from bot.links.keys import load_keys
from bot.main import open_application, open_clients, utc_now
from bot.runtime.fetchers import make_fetch_options
from bot.runtime.logs import configure_logs
from clausewatch.config import Settings
from clausewatch.errors import FetchError, UserError
from clausewatch.fetch.webhook_client import check_webhook_url
from clausewatch.model.record_ids import ChannelId
from clausewatch.store import Store
from clausewatch.store.webhooks import NewWebhook


async def add_webhook(settings: Settings, channel: str, url: str) -> None:
    """Add a webhook to a channel and print its secret once. Raises UserError."""
    try:
        checked = check_webhook_url(url, make_fetch_options(settings).make_guard())
    except FetchError as error:
        raise UserError(f"{error.reason[:1].upper()}{error.reason[1:]}.") from None
    key, nonce = load_keys(settings)[-1], make_nonce()
    channel_id = await _find_channel(settings, channel)
    store = await Store.open(settings.database)
    try:
        new = NewWebhook(channel_id, checked, nonce, name_key(key))
        number = await store.webhooks.add(new, utc_now())
    finally:
        await store.close()
    sys.stdout.write(f"{derive_secret(key, nonce)}\n")
    sys.stderr.write(
        f"Webhook {number} gets the changes of the channel from now on. The line above is its"
        " secret, which isn't shown again; docs/webhooks.md says how to check signatures.\n"
    )


async def list_webhooks(settings: Settings, channel: str) -> None:
    """Print the webhooks of a channel. Raises UserError."""
    channel_id = await _find_channel(settings, channel)
    store = await Store.open(settings.database)
    try:
        for webhook in await store.webhooks.find_by_channel(channel_id):
            sys.stdout.write(f"{webhook.id}  {webhook.url}  since {webhook.created_at:%Y-%m-%d}\n")
    finally:
        await store.close()


async def remove_webhook(settings: Settings, channel: str, number: int) -> None:
    """Remove a webhook of a channel and what waits for it. Raises UserError for an unknown one."""
    channel_id = await _find_channel(settings, channel)
    store = await Store.open(settings.database)
    try:
        if not await store.webhooks.remove(channel_id, number):
            raise UserError(f"The channel has no webhook {number}; `webhook list` shows them.")
    finally:
        await store.close()
    sys.stderr.write(f"Webhook {number} is removed.\n")


async def retry_messages(settings: Settings) -> None:
    """Queue the messages again that were given up."""
    store = await Store.open(settings.database)
    try:
        count = await store.webhooks.retry_dead(utc_now())
    finally:
        await store.close()
    sys.stderr.write(f"{count} message{'' if count == 1 else 's'} will be sent again.\n")


async def _find_channel(settings: Settings, channel: str) -> ChannelId:
    """Return a channel on record, given by its id in Slack or its name. Raises UserError."""
    configure_logs("WARNING", as_json=settings.log_json)
    clients = open_clients(settings, utc_now)
    async with open_application(settings, clients) as application:
        call = await make_call(application, clients[1], channel, "you")
        return (await call.find_channel()).id
