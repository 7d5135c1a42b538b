"""One check: what it starts from, and its outcome, as frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from clausewatch.errors import ClausewatchError
from clausewatch.model.documents import Document, Unreadable
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.reading import Comparison, Reading, Remark
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.model.unread_parts import UNREAD_PARTS, describe_parts
from clausewatch.notifications.events import DocumentEvent, PartsUnread

EARLIER_CHECKS = 2
"""Checks of a candidate after which the next check settles it."""


class Verdict(StrEnum):
    """The word for an outcome: in the log, in metrics, and on each stored snapshot."""

    UNCHANGED = "unchanged"
    NOISE = "noise"
    BASELINE = "baseline"
    CHANGED = "changed"
    UNCONFIRMED = "unconfirmed"
    VARIANT = "variant"
    SEEN_AGAIN = "seen again"
    REVERTED = "reverted"
    IMPLAUSIBLE = "implausible"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Terms seen but not confirmed: up to three checks, oldest first."""

    first_seen_at: datetime
    page_hashes: tuple[tuple[str, ...], ...]
    """Per check the SHA-256 of its pages, in order."""
    fingerprints: tuple[str, ...]
    """Per check the terms fingerprint."""


@dataclass(frozen=True, slots=True)
class Returning:
    """An earlier version that the host shows again since `since`, for `checks` checks in a row."""

    version_id: VersionId
    since: datetime
    checks: int


@dataclass(frozen=True, slots=True)
class AnnouncedText:
    """A text that a version announces and links to, until it replaces that version."""

    sha256: str
    """Of its page, whose snapshot is stored."""
    fingerprint: str
    """The terms fingerprint of the version that announces it."""


@dataclass(frozen=True, slots=True)
class DocumentState:
    """All that a check remembers from the one before, except the texts."""

    baseline_id: VersionId | None = None
    candidate: Candidate | None = None
    returning: Returning | None = None
    unreadable: Unreadable | None = None
    volatile: tuple[tuple[str, int], ...] = ()
    """Fingerprints of statements that came and went between consecutive checks, with counts."""
    variants: tuple[tuple[str, int], ...] = ()
    """Terms fingerprints that a second check did not confirm, with counts."""
    is_trusted: bool = False
    """A person said that the page is the policy: trusted until a version is filed."""
    remark: Remark | None = None
    """What was odd about the first version, until a person says that it is the policy."""
    unread_parts: int = 0
    """The number of unread parts that the channel knows of."""
    announced: AnnouncedText | None = None


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A claimed document: only the holder of the token may record an outcome, until then."""

    document: Document
    pages: tuple[PageState, ...]
    state: DocumentState
    lease_token: str
    lease_until: datetime
    ignore_robots: bool = False
    has_false_validators: bool = False
    """Its host answered 304 for a page that had other terms: ETag and date are not sent to it."""

    def has_same_bytes(self, snapshots: Sequence[Snapshot]) -> bool:
        """Return whether the bytes are those of the last good check, and no candidate waits."""
        hashes = [snapshot.sha256 for snapshot in snapshots]
        return self.state.candidate is None and hashes == [page.sha256 for page in self.pages]


@dataclass(frozen=True, slots=True)
class SameBytes:
    """The host answered 304, or sent the bytes of the last good check."""

    verdict: ClassVar = Verdict.UNCHANGED
    pages: tuple[PageState, ...] = ()
    """Empty unless whole pages were requested because the last ones are too long ago."""


@dataclass(frozen=True, slots=True)
class SameText:
    """Other bytes with the text of the baseline."""

    verdict: ClassVar = Verdict.UNCHANGED
    pages: tuple[PageState, ...]


@dataclass(frozen=True, slots=True)
class SameTerms:
    """Another text with the terms of the baseline."""

    verdict: ClassVar = Verdict.NOISE
    pages: tuple[PageState, ...]
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True)
class FirstVersion:
    """The first good check: a version to file, and no change."""

    verdict: ClassVar = Verdict.BASELINE
    pages: tuple[PageState, ...]
    snapshots: tuple[Snapshot, ...]
    reading: Reading
    analysis: VersionAnalysis | None = None
    announced: Snapshot | None = None
    """The page that the version links to, whose text will replace it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Other terms, confirmed: a version and a change to file."""

    verdict: ClassVar = Verdict.CHANGED
    pages: tuple[PageState, ...]
    snapshots: tuple[Snapshot, ...]
    reading: Reading
    before_id: VersionId
    comparison: Comparison
    analysis: VersionAnalysis | None = None
    announced: Snapshot | None = None
    """The page that the version links to, whose text the comparison is about."""
    first_seen_on: date | None = None
    """The day in UTC of the first check that saw it; None for the day of the check itself."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Other terms, not filed before a second check shows them too."""

    verdict: ClassVar = Verdict.UNCONFIRMED
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Other terms that a second check did not show: one of several texts that the host serves."""

    verdict: ClassVar = Verdict.VARIANT
    snapshots: tuple[Snapshot, ...]
    pages: tuple[PageState, ...] = ()
    """Empty unless the host shows the terms of the baseline now."""


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """An earlier version, which has not stayed for long enough to be the baseline."""

    verdict: ClassVar = Verdict.SEEN_AGAIN
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True)
class Reverted:
    """An earlier version has stayed: it is the baseline again."""

    verdict: ClassVar = Verdict.REVERTED
    pages: tuple[PageState, ...]
    snapshots: tuple[Snapshot, ...]
    change_id: ChangeId | None
    """The change between that version and the former baseline; None if none is on record."""
    analysis: VersionAnalysis | None = None


@dataclass(frozen=True, slots=True)
class NotThePolicy:
    """The page is not the policy: nothing is filed, and the baseline stays."""

    verdict: ClassVar = Verdict.IMPLAUSIBLE
    snapshots: tuple[Snapshot, ...]
    reason: str
    """One sentence for people."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The document could not be fetched, or its bytes could not be read."""

    verdict: ClassVar = Verdict.FAILED
    fault: ClausewatchError
    reason: str
    """A clause for people."""


Filed = FirstVersion | Changed
"""Results that file a version."""
Result = (
    SameBytes
    | SameText
    | SameTerms
    | Filed
    | Unconfirmed
    | Variant
    | SeenAgain
    | Reverted
    | NotThePolicy
    | Failed
)
_WithPages = SameBytes | SameText | SameTerms | Filed | Variant | Reverted
_WithSnapshots = SameTerms | Filed | Unconfirmed | Variant | SeenAgain | Reverted | NotThePolicy


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The outcome of one check, recorded in one transaction while its token is still valid."""

    document_id: DocumentId
    lease_token: str
    checked_at: datetime
    next_check_at: datetime
    result: Result
    state: DocumentState
    events: tuple[DocumentEvent, ...] = ()
    has_false_validators: bool = False
    """The host answered 304, and then sent other terms to a request without conditions."""

    def report_unread_parts(self, reading: Reading, baseline_count: int) -> "CheckOutcome":
        """Return the outcome with a note if more parts are unread than the channel knows of.

        It is no change, because nobody knows what the parts say. The number is said once.
        """
        parts, known = reading.signals.unread_parts, self.state.unread_parts
        if len(parts) <= max(baseline_count, known):
            return self
        remark = Remark(UNREAD_PARTS, describe_parts(parts))
        if self.state.remark is None or not self.state.remark.is_doubt:
            state = replace(self.state, unread_parts=len(parts), remark=remark)
        else:
            state = replace(self.state, unread_parts=len(parts))
        event = PartsUnread(self.document_id, remark.reason, len(parts))
        return replace(self, state=state, events=(*self.events, event))

    @property
    def verdict(self) -> Verdict:
        """The word for the result."""
        return self.result.verdict

    @property
    def reason(self) -> str:
        """Why the document is unreadable, for people; empty if it was read."""
        return self.result.reason if isinstance(self.result, NotThePolicy | Failed) else ""

    @property
    def pages(self) -> tuple[PageState, ...]:
        """What to remember of the pages; empty leaves what is remembered."""
        return self.result.pages if isinstance(self.result, _WithPages) else ()

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots to store."""
        return self.result.snapshots if isinstance(self.result, _WithSnapshots) else ()

    @property
    def announced(self) -> Snapshot | None:
        """The snapshot of an announced text, stored beside those of the document's pages."""
        return self.result.announced if isinstance(self.result, Filed) else None

    @property
    def all_snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots to store, that of an announced text included."""
        return self.snapshots if self.announced is None else (*self.snapshots, self.announced)
