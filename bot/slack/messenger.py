"""The messenger of the outbox: posts each message once and reports the result."""

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
from clausewatch.notifications.events import TermsEvent
from clausewatch.whole_numbers import parse_whole_number

log = structlog.get_logger(__name__)

FindCards = Callable[[WorkspaceId, ChangeId], Awaitable[tuple[tuple[Channel, str], ...]]]
"""Returns channel and ts of every post that is the card of one change."""

FindMutes = Callable[[WorkspaceId, str, datetime], Awaitable[Mapping[ChannelId, datetime]]]
"""Returns the end of the mute for each channel in which a platform is muted."""

Render = Callable[..., tuple[Message, ...]]
"""Renders deliveries as the parts of a message, as `render_post` does."""

EVENT_TYPE = "clausewatch_post"
RETRYABLE = TRANSIENT | {"message_limit_exceeded"}
MAX_WAIT_SECONDS = 86_400
"""A longer Retry-After is no wait that Slack asks for."""
PAGE_SIZE = 100
MAX_PAGES = 20
"""Pages of a channel's history in which a lost post is searched for."""


class SlackMessenger:
    """Posts to Slack. It has no state; the store records what was posted."""

    def __init__(
        self,
        client: AsyncWebClient,
        find_cards: FindCards | None = None,
        find_mutes: FindMutes | None = None,
        refresh_homes: Callable[[WorkspaceId], None] | None = None,
        *,
        has_site: bool = False,
    ) -> None:
        """With `find_cards` and `find_mutes` a note on a change also updates the change's cards.

        `refresh_homes` is called with the workspace of each post. With `has_site` cards offer the
        page of their change.
        """
        self._client = client
        self._find_cards = find_cards
        self._find_mutes = find_mutes
        self._refresh_homes = refresh_homes
        self._has_site = has_site

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Post one part of a message, once. Raises DeliveryError."""
        try:
            receipt = await self._post_part(outgoing)
        except DeliveryError as fault:
            if not fault.transient:
                # The home says that the message was refused.
                self._note_home(outgoing)
            raise
        try:
            await self._update_cards(outgoing, now)
        except Exception:
            # The note is posted and must be recorded as sent; the next note updates the card.
            log.exception("card not updated", post=outgoing.post_id)
        self._note_home(outgoing)
        return receipt

    async def find(self, outgoing: Post) -> Receipt | None:
        """Return the receipt of a post whose result is unknown, or None if it does not exist.

        Reads the channel's history, which needs a scope. Raises DeliveryError.
        """
        oldest = min(delivery.created_at for delivery in outgoing.deliveries).timestamp()
        cursor = ""
        for _ in range(MAX_PAGES):
            answer = await self._fetch_history(outgoing, f"{oldest:.6f}", cursor)
            for message in answer.get("messages") or []:
                if _is_ours(message, outgoing):
                    parts = len(await self._render(outgoing))
                    return Receipt(ts=str(message["ts"]), parts=parts)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise DeliveryError("history_too_long", transient=True)

    def _note_home(self, outgoing: Post) -> None:
        if self._refresh_homes is not None:
            self._refresh_homes(outgoing.channel.workspace_id)

    async def _post_part(self, outgoing: Post) -> Receipt:
        """Post the message, or its smallest form if Slack refuses its blocks."""
        messages = await self._render(outgoing)
        message = messages[min(outgoing.part, len(messages) - 1)]
        try:
            ts = await self._post(outgoing, message)
        except DeliveryError as fault:
            if fault.code not in TOO_LARGE:
                raise
            log.warning("Slack refused a message's blocks", post=outgoing.post_id, code=fault.code)
            ts = await self._post(outgoing, (await self._render(outgoing, _render_smallest))[0])
        return Receipt(ts=ts, parts=len(messages))

    async def _render(self, outgoing: Post, render: Render = render_post) -> tuple[Message, ...]:
        """Return the parts of a message, or one part that says that rendering failed.

        Without it, deliveries that cannot be rendered would never be announced.
        """
        options = {"is_repeat": outgoing.is_repeat, "has_site": self._has_site}
        try:
            # The word diff of a long text would keep requests from their acknowledgements.
            return await asyncio.to_thread(render, outgoing.deliveries, **options)
        except Exception:
            # The boundary of rendering: an unannounced change is worse than a bare message.
            log.exception("message could not be rendered", post=outgoing.post_id)
            return (render_bare_post(outgoing.deliveries, is_repeat=outgoing.is_repeat),)

    async def _update_cards(self, outgoing: Post, now: datetime) -> None:
        """After a note in a card's thread, show on the card what the note says."""
        delivery = outgoing.deliveries[0]
        change = delivery.change
        # A press of *Reviewed* updates the cards itself.
        is_shown = not isinstance(delivery.event, TermsEvent)
        if self._find_cards is None or change is None or is_shown:
            return
        workspace_id = outgoing.channel.workspace_id
        posts = await self._find_cards(workspace_id, change.id)
        key = change.document.platform_key
        muted = await self._find_mutes(workspace_id, key, now) if self._find_mutes else {}
        own_posts = [post for post in posts if post[0].id == outgoing.channel.id]
        try:
            await update_cards(self._client, change, own_posts, muted, has_site=self._has_site)
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

    async def _fetch_history(self, outgoing: Post, oldest: str, cursor: str) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "channel": outgoing.channel.slack_id,
            "oldest": oldest,
            "limit": PAGE_SIZE,
            "cursor": cursor or None,
            "include_all_metadata": True,
        }
        with _translate_errors(outgoing):
            if outgoing.root_ts is not None:
                answer = await self._client.conversations_replies(ts=outgoing.root_ts, **arguments)
            else:
                answer = await self._client.conversations_history(**arguments)
        data = answer.data
        return data if isinstance(data, dict) else {}


@contextmanager
def _translate_errors(outgoing: Post) -> Iterator[None]:
    """Raise every error of a call as a DeliveryError that says whether the post may exist."""
    try:
        yield
    except SlackApiError as fault:
        raise _make_delivery_error(fault) from None
    except aiohttp.ClientConnectorError:
        # without a connection nothing was posted
        raise DeliveryError("unreachable", transient=True) from None
    except NETWORK_FAULTS:
        raise DeliveryError(NO_ANSWER, transient=True) from None
    except Exception:
        # As without an answer, the post may exist.
        log.exception("call to Slack failed", post=outgoing.post_id)
        raise DeliveryError(NO_ANSWER, transient=True) from None


def _render_smallest(
    deliveries: tuple[Delivery, ...], *, is_repeat: bool, has_site: bool
) -> tuple[Message, ...]:
    return (render_smallest_post(deliveries, is_repeat=is_repeat, has_site=has_site),)


def _make_metadata(outgoing: Post) -> dict[str, Any]:
    """Return the metadata of a post, by which it can be found in the history."""
    payload = {"post": outgoing.post_id, "part": outgoing.part}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _is_ours(message: dict[str, Any], outgoing: Post) -> bool:
    return bool((message.get("metadata") or {}) == _make_metadata(outgoing))


def _make_delivery_error(fault: SlackApiError) -> DeliveryError:
    """Return Slack's error as ours; after an error without a code, the post may exist."""
    code = read_code(fault)
    if not code or code in AMBIGUOUS:
        return DeliveryError(NO_ANSWER, transient=True)
    return DeliveryError(code, transient=code in RETRYABLE, retry_after=_read_retry_after(fault))


def _read_retry_after(fault: SlackApiError) -> timedelta | None:
    headers = getattr(fault.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = str(value[0] if isinstance(value, list) else value)
            seconds = parse_whole_number(text.partition(".")[0])
            return None if seconds is None else timedelta(seconds=min(seconds, MAX_WAIT_SECONDS))
    return None
