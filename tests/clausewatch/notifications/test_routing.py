"""Who is told what, and what one post carries."""

from dataclasses import replace

import pytest

from clausewatch.model.reading import Comparison, ProvisionImpact, Severity, Significance
from clausewatch.model.record_ids import ChangeId, ChannelId, DeliveryId, WatchId, WorkspaceId
from clausewatch.model.watches import Cadence, Channel, Watch
from clausewatch.notifications.deliveries import DeliveryKind
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import ChangeAlert, ChangeEvent, DigestEntry
from clausewatch.notifications.routing import MAX_PER_POST, Pending, choose_channel, fold, route

SUBSTANTIVE, EDITORIAL = Significance.SUBSTANTIVE, Significance.EDITORIAL
LOW, MEDIUM, HIGH = Severity


def watch(minimum: Severity = LOW, cadence: Cadence = Cadence.NOW, channel: int = 1) -> Watch:
    place = Channel(ChannelId(channel), WorkspaceId(1), f"C{channel}")
    return Watch(WatchId(channel), place, "brillo", "Brillo", (), minimum, cadence)


def found(significance: Significance | None, severity: Severity = MEDIUM) -> Comparison:
    return Comparison((), significance, severity, (), None, None)


CHANGE = ChangeId(7)
ALERT = ChangeAlert(CHANGE)
DAILY, WEEKLY = DigestEntry(CHANGE, Cadence.DAILY), DigestEntry(CHANGE, Cadence.WEEKLY)


@pytest.mark.parametrize(
    ("comparison", "watching", "events"),
    [
        (found(SUBSTANTIVE), watch(), [ALERT]),
        (found(SUBSTANTIVE), watch(cadence=Cadence.DAILY), [DAILY]),
        (found(SUBSTANTIVE), watch(cadence=Cadence.WEEKLY), [WEEKLY]),
        (found(SUBSTANTIVE, LOW), watch(MEDIUM), []),
        (found(SUBSTANTIVE, MEDIUM), watch(MEDIUM), [ALERT]),
        (found(SUBSTANTIVE, HIGH), watch(MEDIUM), [ALERT]),
        (found(EDITORIAL, LOW), watch(), [DigestEntry(CHANGE)]),
        (found(EDITORIAL, LOW), watch(HIGH), []),
        (found(Significance.DATE_ONLY, HIGH), watch(), []),
        (found(None, HIGH), watch(), []),
    ],
)
def test_what_a_watch_gets(
    comparison: Comparison, watching: Watch, events: list[ChangeEvent]
) -> None:
    """Significance, severity and cadence decide together."""
    assert [routed.event for routed in route(CHANGE, comparison, [watching])] == events


@pytest.mark.parametrize("own", Severity)
@pytest.mark.parametrize("of_channel", Severity)
@pytest.mark.parametrize("severity", Severity)
def test_the_stricter_minimum_counts(
    own: Severity, of_channel: Severity, severity: Severity
) -> None:
    """A watch and its channel may each have a minimum; a change must reach both."""
    minimums = {ChannelId(1): of_channel, ChannelId(2): LOW}
    routed = route(CHANGE, found(SUBSTANTIVE, severity), [watch(own)], minimums)
    assert bool(routed) == (severity.rank >= own.rank and severity.rank >= of_channel.rank)


@pytest.mark.parametrize(
    ("touched", "is_unread", "is_told"),
    [
        (("data_sale",), False, True),
        (("arbitration",), False, False),
        ((), False, False),
        ((), True, True),
    ],
)
def test_a_watch_with_topics_is_told_of_them_and_of_what_nobody_can_tell(
    touched: tuple[str, ...], *, is_unread: bool, is_told: bool
) -> None:
    """A change in a language that is not recognised is not kept back on the strength of that."""
    impacts = tuple(ProvisionImpact(one, one, "added", MEDIUM) for one in touched)
    change = replace(found(SUBSTANTIVE), impacts=impacts, is_unread=is_unread)
    limited = replace(watch(), topics=("data_sale",))
    assert bool(route(CHANGE, change, [limited])) is is_told


def test_each_watching_channel_is_told() -> None:
    """Every channel gets its own, by its own options."""
    watching = [watch(channel=1), watch(HIGH, channel=2), watch(cadence=Cadence.DAILY, channel=3)]
    routed = route(CHANGE, found(SUBSTANTIVE), watching)
    assert [(r.watch.channel.id, r.event) for r in routed] == [
        (1, ALERT),
        (3, DAILY),
    ]


def test_a_channel_is_told_once() -> None:
    """Two watches of one channel make one delivery."""
    assert len(route(CHANGE, found(SUBSTANTIVE), [watch(), watch()])) == 1


def pending(*sorts: str) -> list[Pending]:
    """Pending deliveries, numbered from 1, by the first letters of what they are."""
    known = {
        "a": (DeliveryKind.ALERT, "change", False),
        "r": (DeliveryKind.NOTE, "first-read", False),
        "n": (DeliveryKind.NOTE, "seen-again", True),
        "s": (DeliveryKind.NOTE, "first-read", True),
        "h": (DeliveryKind.HEALTH, "unreadable", False),
    }
    return [
        Pending(DeliveryId(number), kind, topic, is_reply=is_reply)
        for number, (kind, topic, is_reply) in enumerate((known[s] for s in sorts), start=1)
    ]


@pytest.mark.parametrize(
    ("waiting", "carried"),
    [
        ("", []),
        ("a", [1]),
        ("aaaaa", [1]),
        ("aaaaaa", [1, 2, 3, 4, 5, 6]),
        ("aaahaaa", [1, 2, 3, 5, 6, 7]),
        ("haaaaaa", [1]),
        ("naaaaaa", [1]),
        ("nnnnnnn", [1]),
        ("r", [1]),
        ("rrr", [1, 2, 3]),
        ("arr", [1]),
        ("rar", [1, 3]),
        ("rsr", [1, 3]),
        ("hhhhhh", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_what_one_post_carries(waiting: str, carried: list[int]) -> None:
    """More than five alerts fold, first reads always do, a thread reply never does."""
    assert list(fold(pending(*waiting))) == carried


@pytest.mark.parametrize(
    ("topics", "carried"),
    [
        (("daily",), [1]),
        (("daily", "weekly"), [1, 2]),
        (("weekly", "daily", "change", "quiet", "waiting"), [1, 2, 3, 4, 5]),
    ],
)
def test_digests_that_are_due_together_are_one_post(
    topics: tuple[str, ...], carried: list[int]
) -> None:
    """Whatever their cadence, and whatever else a digest says; an alert between them is not."""
    waiting = [
        Pending(DeliveryId(number), DeliveryKind.DIGEST, topic)
        for number, topic in enumerate(topics, 1)
    ]
    alert = Pending(DeliveryId(99), DeliveryKind.ALERT, "change")
    assert list(fold([waiting[0], alert, *waiting[1:]])) == carried


def test_a_post_has_room_for_so_many() -> None:
    """A flood makes several posts, oldest first."""
    assert len(fold(pending(*"a" * (MAX_PER_POST + 10)))) == MAX_PER_POST


@pytest.mark.parametrize("kind", DeliveryKind)
def test_only_health_goes_to_the_channel_for_health(kind: DeliveryKind) -> None:
    """All else is for those who watch; without such a channel health is, too."""
    settings = {ChannelId(1): ChannelSettings(health_channel=ChannelId(9))}
    expected = ChannelId(9 if kind is DeliveryKind.HEALTH else 1)
    assert choose_channel(kind, watch(), settings) == expected
    assert choose_channel(kind, watch(), {}) == ChannelId(1)
    assert choose_channel(kind, watch(), {ChannelId(1): ChannelSettings()}) == ChannelId(1)
