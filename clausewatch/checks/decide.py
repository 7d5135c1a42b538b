"""What an observation means: from the state of a document to the outcome of its check.

Pure: nothing here reads, waits or asks the time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clausewatch.checks.confirm import (
    decide_earlier_terms,
    decide_other_terms,
    decide_unconfirmed,
)
from clausewatch.checks.examination import (
    BaselineTerms,
    EarlierTerms,
    FirstReading,
    ImplausibleReading,
    OtherTerms,
)
from clausewatch.checks.observation import Observation, PageAnswers, make_outcome
from clausewatch.checks.outcome import (
    CheckOutcome,
    DocumentState,
    DueDocument,
    Failed,
    FirstVersion,
    NotThePolicy,
    SameBytes,
    SameTerms,
    SameText,
)
from clausewatch.checks.schedule import Timing, plan_recheck, plan_retry
from clausewatch.errors import (
    ClausewatchError,
    ExtractError,
    FetchError,
    Forbidden,
    Gone,
    Refused,
    TooHeavy,
    TooLarge,
)
from clausewatch.model.announcements import AnnouncedTerms
from clausewatch.model.documents import Unreadable
from clausewatch.model.pages import PageState
from clausewatch.model.reading import Comparison
from clausewatch.model.term_dates import find_deadlines
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
    TooHeavy: "too heavy",
    TooLarge: "too large",
}
"""The codes of documents that cannot be fetched; for other errors it is `unreachable`."""


def decide(observation: Observation, timing: Timing) -> CheckOutcome:
    """Return what the observed pages mean for the document, and for trust in its host."""
    is_false_304 = observation.follows_304
    match observation.examination:
        case ImplausibleReading() as examination:
            return _decide_implausible(observation, examination, timing)
        case FirstReading() as examination:
            return _decide_first(observation, examination, timing)
        case BaselineTerms() as examination:
            outcome = _decide_same(observation, examination, timing)
            return outcome.report_unread_parts(examination.reading, examination.unread_parts)
        case EarlierTerms() as examination:
            outcome = decide_earlier_terms(observation, examination, timing)
            return replace(outcome, has_false_validators=is_false_304)
        case OtherTerms() as examination:
            outcome = decide_other_terms(observation, examination, timing)
            outcome = replace(outcome, has_false_validators=is_false_304)
            return outcome.report_unread_parts(examination.reading, examination.unread_parts)


def verify(due: DueDocument, answers: PageAnswers, timing: Timing, now: datetime) -> CheckOutcome:
    """Return the outcome of pages with the bytes of the last good check."""
    state = due.state
    if state.unreadable or state.returning or state.is_trusted:
        state = replace(state, unreadable=None, returning=None, is_trusted=False)
    # Whole pages in place of a 304 start a new period in which a 304 is believed.
    pages = (
        tuple(map(PageState.remember, due.pages, answers.snapshots)) if answers.follows_304 else ()
    )
    return make_outcome(due, SameBytes(pages), state, timing, now)


def fail(due: DueDocument, fault: ClausewatchError, timing: Timing, now: datetime) -> CheckOutcome:
    """Return the outcome of a document that cannot be fetched or read: back off, report in time."""
    trouble = _describe(fault)
    state, events = _count_failure(due, trouble.code, trouble.reason, timing, now)
    checks = state.unreadable.checks if state.unreadable else 1
    retry_after = trouble.retry_after or timedelta(0)
    interval = min(timing.interval, timedelta(hours=1))
    retry_at = plan_retry(interval, checks, trouble.retry_after, now)
    next_check_at = max(_report_in_time(retry_at, state, timing, now), now + retry_after)
    outcome = make_outcome(due, Failed(fault, trouble.reason), state, timing, now)
    return replace(outcome, next_check_at=next_check_at, events=events)


@dataclass(frozen=True, slots=True)
class _Trouble:
    code: str
    reason: str
    """A clause for people."""
    retry_after: timedelta | None = None
    """The wait that the host asked for."""


def _describe(fault: ClausewatchError) -> _Trouble:
    if isinstance(fault, FetchError):
        return _Trouble(CODES.get(type(fault), "unreachable"), fault.reason, fault.retry_after)
    if isinstance(fault, ExtractError):
        return _Trouble("unreadable", fault.reason)
    return _Trouble("too heavy", str(fault))


def _count_failure(
    due: DueDocument, code: str, reason: str, timing: Timing, now: datetime
) -> tuple[DocumentState, tuple[DocumentEvent, ...]]:
    """Count a failed check; report the first of a new document at once, others if they persist."""
    before = due.state.unreadable
    current = Unreadable(code, reason, now, 0) if before is None else before
    current = replace(current, code=code, reason=reason, checks=current.checks + 1)
    is_new = due.state.baseline_id is None
    events: tuple[DocumentEvent, ...] = ()
    if is_new and before is None:
        events = (FirstReadFailed(due.document.id, code, reason),)
    elif _is_due_for_report(current, timing, now):
        current = replace(current, is_reported=True)
        events = (BecameUnreadable(due.document.id, code, reason, current.since),)
    return replace(due.state, unreadable=current), events


def _is_due_for_report(current: Unreadable, timing: Timing, now: datetime) -> bool:
    """Return whether to report it: by the clock, because intervals between checks vary widely."""
    is_long = now - current.since >= timing.unreadable_after
    return is_long and not current.is_reported and current.checks >= timing.unreadable_checks


def _report_in_time(
    next_check_at: datetime, state: DocumentState, timing: Timing, now: datetime
) -> datetime:
    """Return the next check, early enough to report the document on time."""
    current = state.unreadable
    if current is None or current.is_reported:
        return next_check_at
    report_at = current.since + timing.unreadable_after
    return min(next_check_at, report_at) if report_at > now else next_check_at


def _decide_implausible(
    observation: Observation, examination: ImplausibleReading, timing: Timing
) -> CheckOutcome:
    """Another page replaced the policy: nothing is filed, and the baseline stays."""
    due, now, why = observation.due, observation.now, examination.implausible
    state, events = _count_failure(due, why.code, why.reason, timing, now)
    checks = state.unreadable.checks if state.unreadable else 1
    recheck_at = plan_recheck(checks, timing.interval, now)
    result = NotThePolicy(observation.snapshots, why.reason)
    return replace(
        make_outcome(due, result, state, timing, now),
        next_check_at=_report_in_time(recheck_at, state, timing, now),
        events=events,
    )


def _decide_first(
    observation: Observation, examination: FirstReading, timing: Timing
) -> CheckOutcome:
    """The first good check makes the baseline: reported as read, never as a change.

    Terms that the page announces and links to are reported with it. They are not expected from then
    on: who watches the document later has not read that note, so their coming is a change.
    """
    due, reading, linked = observation.due, examination.reading, observation.announced
    result = FirstVersion(
        observation.pages, observation.snapshots, reading, examination.analysis, linked
    )
    remark = examination.remark
    dates = examination.analysis.dates if examination.analysis else ()
    announced = find_deadlines(dates, observation.now.date())
    event = FirstRead(
        due.document.id, reading.title, reading.stated_date, reading.words, remark, announced,
        _describe_announced(examination.told.comparison) if linked else None,
    )  # fmt: skip
    state = DocumentState(remark=remark, unread_parts=len(reading.signals.unread_parts))
    outcome = make_outcome(due, result, state, timing, observation.now)
    return replace(outcome, events=(event,))


def _describe_announced(comparison: Comparison) -> AnnouncedTerms:
    """Return what a channel is told of terms that a first page announces."""
    sentences = (comparison.headline, *comparison.summary)
    return AnnouncedTerms(comparison.announced_at, tuple(dict.fromkeys(filter(None, sentences))))


def _decide_same(
    observation: Observation, examination: BaselineTerms, timing: Timing
) -> CheckOutcome:
    """The same terms on a page that may differ: verified, unless a candidate waits."""
    state = replace(observation.due.state, unreadable=None, returning=None)
    if state.candidate is not None:
        return decide_unconfirmed(observation, state, state.candidate, timing)
    pages, snapshots = observation.pages, observation.snapshots
    result = SameText(pages) if examination.is_same_text else SameTerms(pages, snapshots)
    state = replace(state, is_trusted=False)
    return make_outcome(observation.due, result, state, timing, observation.now)
