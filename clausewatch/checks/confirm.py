"""Whether other terms are told: confirmed by a second look, a variant, or a text seen before.

Pure: from what a document's state was and what a look found to what is recorded.
"""

from collections.abc import Sequence
from dataclasses import replace

from clausewatch.checks.observation import Look, outcome, page_states
from clausewatch.checks.outcome import (
    Candidate,
    CheckOutcome,
    DocumentState,
    Filing,
    Returning,
    Verdict,
)
from clausewatch.checks.schedule import Timing
from clausewatch.model.documents import ChangeId, StoredVersion
from clausewatch.model.reading import Comparison
from clausewatch.notifications.events import TextReverted, TextSeenAgain, VersionDate

FULL_LOOKS = 2
"""Looks on record after which the next one settles a candidate."""
MOST_REMEMBERED = 500
"""Statements and variants remembered as coming and going; the oldest are forgotten first."""


def unconfirmed(
    look: Look, state: DocumentState, candidate: Candidate, timing: Timing
) -> CheckOutcome:
    """A second look shows the old terms: look a third time, then call it a variant."""
    if len(candidate.looks) < FULL_LOOKS:
        waiting = _with_look(candidate, look)
        return _await(look, replace(state, candidate=waiting), timing)
    result = outcome(look.due, Verdict.VARIANT, _as_variant(state, candidate), timing, look.now)
    return replace(result, pages=page_states(look.due, look.snapshots), kept=look.snapshots)


def _with_look(candidate: Candidate | None, look: Look) -> Candidate:
    shas = tuple(snapshot.sha256 for snapshot in look.snapshots)
    fingerprint = look.found.reading.terms_fingerprint
    if candidate is None:
        return Candidate(look.now, (shas,), (fingerprint,))
    return replace(
        candidate,
        looks=(*candidate.looks, shas),
        fingerprints=(*candidate.fingerprints, fingerprint),
    )


def _as_variant(state: DocumentState, candidate: Candidate) -> DocumentState:
    """Remember that these terms came up once and were not confirmed."""
    counts = dict(state.variants)
    first = candidate.fingerprints[0]
    counts[first] = counts.pop(first, 0) + 1
    return replace(state, candidate=None, variants=tuple(counts.items())[-MOST_REMEMBERED:])


def _await(look: Look, state: DocumentState, timing: Timing) -> CheckOutcome:
    result = outcome(look.due, Verdict.UNCONFIRMED, state, timing, look.now)
    return replace(result, kept=look.snapshots, next_check_at=look.now + timing.confirm_after)


def other_terms(look: Look, timing: Timing) -> CheckOutcome:
    """Terms never seen before: confirm, then tell."""
    state = replace(look.due.state, unreadable=None, returning=None)
    candidate = state.candidate
    comparison = look.found.comparison
    fingerprint = look.found.reading.terms_fingerprint
    keeps_coming = dict(state.variants).get(fingerprint, 0) >= timing.keeps_variants
    if timing.is_own_confirmation or look.found.confirms is not None or keeps_coming:
        return _changed(look, state, comparison, timing)
    if candidate is None or len(candidate.looks) < FULL_LOOKS:
        return _await(look, replace(state, candidate=_with_look(candidate, look)), timing)
    # Three looks, three texts: what all of them share against the baseline is the change,
    # the rest comes and goes.
    state = replace(state, volatile=_more_volatile(state, look.found.came_and_went))
    stable = look.found.stable
    if stable is not None and stable.significance is not None:
        return _changed(look, state, stable, timing)
    result = outcome(look.due, Verdict.VARIANT, _as_variant(state, candidate), timing, look.now)
    return replace(result, kept=look.snapshots)


def _more_volatile(
    state: DocumentState, came_and_went: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    counts = dict(state.volatile)
    for fingerprint in came_and_went:
        counts[fingerprint] = counts.pop(fingerprint, 0) + 1
    return tuple(counts.items())[-MOST_REMEMBERED:]


def _changed(
    look: Look, state: DocumentState, comparison: Comparison | None, timing: Timing
) -> CheckOutcome:
    """The terms are other than on record, and stay so: a version and a change."""
    state = replace(state, candidate=None, is_trusted=False)
    result = outcome(look.due, Verdict.CHANGED, state, timing, look.now)
    return replace(
        result,
        pages=page_states(look.due, look.snapshots),
        filing=Filing(look.found.reading, look.snapshots, look.due.state.baseline_id, comparison),
        recognised=look.found.recognised,
    )


def seen_again(look: Look, earlier: StoredVersion, timing: Timing) -> CheckOutcome:
    """A version on record shows again: a note on the card; once it stays, the baseline."""
    returning = look.due.state.returning
    if returning is None or returning.version_id != earlier.id:
        returning = Returning(earlier.id, look.now, 0)
    returning = replace(returning, looks=returning.looks + 1)
    stays = (
        returning.looks >= timing.revert_looks and look.now - returning.since >= timing.revert_after
    )
    state = replace(
        look.due.state, unreadable=None, candidate=None, returning=returning, is_trusted=False
    )
    change_id = _between(look, earlier)
    if not stays:
        seen = TextSeenAgain(look.due.document.id, change_id, _date_version(earlier))
        result = outcome(look.due, Verdict.SEEN_AGAIN, state, timing, look.now)
        return replace(result, kept=look.snapshots, events=(seen,))
    state = replace(state, returning=None, baseline_id=earlier.id)
    event = TextReverted(look.due.document.id, change_id, _date_version(earlier), look.now.date())
    result = outcome(look.due, Verdict.REVERTED, state, timing, look.now)
    pages = page_states(look.due, look.snapshots)
    return replace(
        result,
        pages=pages,
        kept=look.snapshots,
        events=(event,),
        recognised=look.found.recognised,
    )


def _between(look: Look, earlier: StoredVersion) -> ChangeId | None:
    """Return the change that tells the baseline and the version on show apart."""
    baseline = look.baseline
    later = earlier if baseline is None or earlier.number > baseline.number else baseline
    return later.change_id


def _date_version(version: StoredVersion) -> VersionDate:
    stated = version.reading.stated_date
    if stated is not None:
        return VersionDate(stated, is_stated=True)
    return VersionDate(version.captured_at.date(), is_stated=False)
