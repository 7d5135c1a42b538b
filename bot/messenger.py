"""The outbox's way to Slack: posts each message once and says what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import TOO_LARGE, update_cards
from bot.messages.blocks import Message
from bot.messages.compose import compose, smallest
from clausewatch.errors import DeliveryError
from clausewatch.model import Change, ChangeId, Channel, WorkspaceId
from clausewatch.telling import DeliveryKind, Outgoing, Receipt

log = structlog.get_logger(__name__)

CardsOf = Callable[[WorkspaceId, ChangeId], Awaitable[tuple[tuple[Channel, str], ...]]]
"""Returns channel and ts of every card that tells a change and nothing else."""

EVENT_TYPE = "clausewatch_post"
UNKNOWN = "unknown"
NETWORK_FAULTS = (aiohttp.ClientError, TimeoutError, OSError)
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "service_unavailable"})
"""Slack says of these that part of the call may have been done."""
TRANSIENT = frozenset({"ratelimited", "rate_limited", "request_timeout", "message_limit_exceeded"})
PAGE = 100
MOST_PAGES = 20
"""Of a channel's history since the delivery came up; past that its fate stays unknown."""


class SlackMessenger:
    """Posts to Slack. It keeps nothing: what was posted is the store's business."""

    def __init__(self, client: AsyncWebClient, cards_of: CardsOf | None = None) -> None:
        """`cards_of` lets a note on a change bring the cards up to date that it is about."""
        self._client = client
        self._cards_of = cards_of

    async def post(self, outgoing: Outgoing, now: datetime) -> Receipt:  # noqa: ARG002  # the port
        """Post one part of one message. Raises DeliveryError; nothing is tried again here."""
        # word by word over long texts takes a while, and others are waiting for their ack
        messages = await asyncio.to_thread(
            compose, outgoing.deliveries, is_repeat=outgoing.is_repeat
        )
        message = messages[min(outgoing.part, len(messages) - 1)]
        try:
            ts = await self._post(outgoing, message)
        except DeliveryError as fault:
            if fault.code not in TOO_LARGE:
                raise
            log.warning("Slack refused a message's blocks", post=outgoing.post_id, code=fault.code)
            small = smallest(outgoing.deliveries, is_repeat=outgoing.is_repeat)
            ts = await self._post(outgoing, small)
        await self._update_cards(outgoing)
        return Receipt(ts=ts, parts=len(messages))

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ts of a post of unknown fate, or None where the channel does not have it.

        Reads the channel's history, which needs a scope. Raises DeliveryError.
        """
        oldest = min(delivery.created_at for delivery in outgoing.deliveries).timestamp()
        cursor = ""
        for _ in range(MOST_PAGES):
            answer = await self._history(outgoing, f"{oldest:.6f}", cursor)
            for message in answer.get("messages") or []:
                if _is_ours(message, outgoing):
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise DeliveryError("history_too_long", transient=True)

    async def update_card(self, change: Change, posts: Iterable[tuple[Channel, str]]) -> None:
        """Bring the cards of a change up to date; one that cannot be edited stays as it is."""
        await update_cards(self._client, change, posts)

    async def _update_cards(self, outgoing: Outgoing) -> None:
        """After a note in a card's thread, show on the card what the note says."""
        change = outgoing.deliveries[0].change
        kind = outgoing.deliveries[0].kind
        if self._cards_of is None or change is None or kind is not DeliveryKind.NOTE:
            return
        posts = await self._cards_of(outgoing.channel.workspace_id, change.id)
        try:
            await self.update_card(change, [post for post in posts if post[0] == outgoing.channel])
        except NETWORK_FAULTS:
            # the note is posted and must be committed as sent; the next note mends the card
            log.info("card not updated", change=change.record_id)

    async def _post(self, outgoing: Outgoing, message: Message) -> str:
        try:
            answer = await self._client.chat_postMessage(
                channel=outgoing.channel.slack_id,
                text=message.text,
                blocks=message.blocks,
                thread_ts=outgoing.root_ts,
                metadata=_metadata(outgoing),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as fault:
            raise _delivery_error(fault) from None
        except aiohttp.ClientConnectorError:
            # no connection was made, so nothing can have been posted
            raise DeliveryError("unreachable", transient=True) from None
        except NETWORK_FAULTS:
            raise DeliveryError(UNKNOWN, transient=True) from None
        return str(answer["ts"])

    async def _history(self, outgoing: Outgoing, oldest: str, cursor: str) -> dict[str, Any]:
        common: dict[str, Any] = {
            "channel": outgoing.channel.slack_id,
            "oldest": oldest,
            "limit": PAGE,
            "cursor": cursor or None,
            "include_all_metadata": True,
        }
        try:
            if outgoing.root_ts is not None:
                answer = await self._client.conversations_replies(ts=outgoing.root_ts, **common)
            else:
                answer = await self._client.conversations_history(**common)
        except SlackApiError as fault:
            raise _delivery_error(fault) from None
        except NETWORK_FAULTS:
            raise DeliveryError(UNKNOWN, transient=True) from None
        found = answer.data
        return found if isinstance(found, dict) else {}


def _metadata(outgoing: Outgoing) -> dict[str, Any]:
    """Return what the post carries so that it can be found again."""
    payload = {"post": outgoing.post_id, "part": outgoing.part}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _is_ours(message: dict[str, Any], outgoing: Outgoing) -> bool:
    return bool((message.get("metadata") or {}) == _metadata(outgoing))


def _delivery_error(fault: SlackApiError) -> DeliveryError:
    """Return Slack's refusal as ours; an answer without a code may hide a post that was made."""
    code = str(fault.response.get("error") or "")
    if not code or code in AMBIGUOUS:
        return DeliveryError(UNKNOWN, transient=True)
    return DeliveryError(code, transient=code in TRANSIENT, retry_after=_retry_after(fault))


def _retry_after(fault: SlackApiError) -> timedelta | None:
    headers = getattr(fault.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            seconds = str(value[0] if isinstance(value, list) else value)
            return timedelta(seconds=float(seconds)) if seconds.replace(".", "").isdigit() else None
    return None
