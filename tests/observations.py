"""Hand-made observations of an invented document, for tests of decisions."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from clausewatch.checks.examination import (
    BaselineTerms,
    Disagreement,
    EarlierTerms,
    Examination,
    FirstReading,
    ImplausibleReading,
    OtherTerms,
)
from clausewatch.checks.observation import Observation
from clausewatch.checks.outcome import DocumentState, DueDocument
from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.reading import (
    Comparison,
    Edit,
    EditKind,
    Implausible,
    Reading,
    Severity,
    Signals,
    Significance,
)
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DOCUMENT = Document(DocumentId(7), "acme", "Acme", "privacy policy", ("https://acme.example/p",))


def make_reading(text: str) -> Reading:
    """A reading whose fingerprints follow from its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Reading("test", "Privacy", "en", (), (), Signals(), 100, None, digest, f"t{digest}")


def make_snapshot(text: str, at: datetime = NOON) -> Snapshot:
    """The snapshot of a page with this text."""
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()
    url = DOCUMENT.urls[0]
    return Snapshot(url, url, 200, (("etag", f'"{digest[:6]}"'),), body, digest, at)


def make_version(number: int, text: str) -> StoredVersion:
    """A stored version. Every version except the first belongs to a change with its number."""
    change = ChangeId(number) if number > 1 else None
    return StoredVersion(
        VersionId(number), number, make_reading(text), ("0",), NOON, DOCUMENT.urls[0], change
    )


def make_comparison(significance: Significance | None = Significance.SUBSTANTIVE) -> Comparison:
    """A comparison with one edit, or with none if the significance is None."""
    edit = Edit(
        EditKind.ADDED, None, "We share it.", "", Significance.SUBSTANTIVE, Severity.HIGH, "new"
    )
    edits = () if significance is None else (edit,)
    return Comparison(edits, significance, Severity.HIGH, ("Adds: We share it.",), None, None)


def make_due_document(state: DocumentState | None = None) -> DueDocument:
    """The claimed document."""
    page = PageState(DOCUMENT.urls[0], sha256=make_snapshot("one").sha256)
    baseline = DocumentState(baseline_id=VersionId(1))
    return DueDocument(DOCUMENT, (page,), state or baseline, "token", NOON + timedelta(minutes=10))


Examine = Callable[[Reading], Examination]
"""Makes an examination of a reading."""


def make_observation(
    text: str,
    examine: Examine,
    *,
    state: DocumentState | None = None,
    history: tuple[StoredVersion, ...] | None = None,
    at: datetime = NOON,
) -> Observation:
    """What one check observed of a page with that text; one version is on record unless given."""
    claimed = make_due_document(state)
    on_record = (make_version(1, "one"),) if history is None else history
    examination = examine(make_reading(text))
    return Observation(claimed, (make_snapshot(text, at),), examination, on_record, at)


def first_reading() -> Examine:
    """A policy without a baseline."""
    return lambda reading: FirstReading(reading, None)


def implausible(why: Implausible) -> Examine:
    """A page that is not the policy."""
    return lambda reading: ImplausibleReading(reading, why)


def baseline_terms() -> Examine:
    """The terms of the baseline in another text."""
    return lambda reading: BaselineTerms(reading, is_same_text=False)


def earlier_terms() -> Examine:
    """The terms of the newest other version on record."""
    return lambda reading: EarlierTerms(reading, 0, None)


def other_terms(
    comparison: Comparison | None = None,
    *,
    is_confirmed: bool = False,
    disagreement: Disagreement | None = None,
) -> Examine:
    """Terms that are not on record."""
    compared = comparison or make_comparison()
    return lambda reading: OtherTerms(reading, compared, None, is_confirmed, disagreement)
