"""Webhooks from the command line: added, listed, removed and sent again by the operator."""

import sys

from bot.cli.caller import open_call
from bot.exports.webhook_payload import derive_secret, make_nonce, name_key
from bot.links.keys import load_keys
from bot.main import utc_now
from bot.runtime.fetchers import make_fetch_options
from clausewatch.config import Settings
from clausewatch.errors import FetchError, UserError
from clausewatch.fetch.webhook_client import check_webhook_url
from clausewatch.store import Store
from clausewatch.store.webhooks import NewWebhook


async def add_webhook(settings: Settings, channel: str, url: str) -> None:
    """Add a webhook to a channel and print its secret once. Raises UserError."""
    try:
        checked = check_webhook_url(url, make_fetch_options(settings).make_guard())
    except FetchError as error:
        raise UserError(f"{error.reason[:1].upper()}{error.reason[1:]}.") from None
    key, nonce = load_keys(settings)[-1], make_nonce()
    async with open_call(settings, channel) as call:
        own = await call.find_channel()
        new = NewWebhook(own.id, checked, nonce, name_key(key))
        number = await call.context.store.webhooks.add(new, call.now)
    sys.stdout.write(f"{derive_secret(key, nonce)}\n")
    sys.stderr.write(
        f"Webhook {number} gets the changes of the channel from now on. The line above is its"
        " secret, which isn't shown again; docs/webhooks.md says how to check signatures.\n"
    )


async def list_webhooks(settings: Settings, channel: str) -> None:
    """Print the webhooks of a channel. Raises UserError."""
    async with open_call(settings, channel) as call:
        own = await call.find_channel()
        webhooks = await call.context.store.webhooks.find_by_channel(own.id)
    for webhook in webhooks:
        sys.stdout.write(f"{webhook.id}  {webhook.url}  since {webhook.created_at:%Y-%m-%d}\n")


async def remove_webhook(settings: Settings, channel: str, number: int) -> None:
    """Remove a webhook of a channel and its messages. Raises UserError for an unknown one."""
    async with open_call(settings, channel) as call:
        own = await call.find_channel()
        if not await call.context.store.webhooks.remove(own.id, number):
            raise UserError(f"The channel has no webhook {number}; `webhook list` shows them.")
    sys.stderr.write(f"Webhook {number} is removed.\n")


async def retry_messages(settings: Settings) -> None:
    """Queue the messages again that were given up."""
    store = await Store.open(settings.database)
    try:
        count = await store.webhooks.retry_dead(utc_now())
    finally:
        await store.close()
    sys.stderr.write(f"{count} message{'' if count == 1 else 's'} will be sent again.\n")
