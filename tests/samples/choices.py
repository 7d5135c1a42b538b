"""Samples of what channels choose: digests, settings, mutes, verdicts, new addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.slack.messages import answers as said
from bot.slack.messages import modals, mutes
from bot.slack.messages import settings as chosen
from bot.slack.messages.post import render_post
from clausewatch.model.changes import Change
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import DeliveryId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import DigestEntry, QuietDigest
from tests.samples import examples
from tests.samples.examples import ADA, FEES, NOW, TRAINING, WORDING
from tests.samples.policies import HARBORPAY
from tests.samples.posts import many
from tests.samples.replies import COMMAND
from tests.samples.sample import Sample, answers, in_channel, views

CHOSEN = chosen.ChannelChoices(
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
USUAL = chosen.ChannelChoices(ChannelSettings())


def choices() -> Iterator[Sample]:
    """Yield every sample of what channels choose."""
    yield from _digests()
    yield from _in_channel()
    yield from answers(
        settings=chosen.render_settings(CHOSEN, COMMAND),
        settings_usual=chosen.render_settings(USUAL, COMMAND),
        settings_health_refused=said.render_sentence(
            chosen.format_health_refusal("CVENDORS", "not_in_channel")
        ),
        not_a_change=mutes.render_denial(TRAINING.record_id, TRAINING.id),
    )
    yield from views(
        settings_view=chosen.render_settings_modal(CHOSEN, COMMAND, "CLEGAL"),
        settings_view_usual=chosen.render_settings_modal(USUAL, COMMAND, "CLEGAL"),
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
                            "options": chosen.list_zone_options(["Europe/Berlin", "UTC"]),
                        }
                    ],
                }
            ],
        },
    )


def _digests() -> Iterator[Sample]:
    light = replace(
        WORDING, comparison=replace(WORDING.comparison, significance=Significance.EDITORIAL)
    )
    quiet = Delivery(DeliveryId(1), QuietDigest(Cadence.WEEKLY, date(2026, 3, 2)), NOW)
    yield from in_channel(
        digest=render_post(_told((TRAINING, FEES, light), Cadence.DAILY)),
        digest_long=render_post(_told(many(60), Cadence.WEEKLY)),
        digest_quiet=render_post((quiet,)),
        digest_repeat=render_post(_told((TRAINING, FEES), Cadence.DAILY), is_repeat=True),
    )


def _told(changes: tuple[Change, ...], cadence: Cadence) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(DeliveryId(number), DigestEntry(change.id, cadence, date(2026, 3, 2)), NOW, change)
        for number, change in enumerate(changes, 1)
    )


def _in_channel() -> Iterator[Sample]:
    until = NOW + timedelta(days=7)
    yield from in_channel(
        muted=mutes.render_mute(["Lumenary"], ADA, until, '["lumenary"]'),
        muted_many=mutes.render_mute([f"Vendor {n}" for n in range(30)], ADA, until, None),
        unmuted=mutes.render_unmute(["Lumenary"], ADA),
        settings_changed=chosen.render_settings_change(CHOSEN, ADA),
        settings_health_tried=chosen.render_health_channel("CLEGAL", ADA),
        digest_set=chosen.render_digest_change(CHOSEN.settings, ADA, COMMAND),
    )
