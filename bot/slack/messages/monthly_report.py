"""The report of a month in a channel: counts first, then changes, reviews, deadlines, documents."""

from collections.abc import Iterator

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, actions, button, context, pack_lines, section
from bot.slack.messages.deadlines import render_upcoming
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_date, format_member, format_names
from bot.slack.messages.reviews import STATUS_LABELS
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import record_id
from clausewatch.notifications.events import MonthlyReport, ReportedChange
from clausewatch.notifications.months import find_next_month

GRADES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
MAX_NAMED_DOCUMENTS = 8


def render_monthly_report(report: MonthlyReport, *, has_site: bool = False) -> Message:
    """Return the report; with `has_site` its button answers with the page of the month."""
    so_far = " so far" if report.made_on < find_next_month(report.month) else ""
    head = f"*Monthly report for {report.month:%B %Y}{so_far}: {_format_counts(report)}*"
    lines = [
        *_list_changes(report),
        *([""] if report.reported else []),
        *_list_reviews(report),
        _format_availability(report),
    ]
    blocks: list[Block] = [section(head)]
    blocks += [section(text) for text in pack_lines(lines)]
    blocks += render_upcoming(report.upcoming, report.made_on)
    buttons = [button("Open the worklist", ids.RUN_COMMAND, "review")] if report.waiting else []
    if has_site:
        line = f"export month {report.month:%Y-%m}"
        buttons.append(button("Open full report", f"{ids.RUN_COMMAND}:page", line))
    if buttons:
        blocks.append(actions("month.actions", buttons))
    day = format_date(report.made_on)
    blocks.append(
        context(
            "It covers the changes posted to this channel. Reviews, deadlines and"
            f" availability are as of {day}. Not legal advice."
        )
    )
    return Message(head, tuple(blocks))


def _format_counts(report: MonthlyReport) -> str:
    if not report.terms:
        return "no changes to terms"
    counts = zip(report.by_severity, GRADES, strict=True)
    severities = ", ".join(f"{number} {grade.value}" for number, grade in counts if number)
    return f"{format_count(report.terms, 'change')} to terms ({severities})"


def _list_changes(report: MonthlyReport) -> Iterator[str]:
    yield from (_format_change(change) for change in report.reported)
    rest = report.terms - len(report.reported)
    if rest > 0:
        yield f"• and {format_count(rest, 'more change')} to terms"


def _format_change(change: ReportedChange) -> str:
    status = STATUS_LABELS[change.status]
    reverted = ", reverted since" if change.is_reverted else ""
    name = escape(change.name, 150)
    record = record_id("C", change.change_id)
    line = f"• {change.severity.capitalize()} · {name} ({record}): {status}{reverted}"
    return f"{line}\n  {escape(change.sentence, 300)}" if change.sentence else line


def _list_reviews(report: MonthlyReport) -> Iterator[str]:
    if report.editorial:
        yield f"*Editorial changes*: {report.editorial}"
    if report.terms:
        yield f"*Reviewed*: {report.reviewed} of {report.terms}"
    if not report.waiting:
        yield "*To review*: nothing"
        return
    owners = [
        f"{format_member(user_id) if user_id else 'unassigned'} {number}"
        for user_id, number in report.owners
    ]
    yield f"*To review*: {format_count(report.waiting, 'change')} ({', '.join(owners)})"


def _format_availability(report: MonthlyReport) -> str:
    documents = format_count(report.documents, "document")
    if not report.unavailable:
        return f"*Documents*: {documents} watched, none unavailable"
    names = [escape(name, 150) for name in report.unavailable[:MAX_NAMED_DOCUMENTS]]
    names += [""] * (len(report.unavailable) - len(names))
    listed = format_names(names, MAX_NAMED_DOCUMENTS)
    return f"*Documents*: {documents} watched, {len(report.unavailable)} unavailable: {listed}"
