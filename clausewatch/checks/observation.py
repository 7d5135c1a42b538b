"""What one check observed, and the parts of an outcome that every decision shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clausewatch.checks.examination import Examination, FirstReading, OtherTerms
from clausewatch.checks.outcome import CheckOutcome, DocumentState, DueDocument, Result
from clausewatch.checks.schedule import Timing, plan_next_check
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.record_ids import ChangeId


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What the hosts of a document answered."""

    snapshots: tuple[Snapshot, ...] = ()
    """Every page in order; empty if no page is modified."""
    follows_304: bool = False
    """Every page was answered by 304 first, and requested again without conditions."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The fetched pages of a document with their examination."""

    due: DueDocument
    snapshots: tuple[Snapshot, ...]
    examination: Examination
    history: tuple[StoredVersion, ...]
    """Versions on record, newest first."""
    now: datetime
    follows_304: bool = False
    """The host answered 304 a moment before, and these pages came without conditions."""
    linked: tuple[Snapshot, ...] = ()
    """The pages that an announcement links to."""

    @property
    def baseline(self) -> StoredVersion | None:
        """The last good version; None if the history does not hold it."""
        return find_baseline(self.history, self.due.state)

    @property
    def announced(self) -> Snapshot | None:
        """The linked page whose text is compared with the baseline; None if none is."""
        examination = self.examination
        if not isinstance(examination, FirstReading | OtherTerms):
            return None
        index = examination.told.index
        return None if index is None else self.linked[index]

    @property
    def announcing_change_id(self) -> ChangeId | None:
        """The change that announced the text that is in force now; None if none is on record."""
        announced = self.due.state.announced
        announcing = (
            version
            for version in self.history
            if announced and version.reading.terms_fingerprint == announced.fingerprint
        )
        version = next(announcing, self.baseline)
        return version.change_id if version else None

    @property
    def pages(self) -> tuple[PageState, ...]:
        """What to remember of the pages for the next conditional request."""
        return tuple(map(PageState.remember, self.due.pages, self.snapshots))


def find_baseline(history: Sequence[StoredVersion], state: DocumentState) -> StoredVersion | None:
    """Return the baseline of a document, or None if the history does not hold it."""
    return next((version for version in history if version.id == state.baseline_id), None)


def list_others(
    history: Sequence[StoredVersion], state: DocumentState
) -> tuple[StoredVersion, ...]:
    """Return the versions that are not the baseline, in the same order."""
    return tuple(version for version in history if version.id != state.baseline_id)


def make_outcome(
    due: DueDocument, result: Result, state: DocumentState, timing: Timing, now: datetime
) -> CheckOutcome:
    """Return an outcome without events whose next check follows at the usual interval."""
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        next_check_at=plan_next_check(due.document.id, timing.interval, now),
        result=result,
        state=state,
    )
