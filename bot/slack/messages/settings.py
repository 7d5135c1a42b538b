"""The settings of a channel: as text, as a modal, and as announcements when they change."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    option,
    section,
)
from bot.slack.messages.document_status import format_pause_reason
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_member
from bot.slack.messages.modal_parts import (
    channel_select,
    external_select,
    input_block,
    modal,
    static_select,
    text_input,
)
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deadlines import format_days
from clausewatch.notifications.digests import DAYS, ChannelSettings

ON, OFF = "on", "off"
MINIMUM_OPTIONS = (
    ("Every severity", Severity.LOW),
    ("Medium or higher", Severity.MEDIUM),
    ("High only", Severity.HIGH),
)
MINIMUM_LABELS = {
    Severity.LOW: "Minimum severity: as set for each watch",
    Severity.MEDIUM: "Minimum severity: medium (overrides watches)",
    Severity.HIGH: "Minimum severity: high (overrides watches)",
}
THREAD_OPTIONS = (("In threads", ON), ("In the channel", OFF))
DIGEST_OPTIONS = (("Every day", Cadence.DAILY), ("Once a week", Cadence.WEEKLY))
QUIET_OPTIONS = (("Don't post", OFF), ("Post one line", ON))
REMINDER_OPTIONS = (
    ("In the weekly digest", Cadence.WEEKLY),
    ("In the daily digest", Cadence.DAILY),
    ("Off", OFF),
)
MONTHLY_OPTIONS = (("Off", OFF), ("On the first day of the next month", ON))
MAX_ZONES = 100
MAX_DAYS_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class ChannelChoices:
    """What a channel has chosen."""

    settings: ChannelSettings
    health_channel_id: str = ""
    """Slack's id of the channel for notes on unreadable documents; empty for this channel."""


def render_settings(choices: ChannelChoices, command: str) -> Message:
    """Return the settings as text, with the button that opens the modal."""
    head = "*Settings for this channel*"
    lines = "\n".join(f"• {line}" for line in list_settings(choices))
    hint = f"Or type {code(command + ' settings min:medium digest:daily time:9:00')}."
    row = actions("settings.actions", [button("Change settings", ids.OPEN_SETTINGS, "open")])
    return Message(head, (section(head), section(lines), row, context(hint)))


def render_unchanged(choices: ChannelChoices, command: str) -> Message:
    """Return the answer to settings that the channel has already."""
    message = render_settings(choices, command)
    head = "Nothing changed: these settings were already in effect."
    return Message(head, (section(head), *message.blocks))


def list_settings(choices: ChannelChoices) -> list[str]:
    """Return each setting as one line of safe mrkdwn."""
    settings = choices.settings
    health = f"<#{choices.health_channel_id}>" if choices.health_channel_id else "this channel"
    threads = "in threads" if settings.is_threaded else "in the channel"
    quiet = "posted as one line" if settings.tells_quiet else "not posted"
    return [
        MINIMUM_LABELS[settings.minimum],
        f"Follow-ups: {threads}",
        f"Digest: {format_digest_time(settings)}",
        f"Empty digests: {quiet}",
        f"Availability problems: posted in {health}",
        f"Reminders of changes to review: {settings.reminders or 'off'}",
        f"Reminders of deadlines: {_format_deadline_days(settings)}",
        f"Monthly report: {_format_monthly_report(settings)}",
    ]


def _format_monthly_report(settings: ChannelSettings) -> str:
    return "on the first day of the next month" if settings.has_monthly_report else OFF


def _format_deadline_days(settings: ChannelSettings) -> str:
    days = settings.deadline_days
    if not days:
        return "off"
    *first_days, last_day = [str(day) for day in days]
    listed = f"{', '.join(first_days)} and {last_day}" if first_days else last_day
    return f"{listed} {'day' if days == (1,) else 'days'} before"


def format_digest_time(settings: ChannelSettings) -> str:
    """Return the days and the time of digests, as safe mrkdwn."""
    zone = escape(settings.zone.replace("_", " "), 60)
    time = f"at {settings.digest_time:%H:%M}, {zone} time"
    day = DAYS[settings.digest_day].capitalize()
    if settings.digest is Cadence.DAILY:
        return f"daily {time}; weekly on {day}"
    return f"weekly on {day} {time}"


def render_settings_change(choices: ChannelChoices, user_id: str) -> Message:
    """Return what the channel reads when its settings change."""
    lines = "\n".join(f"• {line}" for line in list_settings(choices))
    text = f"{format_member(user_id)} changed the settings of this channel:\n{lines}"
    return Message(text, (section(text),))


def render_health_channel(channel_id: str, user_id: str) -> Message:
    """Return the line whose posting tests whether the bot can post notes in a channel.

    `channel_id` is the channel whose documents the notes are about.
    """
    text = (
        f"{format_member(user_id)} chose this channel. Availability problems for"
        f" <#{channel_id}> will be posted here."
    )
    return Message(text, (section(text),))


def format_health_refusal(channel_id: str, error: str) -> str:
    """Return why a channel cannot be chosen for notes on unreadable documents."""
    return (
        f"I can't post in <#{channel_id}>, so the setting wasn't changed:"
        f" {format_pause_reason(error)}. Fix that and try again."
    )


def render_digest_change(settings: ChannelSettings, user_id: str, command: str) -> Message:
    """Return what the channel reads when its digest is set."""
    text = f"{format_member(user_id)} set this channel's digest: {format_digest_time(settings)}."
    note = (
        f"It lists editorial changes and everything set to {code('deliver:daily')} or"
        f" {code('deliver:weekly')}:"
        f" {code(command + ' watch midjourney deliver:weekly')}."
    )
    return Message(text, (section(text), context(note)))


def render_settings_modal(choices: ChannelChoices, command: str, channel_id: str) -> View:
    """Return the *Settings* modal, filled in with the channel's current settings."""
    settings = choices.settings
    lead = f"For <#{channel_id}>. Same as {code(command + ' settings')}."
    days = tuple((day.capitalize(), str(number)) for number, day in enumerate(DAYS))
    threads = ON if settings.is_threaded else OFF
    quiet = ON if settings.tells_quiet else OFF
    monthly = ON if settings.has_monthly_report else OFF
    severity, day = settings.minimum, str(settings.digest_day)
    blocks = [
        section(lead),
        _render_select(
            ids.LEAST_SEVERITY_BLOCK, "Minimum severity for this channel", MINIMUM_OPTIONS, severity
        ),
        _render_select(ids.THREADS_BLOCK, "Follow-ups", THREAD_OPTIONS, threads),
        _render_select(ids.DIGEST_BLOCK, "Digest", DIGEST_OPTIONS, settings.digest),
        _render_select(ids.DAY_BLOCK, "Day of the weekly digest", days, day),
        _render_time(settings),
        _render_zone(settings),
        _render_select(ids.QUIET_BLOCK, "Empty digests", QUIET_OPTIONS, quiet),
        _render_reminders(settings),
        _render_deadlines(settings),
        _render_select(ids.MONTHLY_BLOCK, "Monthly report", MONTHLY_OPTIONS, monthly),
        _render_health(choices.health_channel_id),
    ]
    return modal(
        "Settings",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=ids.SETTINGS_VIEW,
        private_metadata=channel_id,
    )


def _render_select(
    block_id: str, label: str, choices: Sequence[tuple[str, str]], current: str
) -> Block:
    return input_block(block_id, label, static_select(ids.SETTINGS_FIELD, choices, current))


def _render_reminders(settings: ChannelSettings) -> Block:
    current = settings.reminders or OFF
    return _render_select(
        ids.REMINDERS_BLOCK, "Reminders of changes to review", REMINDER_OPTIONS, current
    )


def _render_deadlines(settings: ChannelSettings) -> Block:
    days = format_days(settings.deadline_days) or OFF
    element = text_input(ids.SETTINGS_FIELD, days, MAX_DAYS_CHARACTERS)
    hint = "Days before a deadline, such as 14,7,1, or off."
    return input_block(ids.DEADLINES_BLOCK, "Reminders of deadlines", element, hint=hint)


def _render_time(settings: ChannelSettings) -> Block:
    element = {
        "type": "timepicker",
        "action_id": ids.SETTINGS_FIELD,
        "initial_time": f"{settings.digest_time:%H:%M}",
    }
    return input_block(ids.TIME_BLOCK, "Time of the digest", element)


def _render_zone(settings: ChannelSettings) -> Block:
    element = external_select(ids.ZONE_SELECT, "Type a city")
    element["initial_option"] = option(settings.zone, settings.zone)
    return input_block(ids.ZONE_BLOCK, "Time zone", element)


def _render_health(channel_id: str) -> Block:
    element = channel_select(ids.SETTINGS_FIELD, "This channel", channel_id)
    label = "Where to post availability problems"
    return input_block(ids.HEALTH_BLOCK, label, element, is_optional=True)


def list_zone_options(zones: Sequence[str]) -> list[Block]:
    """Return time zones as options of the select."""
    return [option(zone, zone) for zone in zones[:MAX_ZONES]]
