"""The outbox's way to Slack: posts each message once and says what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.card_updates import TOO_LARGE, update_cards
from bot.slack.messages.blocks import Message
from bot.slack.messages.post import render_bare_post, render_post, render_smallest_post
from bot.slack.slack_errors import AMBIGUOUS, NETWORK_FAULTS, TRANSIENT, read_code
from clausewatch.errors import NO_ANSWER, DeliveryError
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import Delivery, Post, Receipt
from clausewatch.notifications.events import TextReverted, TextSeenAgain

log = structlog.get_logger(__name__)

FindCards = Callable[[WorkspaceId, ChangeId], Awaitable[tuple[tuple[Channel, str], ...]]]
"""Returns channel and ts of every card that tells a change and nothing else."""

FindMutes = Callable[[WorkspaceId, str, datetime], Awaitable[Mapping[ChannelId, datetime]]]
"""Returns the channels where a platform is muted, and until when."""

Render = Callable[..., tuple[Message, ...]]
"""Writes deliveries out as the parts of a message, as `compose` does."""

EVENT_TYPE = "clausewatch_post"
RETRYABLE = TRANSIENT | {"message_limit_exceeded"}
PAGE_SIZE = 100
MAX_PAGES = 20
"""Of a channel's history since the delivery came up; past that its fate stays unknown."""


class SlackMessenger:
    """Posts to Slack. It keeps nothing: what was posted is the store's business."""

    def __init__(
        self,
        client: AsyncWebClient,
        cards_of: FindCards | None = None,
        muted_in: FindMutes | None = None,
        refresh_homes: Callable[[WorkspaceId], None] | None = None,
    ) -> None:
        """With `cards_of` and `muted_in` a note on a change brings the cards up to date.

        `refresh_homes` is told of every workspace that something was posted to.
        """
        self._client = client
        self._cards_of = cards_of
        self._muted_in = muted_in
        self._refresh_homes = refresh_homes

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Post one part of one message. Raises DeliveryError; nothing is tried again here."""
        messages = await _render(outgoing)
        message = messages[min(outgoing.part, len(messages) - 1)]
        try:
            ts = await self._post(outgoing, message)
        except DeliveryError as fault:
            if fault.code not in TOO_LARGE:
                raise
            log.warning("Slack refused a message's blocks", post=outgoing.post_id, code=fault.code)
            ts = await self._post(outgoing, (await _render(outgoing, _render_smallest))[0])
        try:
            await self._update_cards(outgoing, now)
        except Exception:
            # The note is posted and must be committed as sent; the next note mends the card.
            log.exception("card not updated", post=outgoing.post_id)
        if self._refresh_homes is not None:
            self._refresh_homes(outgoing.channel.workspace_id)
        return Receipt(ts=ts, parts=len(messages))

    async def find(self, outgoing: Post) -> Receipt | None:
        """Return the receipt of a post of unknown fate, or None where the channel has it not.

        Reads the channel's history, which needs a scope. Raises DeliveryError.
        """
        oldest = min(delivery.created_at for delivery in outgoing.deliveries).timestamp()
        cursor = ""
        for _ in range(MAX_PAGES):
            answer = await self._history(outgoing, f"{oldest:.6f}", cursor)
            for message in answer.get("messages") or []:
                if _is_ours(message, outgoing):
                    parts = len(await _render(outgoing))
                    return Receipt(ts=str(message["ts"]), parts=parts)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise DeliveryError("history_too_long", transient=True)

    async def _update_cards(self, outgoing: Post, now: datetime) -> None:
        """After a note in a card's thread, show on the card what the note says."""
        told = outgoing.deliveries[0]
        change = told.change
        # A press of *Reviewed* updates the cards itself.
        is_shown = not isinstance(told.event, TextSeenAgain | TextReverted)
        if self._cards_of is None or change is None or is_shown:
            return
        workspace_id = outgoing.channel.workspace_id
        posts = await self._cards_of(workspace_id, change.id)
        key = change.document.platform_key
        muted = await self._muted_in(workspace_id, key, now) if self._muted_in else {}
        mine = [post for post in posts if post[0].id == outgoing.channel.id]
        try:
            await update_cards(self._client, change, mine, muted)
        except NETWORK_FAULTS:
            log.info("card not updated", change=change.record_id)

    async def _post(self, outgoing: Post, message: Message) -> str:
        with _translate_errors(outgoing):
            answer = await self._client.chat_postMessage(
                channel=outgoing.channel.slack_id,
                text=message.text,
                blocks=message.blocks,
                thread_ts=outgoing.root_ts,
                metadata=_make_metadata(outgoing),
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(answer["ts"])

    async def _history(self, outgoing: Post, oldest: str, cursor: str) -> dict[str, Any]:
        common: dict[str, Any] = {
            "channel": outgoing.channel.slack_id,
            "oldest": oldest,
            "limit": PAGE_SIZE,
            "cursor": cursor or None,
            "include_all_metadata": True,
        }
        with _translate_errors(outgoing):
            if outgoing.root_ts is not None:
                answer = await self._client.conversations_replies(ts=outgoing.root_ts, **common)
            else:
                answer = await self._client.conversations_history(**common)
        found = answer.data
        return found if isinstance(found, dict) else {}


@contextmanager
def _translate_errors(outgoing: Post) -> Iterator[None]:
    """Turn whatever goes wrong in a call into what it says about the post."""
    try:
        yield
    except SlackApiError as fault:
        raise _make_delivery_error(fault) from None
    except aiohttp.ClientConnectorError:
        # no connection was made, so nothing can have been posted
        raise DeliveryError("unreachable", transient=True) from None
    except NETWORK_FAULTS:
        raise DeliveryError(NO_ANSWER, transient=True) from None
    except Exception:
        # Whether it was made is as little known as where no answer came.
        log.exception("a call to Slack failed", post=outgoing.post_id)
        raise DeliveryError(NO_ANSWER, transient=True) from None


async def _render(outgoing: Post, write: Render = render_post) -> tuple[Message, ...]:
    """Return the parts of a message; where a fault of ours is in the way, one that says so.

    Without it a channel would never hear of what cannot be written out.
    """
    told, is_repeat = outgoing.deliveries, outgoing.is_repeat
    try:
        # Word by word over long texts takes a while, and others are waiting for their ack.
        return await asyncio.to_thread(write, told, is_repeat=is_repeat)
    except Exception:
        log.exception("a message could not be written", post=outgoing.post_id)
        return (render_bare_post(told, is_repeat=is_repeat),)


def _render_smallest(told: tuple[Delivery, ...], *, is_repeat: bool) -> tuple[Message, ...]:
    return (render_smallest_post(told, is_repeat=is_repeat),)


def _make_metadata(outgoing: Post) -> dict[str, Any]:
    """Return what the post carries so that it can be found again."""
    payload = {"post": outgoing.post_id, "part": outgoing.part}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _is_ours(message: dict[str, Any], outgoing: Post) -> bool:
    return bool((message.get("metadata") or {}) == _make_metadata(outgoing))


def _make_delivery_error(fault: SlackApiError) -> DeliveryError:
    """Return Slack's refusal as ours; an answer without a code may hide a post that was made."""
    code = read_code(fault)
    if not code or code in AMBIGUOUS:
        return DeliveryError(NO_ANSWER, transient=True)
    return DeliveryError(code, transient=code in RETRYABLE, retry_after=_read_retry_after(fault))


def _read_retry_after(fault: SlackApiError) -> timedelta | None:
    headers = getattr(fault.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            seconds = str(value[0] if isinstance(value, list) else value)
            return timedelta(seconds=float(seconds)) if seconds.replace(".", "").isdigit() else None
    return None
