"""Routing: which channels are notified of a change, and which deliveries make one post.

Pure decisions over watches and pending deliveries; the store asks both questions and writes the
answers down.
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
"""Immediate alerts of one channel that are a post each; more fold into one post."""
FOLD_THRESHOLDS = {
    DeliveryKind.ALERT: MAX_SINGLE_ALERTS + 1,
    DeliveryKind.HEALTH: MAX_SINGLE_ALERTS + 1,
    DeliveryKind.DIGEST: 1,
    DeliveryKind.REMINDER: 2,
}
"""How many pending deliveries of one kind and topic make one post."""
FIRST_READ_THRESHOLD = 2
"""The documents of a platform are read within moments: one line each, in one post."""
MAX_PER_POST = 50
"""Deliveries of one post; the rest makes the next post."""
MAX_PER_DIGEST = 200
"""Changes of one digest; those that its post has no room for are in its thread."""


@dataclass(frozen=True, slots=True)
class Routed:
    """How the channel of a watch is notified of a change."""

    watch: Watch
    event: ChangeEvent


@dataclass(frozen=True, slots=True)
class Pending:
    """A delivery that waits to be posted, with what folding needs."""

    id: DeliveryId
    kind: DeliveryKind
    topic: str
    is_reply: bool = False
    """It goes into the thread of a card, so it is a post of its own."""


def route(
    change_id: ChangeId,
    comparison: Comparison,
    watches: Sequence[Watch],
    minimums: Minimums | None = None,
) -> tuple[Routed, ...]:
    """Return the watches whose channels are notified of a change, each channel once.

    A substantive change is an alert or in the watch's digest, an editorial change is in a digest,
    and a date-only change is on record only. `minimums` are the channels' own minimum severities.
    """
    if comparison.significance not in {Significance.SUBSTANTIVE, Significance.EDITORIAL}:
        return ()
    routed: dict[ChannelId, Routed] = {}
    for watch in watches:
        minimum = (minimums or {}).get(watch.channel.id, watch.minimum)
        is_severe = comparison.severity.rank >= max(watch.minimum.rank, minimum.rank)
        if is_severe and _matches_topics(comparison, watch):
            event = _make_event(change_id, comparison.significance, watch.cadence)
            routed.setdefault(watch.channel.id, Routed(watch, event))
    return tuple(routed.values())


def choose_channel(
    kind: DeliveryKind, watch: Watch, settings: Mapping[ChannelId, ChannelSettings]
) -> ChannelId:
    """Return the channel for an event of a watched document: health may have its own."""
    own = settings.get(watch.channel.id)
    health_channel = None if own is None else own.health_channel
    return health_channel if kind is DeliveryKind.HEALTH and health_channel else watch.channel.id


def _matches_topics(comparison: Comparison, watch: Watch) -> bool:
    """Return whether a change touches a clause type that the watch is limited to.

    A change whose clause types are unknown matches: nobody would miss one that is withheld.
    """
    if not watch.topics or comparison.is_unread:
        return True
    return any(impact.clause in watch.topics for impact in comparison.impacts)


def _make_event(
    change_id: ChangeId, significance: Significance | None, cadence: Cadence
) -> ChangeEvent:
    if cadence is not Cadence.NOW:
        return DigestEntry(change_id, cadence)
    is_substantive = significance is Significance.SUBSTANTIVE
    return ChangeAlert(change_id) if is_substantive else DigestEntry(change_id)


def fold(pending: Sequence[Pending]) -> tuple[DeliveryId, ...]:
    """Return which of a channel's pending deliveries, oldest first, make its next post.

    The oldest decides: enough others of its kind and topic are posted with it.
    """
    if not pending:
        return ()
    first = pending[0]
    group = _make_group_key(first)
    similar = [p.id for p in pending if not p.is_reply and _make_group_key(p) == group]
    if first.is_reply or len(similar) < _find_fold_threshold(first):
        return (first.id,)
    is_digest = first.kind is DeliveryKind.DIGEST
    return tuple(similar[: MAX_PER_DIGEST if is_digest else MAX_PER_POST])


def _make_group_key(delivery: Pending) -> tuple[DeliveryKind, str]:
    # A daily and a weekly digest that are due together are one post.
    topic = "" if delivery.kind is DeliveryKind.DIGEST else delivery.topic
    return delivery.kind, topic


def _find_fold_threshold(delivery: Pending) -> int:
    if delivery.kind is DeliveryKind.NOTE and delivery.topic == FIRST_READ:
        return FIRST_READ_THRESHOLD
    return FOLD_THRESHOLDS.get(delivery.kind, MAX_PER_POST + 1)
