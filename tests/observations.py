"""Looks at an invented document, made by hand: for tests of what a look means."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clausewatch.checks.examine import Examination
from clausewatch.checks.observation import Look
from clausewatch.checks.outcome import DocumentState, DueDocument
from clausewatch.model.documents import ChangeId, Document, DocumentId, StoredVersion, VersionId
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

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DOCUMENT = Document(DocumentId(7), "acme", "Acme", "privacy policy", ("https://acme.example/p",))


def make_reading(text: str) -> Reading:
    """A reading whose fingerprints follow from its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Reading("test", "Privacy", "en", (), (), Signals(), 100, None, digest, f"t{digest}")


def make_snapshot(text: str, at: datetime = NOON) -> Snapshot:
    """The bytes of a page with that text."""
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()
    url = DOCUMENT.urls[0]
    return Snapshot(url, url, 200, (("etag", f'"{digest[:6]}"'),), body, digest, at)


def make_version(number: int, text: str) -> StoredVersion:
    """A version on record; every version but the first came with a change of its number."""
    change = ChangeId(number) if number > 1 else None
    return StoredVersion(
        VersionId(number), number, make_reading(text), ("0",), NOON, DOCUMENT.urls[0], change
    )


def make_comparison(significance: Significance | None = Significance.SUBSTANTIVE) -> Comparison:
    """A comparison with one edit, or with none."""
    edit = Edit(
        EditKind.ADDED, None, "We share it.", "", Significance.SUBSTANTIVE, Severity.HIGH, "new"
    )
    edits = () if significance is None else (edit,)
    return Comparison(edits, significance, Severity.HIGH, ("Adds: We share it.",), None, None)


def make_due_document(state: DocumentState | None = None) -> DueDocument:
    """The document, claimed."""
    page = PageState(DOCUMENT.urls[0], sha256=make_snapshot("one").sha256)
    baseline = DocumentState(baseline_id=VersionId(1))
    return DueDocument(DOCUMENT, (page,), state or baseline, "token", NOON + timedelta(minutes=10))


def make_observation(  # each is one thing that a look may bring
    text: str,
    *,
    state: DocumentState | None = None,
    history: tuple[StoredVersion, ...] | None = None,
    found: Comparison | None = None,
    implausible: Implausible | None = None,
    known: int | None = None,
    confirms: int | None = None,
    stable: Comparison | None = None,
    came_and_went: tuple[str, ...] = (),
    at: datetime = NOON,
) -> Look:
    """What one look found."""
    examination = Examination(
        make_reading(text),
        implausible=implausible,
        comparison=found,
        known_index=known,
        confirms=confirms,
        stable=stable,
        came_and_went=came_and_went,
    )
    claimed = replace(make_due_document(state))
    on_record = (make_version(1, "one"),) if history is None else history
    return Look(claimed, (make_snapshot(text, at),), examination, on_record, at)
