"""Samples of what channels choose: digests, settings, mutes, denials and new URLs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.slack.messages import answers, modals, mutes, reviews, settings, webhooks
from bot.slack.messages.deadlines import render_deadlines
from bot.slack.messages.post import render_post
from clausewatch.model.changes import Change
from clausewatch.model.deadlines import Deadline
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import DeliveryId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.model.term_dates import TermDateKind
from clausewatch.model.watches import Cadence
from clausewatch.model.webhooks import Webhook
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import (
    AssigneeReminder,
    DeadlineReminder,
    DigestEntry,
    MonthlyReport,
    QuietDigest,
    ReportedChange,
    ReviewReminder,
    WaitingChange,
)
from tests.samples import examples
from tests.samples.examples import ADA, FEES, NOW, TRAINING, WORDING
from tests.samples.policies import HARBORPAY
from tests.samples.posts import make_changes
from tests.samples.replies import COMMAND
from tests.samples.sample import Sample, make_answers, make_posts, make_views

CUSTOM = settings.ChannelChoices(
    ChannelSettings(
        minimum=Severity.MEDIUM,
        is_threaded=False,
        digest=Cadence.DAILY,
        digest_time=time(8, 30),
        zone="Europe/Berlin",
        tells_quiet=True,
    ),
    health_channel_id="CVENDORS",
)
USUAL = settings.ChannelChoices(ChannelSettings())
DEADLINE = Deadline(
    FEES.id,
    "Harborpay Terms of Service",
    "https://harborpay.example/terms",
    TermDateKind.OBJECTION,
    date(2026, 3, 20),
    "You have 14 days to object to this change.",
    counted_from=date(2026, 3, 6),
)

MONTH = MonthlyReport(
    month=date(2026, 2, 1),
    made_on=date(2026, 3, 1),
    by_severity=(1, 1, 1),
    reviewed=1,
    editorial=2,
    reported=(
        ReportedChange(
            TRAINING.id, TRAINING.document.name, Severity.HIGH,
            "May now train on content unless you opt out.", ReviewStatus.ACTION_NEEDED,
        ),
        ReportedChange(
            FEES.id, FEES.document.name, Severity.MEDIUM, "Fees rise from 2% to 3%.",
            ReviewStatus.ACKNOWLEDGED, is_reverted=True,
        ),
    ),
    waiting=3,
    owners=((ADA, 2), ("", 1)),
    upcoming=(DEADLINE,),
    documents=14,
    unavailable=("Harborpay Privacy Policy",),
)  # fmt: skip
NOTHING: dict[str, Any] = {
    "made_on": date(2026, 3, 1),
    "by_severity": (0, 0, 0), "reviewed": 0, "editorial": 0, "reported": (), "waiting": 0,
    "owners": (), "upcoming": (), "documents": 1, "unavailable": (),
}  # fmt: skip


def list_choices() -> Iterator[Sample]:
    """Yield the samples of what channels choose."""
    yield from _list_digests()
    yield from _list_announcements()
    yield from make_answers(
        settings_unchanged=settings.render_unchanged(CUSTOM, COMMAND),
        settings=settings.render_settings(CUSTOM, COMMAND),
        settings_usual=settings.render_settings(USUAL, COMMAND),
        settings_health_refused=answers.render_sentence(
            settings.format_health_refusal("CVENDORS", "not_in_channel")
        ),
        not_a_change=reviews.render_denial(
            examples.add_review(TRAINING, examples.ADA, ReviewStatus.NOT_A_CHANGE)
        ),
    )
    webhook = Webhook(3, "CLEGAL", "https://receiver.example.com/x", "n", "k", NOW)
    yield from make_answers(
        webhook_list=webhooks.render_webhooks((webhook,), COMMAND),
        webhook_none=webhooks.render_webhooks((), COMMAND),
        webhook_secret=webhooks.render_secret(3, f"cwhs_{'5257a8' * 10}"),
    )
    yield from make_views(
        settings_view=settings.render_settings_modal(CUSTOM, COMMAND, "CLEGAL"),
        settings_view_usual=settings.render_settings_modal(USUAL, COMMAND, "CLEGAL"),
        change_address=modals.render_change_url(examples.make_document(HARBORPAY, 481), "CLEGAL"),
        settings_zones={
            "type": "home",
            "blocks": [
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "static_select",
                            "action_id": "zones",
                            "options": settings.list_zone_options(["Europe/Berlin", "UTC"]),
                        }
                    ],
                }
            ],
        },
    )


def _list_digests() -> Iterator[Sample]:
    editorial = replace(
        WORDING, comparison=replace(WORDING.comparison, significance=Significance.EDITORIAL)
    )
    quiet = Delivery(DeliveryId(1), QuietDigest(Cadence.WEEKLY, date(2026, 3, 2)), NOW)
    due = WaitingChange(
        TRAINING.id, TRAINING.document.name, Severity.HIGH, ReviewStatus.ACTION_NEEDED, ADA,
        date(2026, 2, 27),
    )  # fmt: skip
    new = WaitingChange(FEES.id, FEES.document.name, Severity.MEDIUM, ReviewStatus.OPEN)
    reminder = ReviewReminder(date(2026, 3, 2), 14, (due, new))
    waiting = Delivery(DeliveryId(9), reminder, NOW)
    yield from make_posts(
        digest=render_post(_make_digest((TRAINING, FEES, editorial), Cadence.DAILY)),
        digest_long=render_post(_make_digest(make_changes(60), Cadence.WEEKLY)),
        digest_quiet=render_post((quiet,)),
        digest_with_reminder=render_post((*_make_digest((FEES,), Cadence.WEEKLY), waiting)),
        digest_only_reminder=render_post((waiting,)),
        reminder_for_assignee=render_post(
            (Delivery(DeliveryId(1), AssigneeReminder(due, date(2026, 3, 20)), NOW),)
        ),
        deadlines=render_deadlines((DEADLINE,), date(2026, 3, 13), "in this channel", "/policy"),
        deadlines_none=render_deadlines((), date(2026, 3, 13), "in this channel", "/policy"),
        reminder_of_deadline=render_post(
            (Delivery(DeliveryId(1), DeadlineReminder(DEADLINE, 7, 6), NOW),)
        ),
        month=render_post((Delivery(DeliveryId(1), MONTH, NOW),), has_site=True),
        month_quiet=render_post(
            (Delivery(DeliveryId(1), MonthlyReport(date(2026, 2, 1), **NOTHING), NOW),)
        ),
        month_repeat=render_post((Delivery(DeliveryId(1), MONTH, NOW),), is_repeat=True),
        digest_repeat=render_post(_make_digest((TRAINING, FEES), Cadence.DAILY), is_repeat=True),
    )


def _make_digest(changes: tuple[Change, ...], cadence: Cadence) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(DeliveryId(number), DigestEntry(change.id, cadence, date(2026, 3, 2)), NOW, change)
        for number, change in enumerate(changes, 1)
    )


def _list_announcements() -> Iterator[Sample]:
    until = NOW + timedelta(days=7)
    yield from make_posts(
        muted=mutes.render_mute(["Lumenary"], ADA, until, '["lumenary"]'),
        muted_many=mutes.render_mute([f"Vendor {n}" for n in range(30)], ADA, until, None),
        webhook_added=webhooks.render_added(3, "receiver.example.com", ADA),
        webhook_removed=webhooks.render_removed(3, ADA),
        unmuted=mutes.render_unmute(["Lumenary"], ADA),
        settings_changed=settings.render_settings_change(CUSTOM, ADA),
        settings_health_tried=settings.render_health_channel("CLEGAL", ADA),
        digest_set=settings.render_digest_change(CUSTOM.settings, ADA, COMMAND),
    )
