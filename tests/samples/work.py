"""Samples of the work after an alert, and of the first minutes."""

from collections.abc import Iterator
from dataclasses import replace

from bot.slack.messages import answers, pasted_list, review_log, reviews, watch_answers, worklist
from bot.slack.messages.answers import AnswerPage, Choice
from bot.slack.messages.post import render_post
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DeliveryId
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.model.watches import WatchResult
from clausewatch.notifications.deliveries import ClauseFinding, Delivery
from clausewatch.notifications.events import FirstRead
from tests.samples import examples
from tests.samples.examples import ADA, FEES, NOW, TRAINING
from tests.samples.posts import make_worklist
from tests.samples.replies import COMMAND, make_watchlist
from tests.samples.sample import Sample, make_answers, make_posts, make_views

STARTERS = (
    Choice("AI vendors (12)", "", 'watch "=chatgpt", "=midjourney"'),
    Choice("Payments (7)", "", 'watch "=stripe", "=paypal"'),
)
FINDINGS = (
    ClauseFinding("ai_training", Severity.HIGH, "does"),
    ClauseFinding("arbitration", Severity.HIGH, "opt_out_offered"),
    ClauseFinding("auto_renewal", Severity.MEDIUM, "may"),
)


def list_work() -> Iterator[Sample]:
    """Yield worklists, the audit log, and what an empty channel is offered."""
    today = NOW.date()
    waiting = (replace(TRAINING, review=examples.ASSIGNED), FEES)
    view = worklist.WorklistView(waiting, today)
    long = worklist.WorklistView(make_worklist(30), today)
    page = AnswerPage(0, "review")
    decided = examples.add_review(TRAINING, ADA, ReviewStatus.ACCEPTED)
    wanted = Review(ReviewStatus.ACTION_NEEDED, note="Call their counsel.", user_id=ADA)
    yield from make_answers(
        review=worklist.render_worklist(view, "in this channel", page, COMMAND),
        review_paged=worklist.render_worklist(long, "in this workspace", page, COMMAND),
        review_none=worklist.render_worklist(
            worklist.WorklistView((), today), "in this channel", page, COMMAND
        ),
        review_conflict=reviews.render_conflict(decided, wanted),
        review_decided=reviews.render_not_open(decided),
        review_log=review_log.render_log(
            examples.STEPS, "for Lumenary since 1 January 2026", AnswerPage(0, "log")
        ),
        list_empty_with_starters=answers.render_empty_list(
            "This channel isn't watching anything yet.", STARTERS
        ),
        pasted_list=pasted_list.render_report(
            (
                pasted_list.LineReport(1, "Lumenary", "added as Lumenary", is_done=True),
                pasted_list.LineReport(2, "Harborpay", "already watched", is_done=True),
                pasted_list.LineReport(
                    3, "Unheard Of Ltd", "I don't have “Unheard Of Ltd” in the catalogue.",
                    is_done=False,
                ),
            )
        ),
        watched_again=_render_watched_again(),
    )  # fmt: skip
    event = FirstRead(TRAINING.document.id, "Privacy Policy", None, 1204)
    read = Delivery(DeliveryId(1), event, NOW, document=TRAINING.document, findings=FINDINGS)
    yield from make_posts(note_first_read_with_clauses=render_post((read,)))
    yield from make_views(paste_view=pasted_list.render_paste("CLEGAL"))


def _render_watched_again() -> answers.Message:
    watch = make_watchlist()[0].watch
    return watch_answers.render_same_watch(
        [WatchResult(watch, is_new=False, added=(), is_changed=False)]
    )
