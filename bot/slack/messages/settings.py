"""The settings of a channel: in words, as a modal, and what is said when they change."""

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
    plain_text,
    section,
)
from bot.slack.messages.document_status import format_pause_reason
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_member
from clausewatch.model.documents import Cadence
from clausewatch.model.reading import Severity
from clausewatch.notifications.digests import DAYS, ChannelSettings

ON, OFF = "on", "off"
MINIMUM_OPTIONS = (
    ("Every severity", Severity.LOW),
    ("Medium or higher", Severity.MEDIUM),
    ("High only", Severity.HIGH),
)
MINIMUM_LABELS = {
    Severity.LOW: "Told here: every severity that a watch asks for",
    Severity.MEDIUM: "Told here: medium severity or higher, even where a watch asks for less",
    Severity.HIGH: "Told here: high severity only, even where a watch asks for less",
}
THREAD_OPTIONS = (("In the thread of their message", ON), ("In the channel, without threads", OFF))
DIGEST_OPTIONS = (("Every day", Cadence.DAILY), ("Once a week", Cadence.WEEKLY))
QUIET_OPTIONS = (("Say nothing", OFF), ("Say so in one line", ON))
MAX_ZONES = 100


@dataclass(frozen=True, slots=True)
class ChannelChoices:
    """What a channel chose, with Slack's id of where health is told (empty: in the channel)."""

    settings: ChannelSettings
    health: str = ""


def render_settings(chosen: ChannelChoices, command: str) -> Message:
    """Return the settings in words, with the button that opens the modal."""
    head = "*Settings of this channel*"
    listed = "\n".join(f"• {line}" for line in list_settings(chosen))
    hint = f"Or typed, as in {code(command + ' settings min:medium digest:daily time:9:00')}."
    row = actions("settings.actions", [button("Change settings", ids.OPEN_SETTINGS, "open")])
    return Message(head, (section(head), section(listed), row, context(hint)))


def list_settings(chosen: ChannelChoices) -> list[str]:
    """Return each setting as one line of safe mrkdwn."""
    settings = chosen.settings
    where = f"<#{chosen.health}>" if chosen.health else "this channel"
    threads = "in the thread of their message" if settings.is_threaded else "without threads"
    quiet = "says so in one line" if settings.tells_quiet else "is not posted"
    return [
        MINIMUM_LABELS[settings.minimum],
        f"Notes and further edits: {threads}",
        f"Digest: {format_digest_time(settings)}",
        f"A digest in which nothing happened {quiet}",
        f"Documents that cannot be read are told in {where}",
    ]


def format_digest_time(settings: ChannelSettings) -> str:
    """Return when digests come, as safe mrkdwn."""
    zone = escape(settings.zone.replace("_", " "), 60)
    daily = f"at {settings.digest_time:%H:%M}, {zone} time"
    day = DAYS[settings.digest_day].capitalize()
    if settings.digest is Cadence.DAILY:
        return f"daily {daily}; weekly ones on {day}"
    return f"weekly on {day} {daily}"


def render_settings_change(chosen: ChannelChoices, user_id: str) -> Message:
    """Return what the channel reads when its settings change."""
    listed = "\n".join(f"• {line}" for line in list_settings(chosen))
    text = f"{format_member(user_id)} changed the settings of this channel:\n{listed}"
    return Message(text, (section(text),))


def render_health_channel(channel_id: str, user_id: str) -> Message:
    """Return the line that tries whether health can be told in a channel."""
    text = (
        f"{format_member(user_id)} chose this channel: here it is told when a document that"
        f" <#{channel_id}> watches cannot be read."
    )
    return Message(text, (section(text),))


def format_health_refusal(channel_id: str, error: str) -> str:
    """Say that health cannot be told in a channel; nothing was changed."""
    return (
        f"I cannot post in <#{channel_id}>, so nothing was changed: {format_pause_reason(error)}."
        " Then set it again."
    )


def render_digest_change(settings: ChannelSettings, user_id: str, command: str) -> Message:
    """Return what the channel reads when its digest is set."""
    text = f"{format_member(user_id)} set this channel's digest: {format_digest_time(settings)}."
    note = (
        f"It has the changes of wording, and what is watched with {code('deliver:daily')} or"
        f" {code('deliver:weekly')}: {code(command + ' watch midjourney deliver:weekly')}."
    )
    return Message(text, (section(text), context(note)))


def render_settings_modal(chosen: ChannelChoices, command: str, channel_id: str) -> View:
    """Return the *Settings* modal, filled in with what holds."""
    settings = chosen.settings
    lead = f"For <#{channel_id}>. The same as {code(command + ' settings')}."
    days = tuple((day.capitalize(), str(number)) for number, day in enumerate(DAYS))
    threads = ON if settings.is_threaded else OFF
    return {
        "type": "modal",
        "callback_id": ids.SETTINGS_VIEW,
        "title": plain_text("Settings", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": channel_id,
        "blocks": [
            section(lead),
            _render_select(
                ids.LEAST_SEVERITY_BLOCK, "Tell this channel of", MINIMUM_OPTIONS, settings.minimum
            ),
            _render_select(ids.THREADS_BLOCK, "Notes and further edits", THREAD_OPTIONS, threads),
            _render_select(ids.DIGEST_BLOCK, "Digest", DIGEST_OPTIONS, settings.digest),
            _render_select(ids.DAY_BLOCK, "Day of a weekly digest", days, str(settings.digest_day)),
            _render_time(settings),
            _render_zone(settings),
            _render_select(
                ids.QUIET_BLOCK,
                "A digest in which nothing happened",
                QUIET_OPTIONS,
                ON if settings.tells_quiet else OFF,
            ),
            _render_health(chosen.health),
        ],
    }


def _render_input(block_id: str, label: str, element: Block, *, is_optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 150),
        "element": element,
        "optional": is_optional,
    }


def _render_select(
    block_id: str, label: str, choices: Sequence[tuple[str, str]], now: str
) -> Block:
    options = [option(text, str(value)) for text, value in choices]
    element = {
        "type": "static_select",
        "action_id": ids.SETTINGS_FIELD,
        "options": options,
        "initial_option": next(each for each in options if each["value"] == now),
    }
    return _render_input(block_id, label, element)


def _render_time(settings: ChannelSettings) -> Block:
    element = {
        "type": "timepicker",
        "action_id": ids.SETTINGS_FIELD,
        "initial_time": f"{settings.digest_time:%H:%M}",
    }
    return _render_input(ids.TIME_BLOCK, "Time of a digest", element)


def _render_zone(settings: ChannelSettings) -> Block:
    element = {
        "type": "external_select",
        "action_id": ids.ZONE_SELECT,
        "placeholder": plain_text("Type a city", 150),
        "min_query_length": 2,
        "initial_option": option(settings.zone, settings.zone),
    }
    return _render_input(ids.ZONE_BLOCK, "Time zone", element)


def _render_health(now: str) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": ids.SETTINGS_FIELD,
        "placeholder": plain_text("This channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if now:
        element["initial_conversation"] = now
    label = "Where to tell that a document cannot be read"
    return _render_input(ids.HEALTH_BLOCK, label, element, is_optional=True)


def list_zone_options(zones: Sequence[str]) -> list[Block]:
    """Return time zones as options of the select."""
    return [option(zone, zone) for zone in zones[:MAX_ZONES]]
