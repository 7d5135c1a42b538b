"""Send webhook messages: at least once each, later after each failure, dead after the last.

A message is committed as `sending`, sent, then committed as sent. After a crash in between its
lease ends and it is sent again with the same id, by which the receiver knows it.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import structlog

from clausewatch.errors import FetchError, Forbidden, UserError
from clausewatch.model.webhooks import SignedRequest, WebhookMessage
from clausewatch.store import Store
from jobs.check_due import Clock

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than the slowest request."""
MAX_PER_TICK = 50


Post = Callable[[str, Mapping[str, str], bytes], Awaitable[int]]
"""Posts a body to a URL and returns the status. Raises FetchError."""
Sign = Callable[[WebhookMessage, datetime], SignedRequest]
"""Returns a signed request. Raises UserError if the key of the webhook's secret is gone."""


@dataclass(slots=True)
class SendWebhooks:
    """One tick: sends the messages that are due, a bounded number."""

    store: Store
    sign: Sign
    open_client: Callable[[], AbstractAsyncContextManager[Post]]
    clock: Clock

    async def __call__(self) -> int:
        """Return how many messages were received; without a due one no client is opened."""
        sent = 0
        async with AsyncExitStack() as stack:
            post: Post | None = None
            for _ in range(MAX_PER_TICK):
                message = await self.store.webhooks.claim(self.clock(), LEASE)
                if message is None:
                    break
                if post is None:
                    post = await stack.enter_async_context(self.open_client())
                sent += await self._send(message, post)
        return sent

    async def _send(self, message: WebhookMessage, post: Post) -> bool:
        webhooks, error, is_final = self.store.webhooks, "", False
        try:
            request = self.sign(message, self.clock())
            status = await post(message.webhook.url, request.headers, request.body)
        except FetchError as fault:
            # Any other fault passes: a certificate is renewed, and a host comes back.
            error, is_final = fault.reason, isinstance(fault, Forbidden)
        except UserError as fault:
            error, is_final = str(fault), True
        else:
            if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                await webhooks.mark_sent(message, self.clock())
                log.info("webhook sent", message=message.message_id)
                return True
            error, is_final = f"the receiver answered {status}", status == HTTPStatus.GONE
        log.warning("webhook not sent", message=message.message_id, reason=error)
        await webhooks.mark_failed(message, error, self.clock(), is_final=is_final)
        return False
