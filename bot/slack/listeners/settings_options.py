"""The options of `settings` and the words of `digest`, as values of a channel's settings. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.option_values import parse_choice
from bot.slack.messages.escape import code, escape
from bot.slack.messages.settings import OFF, ON
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deadlines import MAX_DAYS, parse_days
from clausewatch.notifications.digests import (
    DAYS,
    ChannelSettings,
    find_time_zone,
    search_time_zones,
)

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h|uhr)?", re.IGNORECASE)
CHANNEL = re.compile(r"#?([CG][A-Z0-9-]{2,})")
MIN_DAY_LETTERS = 2
FILLERS = frozenset({"at", "on", "every", "each", "in", "day"})
"""Words between a day and a time that mean nothing by themselves."""
NO_DIGEST = frozenset({"off", "none", "never", "no", "stop"})
HOURS = {"morning": 9, "noon": 12, "midday": 12, "afternoon": 14, "evening": 18}
"""What is meant by a part of the day."""
_EVERY_DAY = re.compile(rf"\b(?:every|each)\s(?:day|{'|'.join(HOURS)})\b")
MAX_ZONES = 3
NOON = 12


def parse_digest(settings: ChannelSettings, words: list[str]) -> ChannelSettings:
    """Return the settings with the cadence, day and time of a digest. Raises ArgumentError."""
    if NO_DIGEST & set(words):
        raise ArgumentError(_describe_rarest_digest())
    # `9 am` is one word
    text = re.sub(r"(?<=\d) (?=(?:am|pm|uhr|h)\b)", "", " ".join(words))
    if _EVERY_DAY.search(text):
        settings = replace(settings, digest=Cadence.DAILY)
    for word in _drop_vague_hours(text.split()):
        if word in {Cadence.DAILY, Cadence.WEEKLY}:
            settings = replace(settings, digest=Cadence(word))
        elif (day := _parse_day(word)) is not None:
            settings = replace(settings, digest_day=day)
        elif (digest_time := _parse_time(word)) is not None:
            settings = replace(settings, digest_time=digest_time)
        elif word not in FILLERS:
            raise ArgumentError(
                f"I don't recognise “{escape(word, 60)}”. Enter a schedule, such as"
                f" {code('weekly monday 9:00')}."
            )
    return settings


def _drop_vague_hours(words: list[str]) -> list[str]:
    """Return the words without `morning` and the like if a time is among them."""
    has_time = any(TIME.fullmatch(word) for word in words)
    return [word for word in words if not (has_time and word.removesuffix("s") in HOURS)]


def split_zone(words: list[str]) -> tuple[list[str], str]:
    """Return the words of a schedule, and the time zone after them: `9:00 new york`."""
    for count in (2, 1):
        zone = " ".join(words[-count:])
        is_schedule = _parse_day(words[-1]) is not None or _parse_time(words[-1]) is not None
        if len(words) > count and not is_schedule and find_time_zone(zone) is not None:
            return words[:-count], zone
    return words, ""


def parse_health_channel(value: str, channel_id: str) -> str:
    """Return Slack's id of the channel in `health:`; `here` is the channel of the command.

    Raises ArgumentError.
    """
    if value.casefold() == "here":
        return channel_id
    match = CHANNEL.fullmatch(value)
    if match is None:
        raise ArgumentError(
            f"“{escape(value, 60)}” isn't a channel. For {code('health:')} use {code('here')} or"
            " choose a channel from Slack's list after #."
        )
    return match[1]


def _set_minimum(settings: ChannelSettings, value: str) -> ChannelSettings:
    severities = [severity.value for severity in Severity]
    return replace(settings, minimum=Severity(parse_choice(value, "min", severities)))


def _set_threads(settings: ChannelSettings, value: str) -> ChannelSettings:
    return replace(settings, is_threaded=_parse_switch(value, "threads"))


def _set_empty(settings: ChannelSettings, value: str) -> ChannelSettings:
    return replace(settings, tells_quiet=_parse_switch(value, "empty"))


def _set_quiet(settings: ChannelSettings, value: str) -> ChannelSettings:
    """Read `quiet:on` as people mean it: an empty digest is not posted."""
    return replace(settings, tells_quiet=not _parse_switch(value, "quiet"))


def _parse_switch(value: str, option: str) -> bool:
    return parse_choice(value, option, (ON, OFF)) == ON


def _set_cadence(settings: ChannelSettings, value: str) -> ChannelSettings:
    if value.casefold() in NO_DIGEST:
        raise ArgumentError(_describe_rarest_digest())
    choices = (Cadence.DAILY.value, Cadence.WEEKLY.value)
    return replace(settings, digest=Cadence(parse_choice(value, "digest", choices)))


def _describe_rarest_digest() -> str:
    return (
        "You can't turn the digest off. It carries the changes that aren't posted immediately."
        f" {code('weekly')} is the least frequent."
    )


def _set_reminders(settings: ChannelSettings, value: str) -> ChannelSettings:
    if value.casefold() in NO_DIGEST:
        return replace(settings, reminders=None)
    choices = (Cadence.DAILY.value, Cadence.WEEKLY.value, OFF)
    choice = parse_choice(value, "reminders", choices)
    return replace(settings, reminders=None if choice == OFF else Cadence(choice))


def _set_day(settings: ChannelSettings, value: str) -> ChannelSettings:
    day = _parse_day(value.casefold())
    if day is None:
        raise ArgumentError(f"“{escape(value, 60)}” isn't a day. Enter one, such as `monday`.")
    return replace(settings, digest_day=day)


def _parse_day(word: str) -> int | None:
    """Return the number of a day from its name or the beginning of it; Monday is 0."""
    if len(word) < MIN_DAY_LETTERS:
        return None
    beginning = word.rstrip("s.")
    return next((number for number, day in enumerate(DAYS) if day.startswith(beginning)), None)


def _set_time(settings: ChannelSettings, value: str) -> ChannelSettings:
    digest_time = _parse_time(value)
    if digest_time is None:
        raise ArgumentError(
            f"“{escape(value, 60)}” isn't a time. Enter one, such as {code('time:9:00')}."
        )
    return replace(settings, digest_time=digest_time)


def _parse_time(value: str) -> time | None:
    if (named_hour := HOURS.get(value.strip().removesuffix("s"))) is not None:
        return time(named_hour)
    match = TIME.fullmatch(value.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").casefold()
    if half in {"am", "pm"}:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    is_time = hour < 24 and minute < 60  # noqa: PLR2004  # a day's hours and an hour's minutes
    return time(hour, minute) if is_time else None


def set_zone(settings: ChannelSettings, value: str) -> ChannelSettings:
    """Return the settings with the time zone that a name or city means. Raises ArgumentError."""
    zone = find_time_zone(value)
    if zone is None:
        similar = [code(f"zone:{name}") for name in search_time_zones(value, MAX_ZONES)]
        ending = f". Did you mean {', '.join(similar)}?" if similar else "."
        raise ArgumentError(
            f"I don't recognise “{escape(value, 60)}” as a time zone. Enter a city, such as"
            f" {code('zone:Europe/Berlin')}{ending}"
        )
    return replace(settings, zone=zone)


def _set_deadlines(settings: ChannelSettings, value: str) -> ChannelSettings:
    if value.casefold() in NO_DIGEST:
        return replace(settings, deadline_days=())
    try:
        days = parse_days(value)
    except ValueError:
        days = ()
    if not days:
        raise ArgumentError(
            f"{code('deadlines:')} takes days before a deadline, such as {code('14,7,1')}, up to"
            f" {MAX_DAYS}, or {code('off')}; not “{escape(value, 60)}”."
        )
    return replace(settings, deadline_days=days)


def _set_monthly(settings: ChannelSettings, value: str) -> ChannelSettings:
    return replace(settings, has_monthly_report=_parse_switch(value, "monthly"))


SETTERS: Mapping[str, Callable[[ChannelSettings, str], ChannelSettings]] = {
    "min": _set_minimum,
    "threads": _set_threads,
    "digest": _set_cadence,
    "day": _set_day,
    "time": _set_time,
    "zone": set_zone,
    "empty": _set_empty,
    "quiet": _set_quiet,
    "reminders": _set_reminders,
    "deadlines": _set_deadlines,
    "monthly": _set_monthly,
}
"""For each option the function that sets it; each raises ArgumentError."""
