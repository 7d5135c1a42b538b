"""One look at a document, and the parts of an outcome that every decision shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clausewatch.checks.examine import Examination
from clausewatch.checks.outcome import CheckOutcome, DocumentState, DueDocument, Verdict
from clausewatch.checks.schedule import Timing, next_check
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import PageState, Snapshot


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a document: what was fetched and found, and when."""

    due: DueDocument
    snapshots: tuple[Snapshot, ...]
    found: Examination
    history: tuple[StoredVersion, ...]
    """Versions on record, newest first; `known` of the examination indexes `others`."""
    now: datetime

    @property
    def baseline(self) -> StoredVersion | None:
        """The last good version."""
        wanted = self.due.state.baseline_id
        return next((version for version in self.history if version.id == wanted), None)

    @property
    def others(self) -> tuple[StoredVersion, ...]:
        """Every version on record but the baseline, newest first."""
        return others(self.history, self.due.state)


def others(history: Sequence[StoredVersion], state: DocumentState) -> tuple[StoredVersion, ...]:
    """Return the versions that are not the baseline, in the order given."""
    return tuple(version for version in history if version.id != state.baseline_id)


def outcome(
    due: DueDocument, verdict: Verdict, state: DocumentState, timing: Timing, now: datetime
) -> CheckOutcome:
    """Return the outcome with the ordinary next check and nothing filed."""
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        next_check_at=next_check(due.document.id, timing.interval, now),
        verdict=verdict,
        state=state,
    )


def page_states(due: DueDocument, snapshots: Sequence[Snapshot]) -> tuple[PageState, ...]:
    """Return what to remember of good pages for the next conditional request.

    The address that was given stays: where a page has moved, the new one is asked first only.
    """
    return tuple(
        PageState(
            url=page.url,
            moved_to=snapshot.moved_to or (snapshot.url if snapshot.url != page.url else None),
            etag=snapshot.header("etag"),
            last_modified=snapshot.header("last-modified"),
            sha256=snapshot.sha256,
        )
        for page, snapshot in zip(due.pages, snapshots, strict=True)
    )
