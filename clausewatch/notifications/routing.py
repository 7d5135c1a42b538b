"""Who is told what: pure decisions over watches and pending deliveries, one table for each.

The store asks these two questions and writes down the answers; nothing here reads or waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Comparison, Significance
from clausewatch.model.record_ids import ChangeId, ChannelId, DeliveryId
from clausewatch.model.watches import Cadence, Watch
from clausewatch.notifications.deliveries import FIRST_READ, DeliveryKind
from clausewatch.notifications.digests import ChannelSettings, Minimums
from clausewatch.notifications.events import ChangeAlert, ChangeEvent, DigestEntry

MAX_SINGLE_ALERTS = 5
"""At-once alerts of one channel that go out as a post each; more fold into one."""
FOLD_THRESHOLDS = {
    DeliveryKind.ALERT: MAX_SINGLE_ALERTS + 1,
    DeliveryKind.HEALTH: MAX_SINGLE_ALERTS + 1,
    DeliveryKind.DIGEST: 1,
}
"""How many pending deliveries of one kind and topic make one post."""
FIRST_READ_THRESHOLD = 2
"""A platform's documents are read within moments: one line each, in one post."""
MAX_PER_POST = 50
"""Deliveries that one post carries at most; what is left makes the next post."""


MAX_PER_DIGEST = 200
"""Changes of one digest; its thread has what the post has no room for."""


@dataclass(frozen=True, slots=True)
class Routed:
    """How one watch learns of a change."""

    watch: Watch
    event: ChangeEvent


@dataclass(frozen=True, slots=True)
class Pending:
    """A delivery that waits to be posted, as far as folding looks at it."""

    id: DeliveryId
    kind: DeliveryKind
    topic: str
    is_reply: bool = False
    """It goes into the thread of a card, so it is a post of its own."""


def route(
    change_id: ChangeId,
    comparison: Comparison,
    watches: Sequence[Watch],
    floors: Minimums | None = None,
) -> tuple[Routed, ...]:
    """Return which watches are told of a change and how; a channel is told once.

    Substantive: at once, or in the watch's digest; editorial: in the digest; date-only: nobody.
    `floors` are the channels' own minimum severities.
    """
    if comparison.significance not in {Significance.SUBSTANTIVE, Significance.EDITORIAL}:
        return ()
    told: dict[ChannelId, Routed] = {}
    for watch in watches:
        floor = (floors or {}).get(watch.channel.id, watch.minimum)
        is_grave = comparison.severity.rank >= max(watch.minimum.rank, floor.rank)
        if is_grave and _is_wanted(comparison, watch):
            event = _make_event(change_id, comparison.significance, watch.cadence)
            told.setdefault(watch.channel.id, Routed(watch, event))
    return tuple(told.values())


def choose_channel(
    kind: DeliveryKind, watch: Watch, chosen: Mapping[ChannelId, ChannelSettings]
) -> ChannelId:
    """Return the channel that is told something about a watched document."""
    elsewhere = chosen[watch.channel.id].health_channel if watch.channel.id in chosen else None
    return elsewhere if kind is DeliveryKind.HEALTH and elsewhere else watch.channel.id


def _is_wanted(comparison: Comparison, watch: Watch) -> bool:
    """Tell whether a change touches what a watch is limited to; without a limit it does.

    Where nobody can tell, a change is told: one that was kept back by mistake is never missed.
    """
    if not watch.topics or comparison.is_unread:
        return True
    return any(one.clause in watch.topics for one in comparison.impacts)


def _make_event(
    change_id: ChangeId, significance: Significance | None, cadence: Cadence
) -> ChangeEvent:
    if cadence is not Cadence.NOW:
        return DigestEntry(change_id, cadence)
    is_substantive = significance is Significance.SUBSTANTIVE
    return ChangeAlert(change_id) if is_substantive else DigestEntry(change_id)


def fold(pending: Sequence[Pending]) -> tuple[DeliveryId, ...]:
    """Return which of a channel's pending deliveries, oldest first, make its next post.

    The oldest decides: with enough others of its kind and topic it goes out as one with them.
    """
    if not pending:
        return ()
    first = pending[0]
    like = [
        p.id for p in pending if not p.is_reply and _make_group_key(p) == _make_group_key(first)
    ]
    if first.is_reply or len(like) < _find_fold_threshold(first):
        return (first.id,)
    return tuple(like[: MAX_PER_DIGEST if first.kind is DeliveryKind.DIGEST else MAX_PER_POST])


def _make_group_key(delivery: Pending) -> tuple[DeliveryKind, str]:
    # a daily and a weekly digest that are due together are one post
    topic = "" if delivery.kind is DeliveryKind.DIGEST else delivery.topic
    return delivery.kind, topic


def _find_fold_threshold(delivery: Pending) -> int:
    if delivery.kind is DeliveryKind.NOTE and delivery.topic == FIRST_READ:
        return FIRST_READ_THRESHOLD
    return FOLD_THRESHOLDS.get(delivery.kind, MAX_PER_POST + 1)
