"""The audit log as CSV."""

import csv
import io
from datetime import UTC, date, datetime

from bot.cli.review_export import COLUMNS, write_steps
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.reviews import Review, ReviewStatus, ReviewStep

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_step(note: str) -> ReviewStep:
    """A step with a note."""
    review = Review(ReviewStatus.ACCEPTED, "UBEN", note, date(2026, 3, 20), "UANN", THEN, step_id=1)
    return ReviewStep(
        1, ChangeId(321), "Brillo", "Terms of Service", Severity.HIGH, review, Review()
    )


def test_a_step_is_a_row() -> None:
    """Who, what, when, on which change, and why; a note keeps its commas and line breaks."""
    text = write_steps([("T1", make_step("Agreed, see\nthe memo"))])
    (row,) = csv.DictReader(io.StringIO(text))
    assert tuple(row) == COLUMNS
    assert row == {
        "time": "2026-03-02T12:00:00Z",
        "workspace": "T1",
        "change": "CW-C-000321",
        "platform": "Brillo",
        "document": "Terms of Service",
        "severity": "high",
        "user": "UANN",
        "status_before": "open",
        "status": "accepted",
        "assignee": "UBEN",
        "due": "2026-03-20",
        "note": "Agreed, see\nthe memo",
        "undo": "",
    }


def test_a_note_is_no_formula() -> None:
    """A spreadsheet must not run what somebody typed."""
    text = write_steps([("T1", make_step('=HYPERLINK("https://evil.example")'))])
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["note"].startswith("'=")
