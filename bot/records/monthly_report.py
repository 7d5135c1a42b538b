"""The monthly report of a workspace: what changed, what was decided, what comes, what is unread."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.records.phrases import describe_significance, format_count, format_day, format_moment
from bot.records.report import Heading, Part, Report, Rows, Text
from bot.records.timeline import GRADES
from clausewatch.model.changes import Change
from clausewatch.model.deadlines import Deadline
from clausewatch.model.documents import DocumentSummary
from clausewatch.model.reading import Significance
from clausewatch.model.watches import WorkspaceTotals

UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What the report is made of."""

    month: str
    """Such as `March 2026`."""
    until: datetime
    """The first moment after it, in UTC."""
    changes: Sequence[Change]
    """Of the watched documents, found in the month, newest first."""
    total: int
    """Of the changes; more than there are in `changes` if those are only the newest."""
    waiting: Counter[str]
    """The number of changes that wait for a decision when the report is made, by assignee."""
    deadlines: Sequence[Deadline]
    """Those that come after it is made, soonest first."""
    watched: WorkspaceTotals
    unreadable: Sequence[DocumentSummary]
    """The watched documents that are unavailable when the report is made."""


def build_monthly_report(facts: MonthFacts, now: datetime) -> Report:
    """Return the report of a month."""
    parts = (
        *_list_changes(facts, now),
        *_list_reviews(facts),
        *_list_deadlines(facts),
        *_list_availability(facts),
    )
    return Report(f"Policy changes in {facts.month}", now, parts)


def _list_changes(facts: MonthFacts, now: datetime) -> Iterator[Part]:
    changes = [c for c in facts.changes if c.comparison.significance is Significance.SUBSTANTIVE]
    wordings = len(facts.changes) - len(changes)
    yield Heading("Changes by severity")
    if now < facts.until:
        yield Text(f"The month is not over. This report covers it up to {format_moment(now)}.")
    if facts.total > len(facts.changes):
        newest = f"{len(facts.changes):,} newest of {facts.total:,}"
        yield Text(f"This month has many changes. This report covers the {newest}.")
    yield Text(
        f"{format_count(len(changes), 'change')} to terms, and"
        f" {format_count(wordings, 'change')} to wording or dates only."
    )
    counts = Counter(change.comparison.severity for change in changes)
    yield Rows(
        "Changes to terms by severity",
        ("Severity", "Changes"),
        [(grade.capitalize(), str(counts[grade])) for grade in GRADES],
    )
    changes.sort(key=lambda change: -change.comparison.severity.rank)
    yield Rows(
        "Changes to terms",
        ("Severity", "Document", "What changed", "Found", "Status"),
        [
            (
                describe_significance(change.comparison),
                change.document.name,
                change.comparison.headline or " ".join(change.comparison.summary[:1]),
                format_day(change.detected_at),
                change.review.status.capitalize(),
            )
            for change in changes
        ],
        [change.record_id for change in changes],
    )


def _list_reviews(facts: MonthFacts) -> Iterator[Part]:
    yield Heading("Reviews")
    statuses = Counter(
        change.review.status.capitalize()
        for change in facts.changes
        if change.comparison.significance is Significance.SUBSTANTIVE
    )
    yield Rows("Changes of the month by status", ("Status", "Changes"), _sort_counts(statuses))
    yield Rows(
        "Changes awaiting a decision, by assignee",
        ("Assignee", "Changes"),
        [(name or UNASSIGNED, number) for name, number in _sort_counts(facts.waiting)],
    )


def _sort_counts(counts: Counter[str]) -> list[tuple[str, str]]:
    return [(name, str(number)) for name, number in counts.most_common()]


def _list_deadlines(facts: MonthFacts) -> Iterator[Part]:
    yield Heading("Coming up")
    if not facts.deadlines:
        yield Text("No deadlines are recorded.")
        return
    yield Rows(
        "Deadlines",
        ("Day", "Document", "What", "Assignee"),
        [
            (format_day(d.on), d.document_name, d.kind.value, d.assignee or UNASSIGNED)
            for d in facts.deadlines
        ],
        [deadline.record_id for deadline in facts.deadlines],
    )


def _list_availability(facts: MonthFacts) -> Iterator[Part]:
    watched, unreadable = facts.watched, facts.unreadable
    yield Heading("Availability")
    watches = format_count(watched.watches, "watch", "watches")
    available = watched.documents - watched.unreadable
    yield Text(
        f"{format_count(watched.documents, 'document')} of {watches}:"
        f" {available:,} available, {watched.unreadable:,} unavailable."
    )
    if unreadable:
        yield Rows(
            "Unavailable documents"
            if len(unreadable) == watched.unreadable
            else f"The first {len(unreadable):,} unavailable documents",
            ("Document", "Since", "Reason"),
            [
                (s.document.name, format_day(s.unreadable.since), s.unreadable.reason)
                for s in unreadable
                if s.unreadable is not None
            ],
            [status.document.record_id for status in unreadable],
        )
