"""One check: what it is given, what it remembers and what it comes to, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.model.documents import Document, DocumentId, Unreadable, VersionId
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.provisions import Recognised
from clausewatch.model.reading import Comparison, Reading
from clausewatch.notifications.events import DocumentEvent


class Verdict(StrEnum):
    """What one check came to."""

    UNCHANGED = "unchanged"
    """304, the same bytes, or the same text."""
    NOISE = "noise"
    """Another page, the same terms."""
    BASELINE = "baseline"
    CHANGED = "changed"
    UNCONFIRMED = "unconfirmed"
    """Other terms, not told before a second look shows them again."""
    VARIANT = "variant"
    """Other terms that a second look did not show: one of several texts that the host serves."""
    SEEN_AGAIN = "seen again"
    """A text that this document showed before."""
    REVERTED = "reverted"
    """An earlier text that stayed: it is the baseline again."""
    IMPLAUSIBLE = "implausible"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Terms seen but not confirmed: up to three looks, oldest first."""

    first_seen_at: datetime
    looks: tuple[tuple[str, ...], ...]
    """Per look the SHA-256 of its pages, in order."""
    fingerprints: tuple[str, ...]
    """Per look the terms fingerprint."""


@dataclass(frozen=True, slots=True)
class Returning:
    """An earlier version that the host shows again since `since`, for `looks` looks on end."""

    version_id: VersionId
    since: datetime
    looks: int


@dataclass(frozen=True, slots=True)
class DocumentState:
    """All that a check remembers from the one before, the texts themselves aside."""

    baseline_id: VersionId | None = None
    candidate: Candidate | None = None
    returning: Returning | None = None
    unreadable: Unreadable | None = None
    volatile: tuple[tuple[str, int], ...] = ()
    """Fingerprints of statements that came and went between back-to-back looks, and how often."""
    variants: tuple[tuple[str, int], ...] = ()
    """Terms fingerprints that a second look did not show again, and how often they came up."""
    is_trusted: bool = False
    """Somebody said that what shows is the policy: taken as such until a version is filed."""


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A claimed document: whoever holds the token may record what a check learns, until then."""

    document: Document
    pages: tuple[PageState, ...]
    state: DocumentState
    lease_token: str
    lease_until: datetime
    ignore_robots: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """A version to file; with `comparison`, as a change against `before_id`."""

    reading: Reading
    snapshots: tuple[Snapshot, ...]
    before_id: VersionId | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one check learned. Recorded whole, in one transaction, while its token still holds."""

    document_id: DocumentId
    lease_token: str
    checked_at: datetime
    next_check_at: datetime
    verdict: Verdict
    state: DocumentState
    reason: str = ""
    pages: tuple[PageState, ...] | None = None
    """None leaves them as they are."""
    kept: tuple[Snapshot, ...] = ()
    """Bodies to keep for a while though no version is made of them."""
    filing: Filing | None = None
    events: tuple[DocumentEvent, ...] = ()
    recognised: Recognised | None = None
    """The provisions of the version that is filed, or that is the baseline again."""
