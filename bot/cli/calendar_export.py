"""The deadlines of a channel as a calendar file."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from bot.cli.caller import open_call
from bot.records.phrases import DEADLINE_PHRASES
from clausewatch.config import Settings
from clausewatch.model.deadlines import Deadline

PRODUCT = "-//Clausewatch//Deadlines//EN"


async def export_calendar(settings: Settings, channel: str) -> bytes:
    """Return what comes up for a channel as iCalendar. Raises UserError."""
    async with open_call(settings, channel) as call:
        own = await call.find_channel()
        deadlines = await call.context.store.deadlines.find_upcoming(
            own.workspace_id, (call.now - timedelta(days=1)).date(), channel_id=own.id
        )
    return write_calendar(deadlines, call.now)


def write_calendar(deadlines: Iterable[Deadline], now: datetime) -> bytes:
    """Return deadlines as whole days, which are the same in every time zone.

    A deadline keeps its id, so that a calendar that is loaded again has it once.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for deadline in deadlines:
        entry = Event()
        entry.add("uid", f"{_identify(deadline)}@clausewatch")
        entry.add("dtstamp", now.astimezone(UTC))
        entry.add("dtstart", deadline.on)
        entry.add("dtend", deadline.on + timedelta(days=1))
        entry.add("summary", f"{deadline.document_name}: {DEADLINE_PHRASES[deadline.kind]}")
        entry.add("description", f"{deadline.record_id}\n{deadline.quote}")
        if deadline.url:
            entry.add("url", deadline.url)
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    text: bytes = calendar.to_ical()
    return text


def _identify(deadline: Deadline) -> str:
    """Return the id of an entry; a document, unlike a change, may have several days of a kind."""
    subject = f"{deadline.record_id}-{deadline.kind}"
    return subject if deadline.change_id is not None else f"{subject}-{deadline.on}"
