"""A process that sends the webhook messages of a store until it is killed: `python -m … STORE`."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta

from bot.exports.webhook_payload import sign_message
from clausewatch.fetch import FetchOptions
from clausewatch.fetch.webhook_client import WebhookClient
from clausewatch.model.webhooks import SignedRequest, WebhookMessage
from clausewatch.store import Store
from jobs.send_webhooks import LEASE, SendWebhooks

KEY = "a-key-for-a-test-of-kills"


async def send(url: str, starts: int) -> None:
    """Send what is due; each start is later by a lease."""

    def clock() -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + starts * (LEASE + timedelta(seconds=1))

    def sign(message: WebhookMessage, now: datetime) -> SignedRequest:
        return sign_message(message, (KEY,), "", now)

    store = await Store.open(url)
    options = FetchOptions(user_agent="Clausewatch-test/1", allow_private=True)
    await SendWebhooks(store, sign, lambda: WebhookClient(options), clock)()
    await store.close()


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], int(sys.argv[2])))
