"""What channels read: cards in every state, folded changes, notes, health, watchlists."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.slack.messages import answers, card, folded_post, lists, watch_answers
from bot.slack.messages.blocks import Message
from bot.slack.messages.post import render_bare_post, render_post, render_smallest_post
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import ChangeId, ChannelId, DeliveryId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.events import (
    BecameUnreadable,
    ChangeAlert,
    ChangeReviewed,
    ChannelPaused,
    DocumentEvent,
    FirstRead,
    FirstReadFailed,
    TextReverted,
    TextSeenAgain,
    VersionDate,
)
from tests.samples import examples
from tests.samples.examples import ADA, BEN, FEES, NOW, REWRITTEN, TRAINING, WORDING
from tests.samples.listing import render_watchlist
from tests.samples.policies import FERNWEH, HARBORPAY, LUMENARY, NOTEWELL
from tests.samples.sample import Sample, in_channel

UNDO = '{"watch":[1]}'
HOSTILE = "<!channel> @everyone *free* `money` _now_ :tada: <https://evil.example|Click> & so on"


def alert(of: Change, number: int = 1) -> Delivery:
    """Return the alert of a change."""
    return Delivery(DeliveryId(number), ChangeAlert(of.id), NOW, of)


def note(event: ChangeReviewed | TextSeenAgain | TextReverted, of: Change) -> Delivery:
    """Return a note on a change."""
    return Delivery(DeliveryId(1), event, NOW, of)


def about(event: DocumentEvent, of: Document, number: int = 1) -> Delivery:
    """Return a note on a document, or its health."""
    return Delivery(DeliveryId(number), event, NOW, document=of)


def posts() -> Iterator[Sample]:
    """Yield every post of the bot."""
    yield from _cards()
    yield from _folded()
    yield from _notes()
    yield from _watchlists()


def _cards() -> Iterator[Sample]:
    muted = card.CardState(muted_until=NOW.replace(day=9))
    denied = card.CardState(denied_by=(ADA,))
    yield from in_channel(
        alert_card=card.render_change(TRAINING),
        alert_card_reviewed=card.render_card(examples.reviewed(TRAINING, ADA, BEN)),
        alert_card_seen_again=card.render_card(replace(FEES, standing="seen again")),
        alert_card_reverted=card.render_card(
            examples.reviewed(replace(FEES, standing="reverted"), BEN)
        ),
        alert_card_muted=card.render_card(TRAINING, muted),
        alert_card_denied=card.render_card(TRAINING, denied),
        alert_card_repeat=render_post((alert(TRAINING),), is_repeat=True),
        alert_card_low=card.render_card(WORDING),
        alert_card_editorial=card.render_card(_weighing(Significance.EDITORIAL)),
        alert_card_date_only=card.render_card(_weighing(Significance.DATE_ONLY)),
        alert_card_long=card.render_change(REWRITTEN),
        alert_card_hostile=card.render_card(_hostile()),
        alert_card_compact=render_smallest_post((alert(TRAINING),)),
        alert_card_bare=render_bare_post((alert(TRAINING),)),
    )


def _weighing(significance: Significance) -> Change:
    """Return a change that is not told at once but can be looked up."""
    found = WORDING.comparison
    edits = tuple(replace(edit, significance=significance) for edit in found.edits)
    return replace(WORDING, comparison=replace(found, edits=edits, significance=significance))


def _hostile() -> Change:
    """Return a change whose document is out to mention, link and format."""
    edits = tuple(
        replace(edit, after=f"{edit.after} {HOSTILE}", section=HOSTILE)
        for edit in TRAINING.comparison.edits[:1]
    )
    found = replace(TRAINING.comparison, edits=edits, summary=(HOSTILE, f"Adds: {HOSTILE}"))
    about = replace(TRAINING.document, platform_name=HOSTILE)
    return replace(TRAINING, comparison=found, document=about)


def many(count: int) -> tuple[Change, ...]:
    """Return changes of several documents, as a busy day brings them."""
    like = (TRAINING, FEES, WORDING, REWRITTEN)
    return tuple(replace(like[n % 4], id=ChangeId(400 + n)) for n in range(count))


def _folded() -> Iterator[Sample]:
    seven = tuple(alert(each, number) for number, each in enumerate(many(7), 1))
    yield from in_channel(
        folded=render_post(seven),
        folded_long=folded_post.render_folded_post(many(34)),
        folded_repeat=render_post(seven, is_repeat=True),
        folded_smallest=render_smallest_post(seven),
    )


def _notes() -> Iterator[Sample]:
    lumenary, harborpay = (
        examples.make_document(LUMENARY, 480),
        examples.make_document(HARBORPAY, 481),
    )
    notewell = examples.make_document(NOTEWELL, 482)
    was = VersionDate(date(2025, 5, 12), is_stated=True)
    reverted = note(TextReverted(FEES.document.id, FEES.id, was, NOW.date()), FEES)
    read = about(FirstRead(lumenary.id, "Privacy Policy", date(2025, 5, 3), 1204), lumenary)
    not_there = FirstReadFailed(harborpay.id, "error", "the host answered 404")
    challenge = "the page asks for a captcha instead of showing the policy"
    health = BecameUnreadable(harborpay.id, "captcha", challenge, NOW)
    wall = replace(health, document_id=lumenary.id, reason="the page asks for a log-in")
    silenced = ChannelPaused(ChannelId(1), "CVENDORS", "not_in_channel", NOW, is_direct=False)
    alone = replace(silenced, is_direct=True)
    gone = replace(health, code="gone", reason="the host answered 404")
    cookies = FirstRead(notewell.id, "Cookies", None, 812)
    yield from in_channel(
        note_reviewed=render_post((note(ChangeReviewed(FEES.id, BEN), FEES),)),
        note_seen_again=render_post((note(TextSeenAgain(FEES.document.id, FEES.id, was), FEES),)),
        note_reverted=render_post((reverted,)),
        note_first_read=render_post((read,)),
        note_not_read=render_post((about(not_there, harborpay),)),
        note_several=render_post(
            (read, about(not_there, harborpay, 2), about(cookies, notewell, 3))
        ),
        note_repeat=render_post((reverted,), is_repeat=True),
        health=render_post((about(health, harborpay),)),
        health_gone=render_post((about(gone, harborpay),)),
        health_of_a_channel_alone=render_post((Delivery(DeliveryId(1), alone, NOW),)),
        health_of_a_channel=render_post((Delivery(DeliveryId(1), silenced, NOW),)),
        health_several=render_post((about(health, harborpay), about(wall, lumenary))),
    )


def _watchlists() -> Iterator[Sample]:
    one = [watch_answers.AddedWatch(examples.watch(LUMENARY, 480), is_new=True)]
    weekly = examples.watch(NOTEWELL, 482, minimum=Severity.HIGH, cadence=Cadence.WEEKLY)
    daily = examples.watch(FERNWEH, 483, minimum=Severity.MEDIUM, cadence=Cadence.DAILY)
    several = [
        *one,
        watch_answers.AddedWatch(
            examples.watch(HARBORPAY, 481), is_new=True, on_record=frozenset({481})
        ),
        watch_answers.AddedWatch(weekly, is_new=False),
        watch_answers.AddedWatch(daily, is_new=False),
    ]
    forty = [
        watch_answers.AddedWatch(examples.watch(examples.vendor(n), n), is_new=True)
        for n in range(1, 41)
    ]
    yield from in_channel(
        watched=watch_answers.render_watch(one, ADA, UNDO),
        watched_several=watch_answers.render_watch(several, ADA, UNDO),
        watched_forty=watch_answers.render_watch(forty, ADA, None),
        watched_undone=watch_answers.render_undo(
            "*Lumenary* is off this channel's watchlist again.", BEN
        ),
        channel_tried=watch_answers.render_channel_test(ADA),
        unwatched=watch_answers.render_unwatch(["Lumenary", "Notewell & Sons"], BEN, UNDO),
        answer_shared=answers.add_sharer(_list(), ADA),
    )


def _list() -> Message:
    here = (lists.Watched(examples.watch(LUMENARY, 480), (examples.status(LUMENARY, 480),)),)
    return render_watchlist(here)
