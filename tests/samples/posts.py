"""Samples of posts: cards in every state, folded changes, notes, health and watchlists."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.slack.messages import answers, card, folded_post, watch_answers
from bot.slack.messages.blocks import Message
from bot.slack.messages.post import render_bare_post, render_post, render_smallest_post
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.reading import Remark, Severity
from clausewatch.model.record_ids import ChangeId, ChannelId, DeliveryId, DocumentId
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.model.watches import Cadence, Watch, WatchResult
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
from tests.samples.examples import ADA, BEN, FEES, NOW, REWRITTEN, TRAINING, WORDING, make_change
from tests.samples.listing import render_watchlist
from tests.samples.policies import (
    FERNWEH,
    HARBORPAY,
    LUMENARY,
    NOTEWELL,
    NOTEWELL_CORRECTED,
    NOTEWELL_DATED,
)
from tests.samples.sample import Sample, make_posts

UNDO = '{"watch":[1]}'
HOSTILE = "<!channel> @everyone *free* `money` _now_ :tada: <https://evil.example|Click> & so on"


def make_alert(change: Change, number: int = 1) -> Delivery:
    """Return the alert to a change."""
    return Delivery(DeliveryId(number), ChangeAlert(change.id), NOW, change)


def make_change_note(
    event: ChangeReviewed | TextSeenAgain | TextReverted, change: Change
) -> Delivery:
    """Return a note on a change."""
    return Delivery(DeliveryId(1), event, NOW, change)


def make_document_note(event: DocumentEvent, document: Document, number: int = 1) -> Delivery:
    """Return a note on a document or its health."""
    return Delivery(DeliveryId(number), event, NOW, document=document)


def list_posts() -> Iterator[Sample]:
    """Yield the posts of the bot."""
    yield from _list_cards()
    yield from _list_folded_posts()
    yield from _list_notes()
    yield from _list_watchlist_posts()


def _list_cards() -> Iterator[Sample]:
    muted = card.CardState(muted_until=NOW.replace(day=9))
    yield from make_posts(
        alert_card=card.render_change(TRAINING),
        alert_card_reviewed=card.render_card(examples.add_review(TRAINING, ADA)),
        alert_card_assigned=card.render_card(replace(TRAINING, review=examples.ASSIGNED)),
        alert_card_seen_again=card.render_card(replace(FEES, standing="seen again")),
        alert_card_reverted=card.render_card(
            examples.add_review(replace(FEES, standing="reverted"), BEN)
        ),
        alert_card_muted=card.render_card(TRAINING, muted),
        alert_card_denied=card.render_card(
            examples.add_review(TRAINING, ADA, ReviewStatus.NOT_A_CHANGE)
        ),
        alert_card_repeat=render_post((make_alert(TRAINING),), is_repeat=True),
        alert_card_low=card.render_card(WORDING),
        alert_card_editorial=card.render_card(make_change(325, NOTEWELL, NOTEWELL_CORRECTED, 482)),
        alert_card_date_only=card.render_card(make_change(326, NOTEWELL, NOTEWELL_DATED, 482)),
        alert_card_long=card.render_change(REWRITTEN),
        alert_card_hostile=card.render_card(_make_hostile_change()),
        alert_card_compact=render_smallest_post((make_alert(TRAINING),)),
        alert_card_bare=render_bare_post((make_alert(TRAINING),)),
    )


def _make_hostile_change() -> Change:
    """Return a change of a document that tries to mention, link and format."""
    edits = tuple(
        replace(edit, after=f"{edit.after} {HOSTILE}", section=HOSTILE)
        for edit in TRAINING.comparison.edits[:1]
    )
    summary = (HOSTILE, f"Adds: {HOSTILE}")
    comparison = replace(TRAINING.comparison, edits=edits, summary=summary)
    document = replace(TRAINING.document, platform_name=HOSTILE)
    return replace(TRAINING, comparison=comparison, document=document)


def make_changes(count: int) -> tuple[Change, ...]:
    """Return changes of several documents, as on a busy day."""
    patterns = (TRAINING, FEES, WORDING, REWRITTEN)
    return tuple(replace(patterns[n % 4], id=ChangeId(400 + n)) for n in range(count))


def make_worklist(count: int) -> tuple[Change, ...]:
    """Return changes of several documents, highest severity first, as worklists have them."""
    return tuple(sorted(make_changes(count), key=lambda change: -change.comparison.severity.rank))


def _list_folded_posts() -> Iterator[Sample]:
    changes = enumerate(make_changes(7), 1)
    seven = tuple(make_alert(change, number) for number, change in changes)
    yield from make_posts(
        folded=render_post(seven),
        folded_long=folded_post.render_folded_post(make_changes(34)),
        folded_repeat=render_post(seven, is_repeat=True),
        folded_smallest=render_smallest_post(seven),
    )


def _list_notes() -> Iterator[Sample]:
    lumenary, harborpay = (
        examples.make_document(LUMENARY, 480),
        examples.make_document(HARBORPAY, 481),
    )
    notewell = examples.make_document(NOTEWELL, 482)
    earlier = VersionDate(date(2025, 5, 12), is_stated=True)
    reverted = make_change_note(TextReverted(FEES.document.id, FEES.id, earlier, NOW.date()), FEES)
    read = make_document_note(
        FirstRead(lumenary.id, "Privacy Policy", date(2025, 5, 3), 1204), lumenary
    )
    remark = Remark("other-document", "The page calls itself “Community Guidelines”.")
    doubtful = FirstRead(lumenary.id, "Community Guidelines", None, 840, remark)
    not_there = FirstReadFailed(harborpay.id, "gone", "the page no longer exists (404)")
    challenge = "the page shows a CAPTCHA instead of the document"
    health = BecameUnreadable(harborpay.id, "captcha", challenge, NOW)
    wall = replace(
        health,
        document_id=lumenary.id,
        reason="the page asks to log in instead of showing the document",
    )
    silenced = ChannelPaused(ChannelId(1), "CVENDORS", "not_in_channel", NOW, is_direct=False)
    alone = replace(silenced, is_direct=True)
    gone = replace(health, code="gone", reason="the page no longer exists (404)")
    cookies = FirstRead(notewell.id, "Cookies", None, 812)
    yield from make_posts(
        note_reviewed=render_post((make_change_note(ChangeReviewed(FEES.id, BEN), FEES),)),
        note_assigned=render_post(
            (make_change_note(ChangeReviewed(FEES.id, BEN, examples.ASSIGNED), FEES),)
        ),
        note_undone=render_post(
            (make_change_note(ChangeReviewed(FEES.id, BEN, Review(), is_undo=True), FEES),)
        ),
        note_seen_again=render_post(
            (make_change_note(TextSeenAgain(FEES.document.id, FEES.id, earlier), FEES),)
        ),
        note_reverted=render_post((reverted,)),
        note_first_read=render_post((read,)),
        note_first_read_in_doubt=render_post((make_document_note(doubtful, lumenary),)),
        note_not_read=render_post((make_document_note(not_there, harborpay),)),
        note_several=render_post(
            (
                read,
                make_document_note(not_there, harborpay, 2),
                make_document_note(cookies, notewell, 3),
            )
        ),
        note_repeat=render_post((reverted,), is_repeat=True),
        health=render_post((make_document_note(health, harborpay),)),
        health_gone=render_post((make_document_note(gone, harborpay),)),
        health_of_a_channel_alone=render_post((Delivery(DeliveryId(1), alone, NOW),)),
        health_of_a_channel=render_post((Delivery(DeliveryId(1), silenced, NOW),)),
        health_several=render_post(
            (make_document_note(health, harborpay), make_document_note(wall, lumenary))
        ),
    )


def _add(
    watch: Watch, *, is_new: bool = True, on_record: frozenset[DocumentId] = frozenset()
) -> WatchResult:
    """Return the result of a command that added a watch with its documents."""
    return WatchResult(watch, is_new, watch.documents, on_record)


def _list_watchlist_posts() -> Iterator[Sample]:
    one = [_add(examples.make_watch(LUMENARY, 480))]
    weekly = examples.make_watch(NOTEWELL, 482, minimum=Severity.HIGH, cadence=Cadence.WEEKLY)
    daily = examples.make_watch(FERNWEH, 483, minimum=Severity.MEDIUM, cadence=Cadence.DAILY)
    several = [
        *one,
        _add(examples.make_watch(HARBORPAY, 481), on_record=frozenset({DocumentId(481)})),
        _add(weekly, is_new=False),
        _add(daily, is_new=False),
    ]
    forty = [_add(examples.make_watch(examples.make_vendor(n), n)) for n in range(1, 41)]
    yield from make_posts(
        watched=watch_answers.render_watch(one, ADA, UNDO),
        watched_several=watch_answers.render_watch(several, ADA, UNDO),
        watched_forty=watch_answers.render_watch(forty, ADA, None),
        watched_undone=watch_answers.render_undo(
            "*Lumenary* is off this channel's watchlist again.", BEN
        ),
        channel_tried=watch_answers.render_channel_test(ADA),
        unwatched=watch_answers.render_unwatch(["Lumenary", "Notewell & Sons"], BEN, UNDO),
        answer_shared=answers.add_sharer(_render_list(), ADA),
    )


def _render_list() -> Message:
    return render_watchlist((examples.make_watched(LUMENARY, 480),))
