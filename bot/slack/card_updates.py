"""Updates of a change's cards in every channel that has one."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.blocks import Message
from bot.slack.messages.card import CardState, render_card, render_compact_card
from bot.slack.slack_errors import read_code
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Channel

log = structlog.get_logger(__name__)

TOO_LARGE = frozenset({"msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})


async def update_cards(
    client: AsyncWebClient,
    change: Change,
    posts: Iterable[tuple[Channel, str]],
    muted: Mapping[ChannelId, datetime] | None = None,
    *,
    has_site: bool = False,
) -> None:
    """Render the change again on each of its cards; skip those that Slack does not update.

    `posts` are channel and ts of each card. `muted` maps the channels where the platform is muted
    to the end of the mute. With `has_site` the cards offer the page of the change.
    """
    cards: dict[CardState, Message] = {}
    for channel, ts in posts:
        state = CardState(muted_until=(muted or {}).get(channel.id), has_site=has_site)
        if state not in cards:
            # the word diff of a long text would keep requests from their acknowledgements
            cards[state] = await asyncio.to_thread(render_card, change, state)
        try:
            await _update(client, channel.slack_id, ts, cards[state])
        except SlackApiError as fault:
            code = read_code(fault)
            if code in TOO_LARGE:
                await _update_compact(
                    client, channel.slack_id, ts, render_compact_card(change, state)
                )
            else:
                log.info("card not updated", change=change.record_id, code=code)


async def _update_compact(
    client: AsyncWebClient, channel_id: str, ts: str, message: Message
) -> None:
    try:
        await _update(client, channel_id, ts, message)
    except SlackApiError as fault:
        log.info("card not updated", code=read_code(fault))


async def _update(client: AsyncWebClient, channel_id: str, ts: str, message: Message) -> None:
    await client.chat_update(channel=channel_id, ts=ts, text=message.text, blocks=message.blocks)
