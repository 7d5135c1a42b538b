"""`settings` and `digest`: what holds for one channel, shown and changed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, parse_choice
from bot.slack.listeners.settings_modal import load_settings, save_settings
from bot.slack.messages import settings as said
from bot.slack.messages.escape import code, escape
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence
from clausewatch.notifications.digests import (
    DAYS,
    ChannelSettings,
    find_time_zone,
    search_time_zones,
)

SETTINGS_OPTIONS: tuple[str, ...] = (
    "min",
    "threads",
    "digest",
    "day",
    "time",
    "zone",
    "quiet",
    "health",
)
DIGEST_OPTIONS: tuple[str, ...] = ("zone",)
TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h|uhr)?", re.IGNORECASE)
CHANNEL = re.compile(r"#?([CG][A-Z0-9-]{2,})")
MIN_DAY_LETTERS = 2
FILLERS = frozenset({"at", "on", "every"})
SWITCH = {"yes": said.ON, "true": said.ON, "no": said.OFF, "false": said.OFF}
NO_DIGEST = frozenset({"off", "none", "never", "no", "stop"})
MAX_ZONES = 3
NOON = 12


async def change_settings(call: Call, line: CommandLine) -> None:
    """Show the settings of this channel, or change those that are named."""
    if line.rest:
        raise ArgumentError(
            f"{code('settings')} takes options, such as"
            f" {code(call.command + ' settings min:medium digest:daily time:9:00')}."
        )
    now = await load_settings(call, await call.find_channel())
    if not line.options:
        await call.reply(said.render_settings(now, call.command))
        return
    wanted = now.settings
    for key, value in line.options.items():
        if key != "health":
            wanted = SETTERS[key](wanted, value)
    health = (
        _parse_channel(call, line.options["health"])
        if "health" in line.options
        else now.health_channel_id
    )
    await save_settings(call, wanted, health)


async def set_digest(call: Call, line: CommandLine) -> None:
    """Show this channel's digest, or set when it comes."""
    channel = await call.find_channel()
    store = call.context.store
    now = await store.channel_settings.find(channel.id)
    words = line.rest.casefold().split()
    if not words and not line.options:
        await call.reply(said.render_settings(await load_settings(call, channel), call.command))
        return
    wanted = parse_digest(now, words)
    if "zone" in line.options:
        wanted = _set_zone(wanted, line.options["zone"])
    await store.channel_settings.save(channel.id, wanted, call.user_id, call.now)
    told = await call.post(said.render_digest_change(wanted, call.user_id, call.command))
    await channels.handle_post_result(call, channel, told, "The digest is set.")


def parse_digest(now: ChannelSettings, words: list[str]) -> ChannelSettings:
    """Return the settings with `daily`, `weekly`, a day and a time. Raises ArgumentError."""
    wanted = now
    if NO_DIGEST & set(words):
        raise ArgumentError(_describe_rarest_digest())
    joined = re.sub(r"(?<=\d) (?=(?:am|pm|uhr|h)\b)", "", " ".join(words))
    for word in joined.split():
        if word in {Cadence.DAILY, Cadence.WEEKLY}:
            wanted = replace(wanted, digest=Cadence(word))
        elif (number := _parse_day(word)) is not None:
            wanted = replace(wanted, digest_day=number)
        elif (at := _parse_time(word)) is not None:
            wanted = replace(wanted, digest_time=at)
        elif word not in FILLERS:
            raise ArgumentError(
                f"“{escape(word, 60)}” is neither {code('daily')} nor {code('weekly')}, a day or a"
                f" time; type it like {code('weekly monday 9:00')}."
            )
    return wanted


def _set_minimum(now: ChannelSettings, value: str) -> ChannelSettings:
    return replace(now, minimum=Severity(parse_choice(value, "min", [s.value for s in Severity])))


def _set_threads(now: ChannelSettings, value: str) -> ChannelSettings:
    return replace(now, is_threaded=_parse_switch(value, "threads"))


def _set_quiet(now: ChannelSettings, value: str) -> ChannelSettings:
    return replace(now, tells_quiet=_parse_switch(value, "quiet"))


def _parse_switch(value: str, key: str) -> bool:
    known = SWITCH.get(value.casefold(), value)
    return parse_choice(known, key, (said.ON, said.OFF)) == said.ON


def _set_cadence(now: ChannelSettings, value: str) -> ChannelSettings:
    choices = (Cadence.DAILY.value, Cadence.WEEKLY.value)
    if value.casefold() in NO_DIGEST:
        raise ArgumentError(_describe_rarest_digest())
    return replace(now, digest=Cadence(parse_choice(value, "digest", choices)))


def _describe_rarest_digest() -> str:
    return (
        "A digest cannot be turned off, as what is not told at once is told in it; one in which"
        f" nothing happened is not posted. {code('weekly')} is the rarest."
    )


def _set_day(now: ChannelSettings, value: str) -> ChannelSettings:
    number = _parse_day(value.casefold())
    if number is None:
        raise ArgumentError(f"“{escape(value, 60)}” is no day; give one such as `monday`.")
    return replace(now, digest_day=number)


def _parse_day(word: str) -> int | None:
    if len(word) < MIN_DAY_LETTERS:
        return None
    return next((n for n, day in enumerate(DAYS) if day.startswith(word.rstrip("s."))), None)


def _set_time(now: ChannelSettings, value: str) -> ChannelSettings:
    found = _parse_time(value)
    if found is None:
        raise ArgumentError(f"“{escape(value, 60)}” is no time; type one like {code('time:9:00')}.")
    return replace(now, digest_time=found)


def _parse_time(value: str) -> time | None:
    match = TIME.fullmatch(value.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").casefold()
    hour = hour % NOON + (NOON if half == "pm" else 0) if half in {"am", "pm"} else hour
    is_time = hour < 24 and minute < 60  # noqa: PLR2004  # a day's hours and an hour's minutes
    return time(hour, minute) if is_time else None


def _set_zone(now: ChannelSettings, value: str) -> ChannelSettings:
    found = find_time_zone(value)
    if found is None:
        near = [code(f"zone:{zone}") for zone in search_time_zones(value, MAX_ZONES)]
        meant = f"; near it are {', '.join(near)}." if near else "."
        raise ArgumentError(
            f"“{escape(value, 60)}” is no time zone that is the same for everybody; type its city,"
            f" like {code('zone:Europe/Berlin')}{meant}"
        )
    return replace(now, zone=found)


def _parse_channel(call: Call, value: str) -> str:
    """Return Slack's id of the channel that was typed; `here` is this one."""
    if value.casefold() == "here":
        return call.channel_id
    match = CHANNEL.fullmatch(value)
    if match is None:
        raise ArgumentError(
            f"{code('health:')} takes {code('here')} or a channel chosen from Slack's list after #;"
            f" “{escape(value, 60)}” is neither."
        )
    return match[1]


SETTERS: Mapping[str, Callable[[ChannelSettings, str], ChannelSettings]] = {
    "min": _set_minimum,
    "threads": _set_threads,
    "digest": _set_cadence,
    "day": _set_day,
    "time": _set_time,
    "zone": _set_zone,
    "quiet": _set_quiet,
}
