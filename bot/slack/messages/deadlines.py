"""Deadlines: the line of a card, a reminder, and what comes up."""

from collections.abc import Sequence
from datetime import date

from bot.records.phrases import DEADLINE_PHRASES
from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.escape import code, escape, link
from bot.slack.messages.formats import format_count, format_date
from clausewatch.model.changes import Change
from clausewatch.model.deadlines import Deadline
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.notifications.events import DeadlineReminder

MAX_UPCOMING = 8
MAX_LISTED = 24
"""Deadlines of one answer."""
MAX_QUOTE_CHARACTERS = 240
MAX_TERM_DATES = 6
_DATES = {
    TermDateKind.EFFECTIVE: "In effect from",
    TermDateKind.OBJECTION: "Objections until",
    TermDateKind.NOTICE: "Notice given on",
    TermDateKind.ACCEPTANCE: "Continued use counts as consent from",
}
_ANNOUNCED = {
    TermDateKind.EFFECTIVE: "takes effect",
    TermDateKind.OBJECTION: "objections until",
}
_PERIODS = {
    TermDateKind.EFFECTIVE: "until changes take effect",
    TermDateKind.OBJECTION: "to object",
    TermDateKind.NOTICE: "of notice",
    TermDateKind.ACCEPTANCE: "until continued use counts as consent",
}


def format_deadlines(change: Change) -> str:
    """Return what a card says: `Takes effect 1 March 2026 (in 34 days) · objections until …`.

    The days are counted from the day on which the change was detected. Empty without a deadline.
    """
    dates = {stated.kind: stated for stated in change.comparison.dates if stated.is_deadline}
    detected_on = change.detected_at.date()
    parts = []
    effective = dates.get(TermDateKind.EFFECTIVE)
    if effective is not None and effective.on is not None:
        days = _format_days((effective.on - detected_on).days)
        parts.append(f"Takes effect {format_date(effective.on)} ({days})")
    objection = dates.get(TermDateKind.OBJECTION)
    if objection is not None and objection.on is not None:
        lead = "objections" if parts else "Objections"
        parts.append(f"{lead} until {format_date(objection.on)}{_format_origin(objection)}")
    return " · ".join(parts)


def format_other_source(change: Change) -> str:
    """Return the sentence of another document that a deadline rests on; empty if none does."""
    for stated in change.comparison.dates:
        if stated.source and stated.is_deadline:
            return f"“{escape(stated.quote, MAX_QUOTE_CHARACTERS)}” ({escape(stated.source, 160)})"
    return ""


def _format_days(days: int) -> str:
    if days < 0:
        return f"{format_count(-days, 'day')} before it was detected"
    return "on the day it was detected" if days == 0 else f"in {format_count(days, 'day')}"


def _format_origin(term_date: TermDate | Deadline) -> str:
    """Return from when a period was counted; empty for a date that the text states."""
    if term_date.counted_from is None:
        return ""
    return f", counted from {format_date(term_date.counted_from)}, when the change was detected"


def format_reminder(event: DeadlineReminder) -> str:
    """Return a reminder as safe mrkdwn, with the sentence that states the deadline."""
    deadline = event.deadline
    when = _format_days_left(event.days_left)
    name = escape(deadline.document_name, 120)
    if deadline.url:
        name = link(deadline.url, deadline.document_name)
    day = f"{format_date(deadline.on)}{_format_origin(deadline)}"
    event_name = DEADLINE_PHRASES[deadline.kind].capitalize()
    return (
        f"*{event_name} {when}* ({day}): {name} · {deadline.record_id}\n"
        f"“{escape(deadline.quote, MAX_QUOTE_CHARACTERS)}”"
        f"{f' ({escape(deadline.source, 160)})' if deadline.source else ''}"
    )


def format_announced(stated: TermDate) -> str:
    """Return a deadline that a document announces when it is read first, with its sentence."""
    day = format_date(stated.on) if stated.on is not None else ""
    return f"*Announced: {_ANNOUNCED[stated.kind]} {day}.* {_quote(stated.quote)}"


def _quote(text: str) -> str:
    return f"“{escape(text, MAX_QUOTE_CHARACTERS)}”"


def _format_days_left(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def render_upcoming(deadlines: Sequence[Deadline], today: date) -> list[Block]:
    """Return what comes up, the next day first; no block if nothing does."""
    if not deadlines:
        return []
    lines = ["*Coming up*"]
    lines += [_format_upcoming(deadline, today) for deadline in deadlines[:MAX_UPCOMING]]
    rest = len(deadlines) - MAX_UPCOMING
    lines += [f"and {format_count(rest, 'more deadline')}"] if rest > 0 else []
    return [section("\n".join(lines))]


def render_deadlines(
    deadlines: Sequence[Deadline], today: date, place: str, command: str
) -> Message:
    """Return the answer with the coming deadlines of `place`, the next day first."""
    overdue = f"{code(command + ' review overdue')} lists reviews that are past their due date."
    if not deadlines:
        text = f"No deadline is coming up {place}. {overdue}"
        return Message(text, (section(text),), is_empty=True)
    first = "The next " if len(deadlines) >= MAX_LISTED else ""
    head = f"*{first}{format_count(len(deadlines), 'deadline')} coming up* {place}"
    lines = [_format_upcoming(deadline, today) for deadline in deadlines]
    parts = ["\n".join(lines[n : n + MAX_UPCOMING]) for n in range(0, len(lines), MAX_UPCOMING)]
    blocks = [section(head), *map(section, parts), context(overdue)]
    return Message(head, tuple(blocks))


def render_term_dates(dates: Sequence[TermDate]) -> list[Block]:
    """Return what a document states about its own changes, with quotes; no block for nothing."""
    lines = [
        f"• {_describe(stated)}. “{escape(stated.quote, MAX_QUOTE_CHARACTERS)}”"
        for stated in dates[:MAX_TERM_DATES]
    ]
    return [section("\n".join(lines))] if lines else []


def _describe(term_date: TermDate) -> str:
    if term_date.on is not None:
        return f"{_DATES[term_date.kind]} {format_date(term_date.on)}"
    if term_date.days is not None:
        return f"{format_count(term_date.days, 'day')} {_PERIODS[term_date.kind]}"
    return "Continued use counts as consent"


def _format_upcoming(deadline: Deadline, today: date) -> str:
    when = _format_days_left((deadline.on - today).days)
    name = escape(deadline.document_name, 120)
    return (
        f"• {format_date(deadline.on)} ({when}): {DEADLINE_PHRASES[deadline.kind]},"
        f" {name} · {deadline.record_id}"
    )
