"""What a look means: from what a document's state was and what was seen to what is recorded.

Pure: nothing here reads, waits or asks the time. Each function yields one whole CheckOutcome.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from clausewatch.checks.confirm import other_terms, seen_again, unconfirmed
from clausewatch.checks.observation import Look, outcome, page_states
from clausewatch.checks.outcome import (
    CheckOutcome,
    DocumentState,
    DueDocument,
    Filing,
    Verdict,
)
from clausewatch.checks.schedule import Timing, after_failure, second_look
from clausewatch.errors import (
    ClausewatchError,
    ExtractError,
    FetchError,
    Forbidden,
    Gone,
    Refused,
    TooLarge,
)
from clausewatch.model.documents import Unreadable
from clausewatch.model.reading import Implausible
from clausewatch.notifications.events import (
    BecameUnreadable,
    DocumentEvent,
    FirstRead,
    FirstReadFailed,
)

CODES: dict[type[FetchError], str] = {
    Forbidden: "forbidden",
    Gone: "gone",
    Refused: "refused",
    TooLarge: "too large",
}
"""What became of a document that could not be had; anything else was unreachable."""


def decide(look: Look, timing: Timing) -> CheckOutcome:
    """Say what one look at fetched pages means for the document."""
    found = look.found
    if found.implausible is not None:
        return _implausible(look, found.implausible, timing)
    if found.comparison is None:
        return _first(look, timing)
    if found.comparison.significance is None:
        return _same(look, timing)
    if found.known_index is not None:
        return seen_again(look, look.others[found.known_index], timing)
    return other_terms(look, timing)


def unchanged(due: DueDocument, timing: Timing, now: datetime) -> CheckOutcome:
    """The page is as it was at the last good look: verified."""
    state = due.state
    if state.unreadable or state.returning or state.is_trusted:
        state = replace(state, unreadable=None, returning=None, is_trusted=False)
    return outcome(due, Verdict.UNCHANGED, state, timing, now)


def failed(
    due: DueDocument, fault: ClausewatchError, timing: Timing, now: datetime
) -> CheckOutcome:
    """The document could not be had or read: back off, and tell its health once in time."""
    code, reason, retry_after = _named(fault)
    state, events = _unreadable(due, code, reason, timing, now)
    looks = state.unreadable.looks if state.unreadable else 1
    result = outcome(due, Verdict.FAILED, state, timing, now)
    when = after_failure(min(timing.interval, timedelta(hours=1)), looks, retry_after, now)
    when = max(_in_time(when, state, timing, now), now + (retry_after or timedelta(0)))
    return replace(result, reason=reason, next_check_at=when, events=events)


def _named(fault: ClausewatchError) -> tuple[str, str, timedelta | None]:
    """Return a stable code, a clause for people and the wait that the host asked for."""
    if isinstance(fault, FetchError):
        return CODES.get(type(fault), "unreachable"), fault.reason, fault.retry_after
    if isinstance(fault, ExtractError):
        return "unreadable", fault.reason, None
    return "too heavy", str(fault), None


def _unreadable(
    due: DueDocument, code: str, reason: str, timing: Timing, now: datetime
) -> tuple[DocumentState, tuple[DocumentEvent, ...]]:
    """Count one more bad look; tell at the first of a new document, later when it lasts."""
    before = due.state.unreadable
    current = Unreadable(code, reason, now, 0) if before is None else before
    current = replace(current, code=code, reason=reason, looks=current.looks + 1)
    is_new = due.state.baseline_id is None
    events: tuple[DocumentEvent, ...] = ()
    if is_new and before is None:
        events = (FirstReadFailed(due.document.id, code, reason),)
    elif _lasts(current, timing, now):
        current = replace(current, is_told=True)
        events = (BecameUnreadable(due.document.id, code, reason, current.since),)
    return replace(due.state, unreadable=current), events


def _lasts(current: Unreadable, timing: Timing, now: datetime) -> bool:
    """True where people are to be told: by the clock, as looks come at very different intervals."""
    is_long = now - current.since >= timing.unreadable_after
    return is_long and not current.is_told and current.looks >= timing.unreadable_looks


def _in_time(when: datetime, state: DocumentState, timing: Timing, now: datetime) -> datetime:
    """Return the next look, early enough that health is told when its time has come."""
    current = state.unreadable
    if current is None or current.is_told:
        return when
    told_at = current.since + timing.unreadable_after
    return min(when, told_at) if told_at > now else when


def _implausible(look: Look, verdict: Implausible, timing: Timing) -> CheckOutcome:
    """Another page stands where the policy was: nothing is filed, the baseline stays."""
    state, events = _unreadable(look.due, verdict.code, verdict.reason, timing, look.now)
    looks = state.unreadable.looks if state.unreadable else 1
    result = outcome(look.due, Verdict.IMPLAUSIBLE, state, timing, look.now)
    return replace(
        result,
        reason=verdict.reason,
        next_check_at=_in_time(
            second_look(looks, timing.interval, look.now), state, timing, look.now
        ),
        kept=look.snapshots,
        events=events,
    )


def _first(look: Look, timing: Timing) -> CheckOutcome:
    """The first good look is the baseline: told as read, never as a change."""
    reading = look.found.reading
    state = DocumentState()
    result = outcome(look.due, Verdict.BASELINE, state, timing, look.now)
    event = FirstRead(look.due.document.id, reading.title, reading.stated_date, reading.words)
    return replace(
        result,
        pages=page_states(look.due, look.snapshots),
        filing=Filing(reading, look.snapshots),
        events=(event,),
        recognised=look.found.recognised,
    )


def _same(look: Look, timing: Timing) -> CheckOutcome:
    """The same terms on a page that may differ: verified; a candidate waits on."""
    state = replace(look.due.state, unreadable=None, returning=None)
    baseline = look.baseline
    is_same_text = (
        baseline is not None
        and (look.found.rederived or baseline.reading).text_fingerprint
        == look.found.reading.text_fingerprint
    )
    if state.candidate is not None:
        return unconfirmed(look, state, state.candidate, timing)
    state = replace(state, is_trusted=False)
    verdict = Verdict.UNCHANGED if is_same_text else Verdict.NOISE
    result = outcome(look.due, verdict, state, timing, look.now)
    kept = () if is_same_text else look.snapshots
    return replace(result, pages=page_states(look.due, look.snapshots), kept=kept)
