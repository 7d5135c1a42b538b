"""Whether other terms are a change: confirmed by a second check, a variant, or an earlier text.

Pure: from the state of a document and an observation to an outcome.
"""

from collections.abc import Sequence
from dataclasses import replace

from clausewatch.analysis.resolved_dates import resolve_dates
from clausewatch.checks.examination import EarlierTerms, OtherTerms
from clausewatch.checks.observation import Observation, list_others, make_outcome
from clausewatch.checks.outcome import (
    EARLIER_CHECKS,
    AnnouncedText,
    Candidate,
    Changed,
    CheckOutcome,
    DocumentState,
    Returning,
    Reverted,
    SeenAgain,
    Unconfirmed,
    Variant,
)
from clausewatch.checks.schedule import Timing
from clausewatch.model.documents import StoredVersion
from clausewatch.model.reading import Comparison
from clausewatch.model.record_ids import ChangeId
from clausewatch.notifications.events import TextReverted, TextSeenAgain, TookEffect, VersionDate

MAX_REMEMBERED = 500
"""Volatile statements, and variants, that a state remembers; the oldest are dropped first."""


def decide_unconfirmed(
    observation: Observation, state: DocumentState, candidate: Candidate, timing: Timing
) -> CheckOutcome:
    """The terms of the baseline, while a candidate waits: check again, then call it a variant."""
    if len(candidate.page_hashes) < EARLIER_CHECKS:
        waiting = _extend_candidate(candidate, observation)
        return _wait(observation, replace(state, candidate=waiting), timing)
    result = Variant(observation.snapshots, observation.pages)
    state = _count_variant(state, candidate)
    return make_outcome(observation.due, result, state, timing, observation.now)


def decide_other_terms(
    observation: Observation, examination: OtherTerms, timing: Timing
) -> CheckOutcome:
    """Terms that are not on record: confirm them, then file a version and a change."""
    due, now = observation.due, observation.now
    state = replace(due.state, unreadable=None, returning=None)
    candidate, comparison = state.candidate, examination.comparison
    variants = dict(state.variants)
    is_recurring = variants.get(examination.reading.terms_fingerprint, 0) >= timing.keeps_variants
    if not (timing.is_own_confirmation or examination.is_confirmed or is_recurring):
        settled = _settle_candidate(observation, examination, state, timing)
        if isinstance(settled, CheckOutcome):
            return settled
        state, comparison = settled
    before_id = due.state.baseline_id
    if before_id is None:
        raise AssertionError("terms are compared with a baseline")
    reading, told = examination.reading, examination.told
    first_seen_on = (now if candidate is None else candidate.first_seen_at).date()
    comparison = resolve_dates(comparison, first_seen_on)
    result = Changed(
        observation.pages, observation.snapshots, reading, before_id, comparison,
        examination.analysis, observation.announced, first_seen_on,
    )  # fmt: skip
    announced = None if told.has_replaced else state.announced
    if observation.announced is not None:
        announced = AnnouncedText(observation.announced.sha256, reading.terms_fingerprint)
    state = replace(state, candidate=None, is_trusted=False, announced=announced)
    outcome = make_outcome(due, result, state, timing, now)
    if not told.is_in_force:
        return outcome
    note = TookEffect(due.document.id, observation.announcing_change_id, first_seen_on)
    return replace(outcome, events=(note,))


def _settle_candidate(
    observation: Observation, examination: OtherTerms, state: DocumentState, timing: Timing
) -> CheckOutcome | tuple[DocumentState, Comparison]:
    """Wait for another check; after three that differ, return what all of them share.

    What they share against the baseline is the change, and the rest is volatile.
    """
    candidate = state.candidate
    if candidate is None or len(candidate.page_hashes) < EARLIER_CHECKS:
        waiting = _extend_candidate(candidate, observation)
        return _wait(observation, replace(state, candidate=waiting), timing)
    disagreement = examination.disagreement
    if disagreement is not None:
        state = replace(state, volatile=_count_volatile(state, disagreement.unstable))
    if disagreement is None or disagreement.stable.significance is None:
        state = _count_variant(state, candidate)
        variant = Variant(observation.snapshots)
        return make_outcome(observation.due, variant, state, timing, observation.now)
    return state, disagreement.stable


def decide_earlier_terms(
    observation: Observation, examination: EarlierTerms, timing: Timing
) -> CheckOutcome:
    """A version on record shows again: a note on the card; once it stays, the baseline."""
    due, now, snapshots = observation.due, observation.now, observation.snapshots
    earlier = list_others(observation.history, due.state)[examination.index]
    returning = due.state.returning
    if returning is None or returning.version_id != earlier.id:
        returning = Returning(earlier.id, now, 0)
    returning = replace(returning, checks=returning.checks + 1)
    state = replace(
        due.state, unreadable=None, candidate=None, returning=returning, is_trusted=False
    )
    change_id = _find_change_between(observation, earlier)
    dated = _find_version_date(earlier)
    has_stayed = (
        returning.checks >= timing.revert_checks and now - returning.since >= timing.revert_after
    )
    if not has_stayed:
        seen = TextSeenAgain(due.document.id, change_id, dated)
        outcome = make_outcome(due, SeenAgain(snapshots), state, timing, now)
        return replace(outcome, events=(seen,))
    state = replace(state, returning=None, baseline_id=earlier.id)
    result = Reverted(observation.pages, snapshots, change_id, examination.analysis)
    reverted = TextReverted(due.document.id, change_id, dated, now.date())
    return replace(make_outcome(due, result, state, timing, now), events=(reverted,))


def _extend_candidate(candidate: Candidate | None, observation: Observation) -> Candidate:
    hashes = tuple(snapshot.sha256 for snapshot in observation.snapshots)
    fingerprint = observation.examination.reading.terms_fingerprint
    if candidate is None:
        return Candidate(observation.now, (hashes,), (fingerprint,))
    return replace(
        candidate,
        page_hashes=(*candidate.page_hashes, hashes),
        fingerprints=(*candidate.fingerprints, fingerprint),
    )


def _wait(observation: Observation, state: DocumentState, timing: Timing) -> CheckOutcome:
    result = Unconfirmed(observation.snapshots)
    outcome = make_outcome(observation.due, result, state, timing, observation.now)
    return replace(outcome, next_check_at=observation.now + timing.confirm_after)


def _count_variant(state: DocumentState, candidate: Candidate) -> DocumentState:
    """Remember that the terms of a candidate were not confirmed."""
    counts = dict(state.variants)
    first = candidate.fingerprints[0]
    counts[first] = counts.pop(first, 0) + 1
    return replace(state, candidate=None, variants=tuple(counts.items())[-MAX_REMEMBERED:])


def _count_volatile(state: DocumentState, unstable: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts = dict(state.volatile)
    for fingerprint in unstable:
        counts[fingerprint] = counts.pop(fingerprint, 0) + 1
    return tuple(counts.items())[-MAX_REMEMBERED:]


def _find_change_between(observation: Observation, earlier: StoredVersion) -> ChangeId | None:
    """Return the change between an earlier version and the baseline."""
    baseline = observation.baseline
    later = earlier if baseline is None or earlier.number > baseline.number else baseline
    return later.change_id


def _find_version_date(version: StoredVersion) -> VersionDate:
    stated = version.reading.stated_date
    if stated is not None:
        return VersionDate(stated, is_stated=True)
    return VersionDate(version.captured_at.date(), is_stated=False)
