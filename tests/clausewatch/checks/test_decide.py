"""What a look means: baseline, noise, candidates, variants, returns and bad looks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clausewatch.checks.decide import decide, fail, verify
from clausewatch.checks.examination import Disagreement
from clausewatch.checks.observation import PageAnswers
from clausewatch.checks.outcome import (
    Candidate,
    Changed,
    CheckOutcome,
    DocumentState,
    Filed,
    FirstVersion,
    Returning,
    Verdict,
)
from clausewatch.checks.schedule import MAX_WAIT, Timing
from clausewatch.errors import (
    ClausewatchError,
    ExtractError,
    FetchError,
    Gone,
    Refused,
    WorkerError,
)
from clausewatch.model.documents import Unreadable
from clausewatch.model.reading import Implausible, Significance
from clausewatch.model.record_ids import DocumentId, VersionId
from clausewatch.notifications.events import (
    BecameUnreadable,
    FirstRead,
    FirstReadFailed,
    TextSeenAgain,
)
from tests.observations import (
    NOON,
    baseline_terms,
    earlier_terms,
    first_reading,
    implausible,
    make_comparison,
    make_due_document,
    make_observation,
    make_reading,
    make_snapshot,
    make_version,
    other_terms,
)

TIMING = Timing()
BASE = DocumentState(baseline_id=VersionId(1))
CAPTCHA = Implausible("captcha", "The page asks whether the visitor is human.")


def candidate(*texts: str) -> Candidate:
    """Looks on record that showed these texts."""
    return Candidate(
        NOON,
        tuple((make_snapshot(text).sha256,) for text in texts),
        tuple(make_reading(text).terms_fingerprint for text in texts),
    )


def test_the_first_good_look_is_the_baseline_and_told_as_read() -> None:
    """A baseline is filed without a change, and one line says what was read."""
    outcome = decide(
        make_observation("one", first_reading(), state=DocumentState(), history=()), TIMING
    )
    assert outcome.verdict is Verdict.BASELINE
    assert isinstance(outcome.result, FirstVersion)
    assert outcome.events == (FirstRead(DocumentId(7), "Privacy", None, 100),)


def test_other_terms_wait_for_a_second_look() -> None:
    """Nothing is filed or told at the first sight of other terms; the second look is soon."""
    outcome = decide(make_observation("two", other_terms()), TIMING)
    assert outcome.verdict is Verdict.UNCONFIRMED
    assert not isinstance(outcome.result, Filed)
    assert outcome.next_check_at == NOON + timedelta(minutes=10)
    assert outcome.state.candidate == candidate("two")
    assert outcome.snapshots


def test_a_second_look_with_the_same_terms_files_the_change() -> None:
    """Confirmed terms are a version and a change against the baseline."""
    state = replace(BASE, candidate=candidate("two"))
    outcome = decide(make_observation("two", other_terms(is_confirmed=True), state=state), TIMING)
    assert outcome.verdict is Verdict.CHANGED
    assert isinstance(outcome.result, Changed)
    assert outcome.result.before_id == 1
    assert outcome.state.candidate is None


def test_a_look_that_shows_the_old_terms_is_followed_by_a_third() -> None:
    """One look against one settles nothing."""
    state = replace(BASE, candidate=candidate("two"))
    outcome = decide(make_observation("one", baseline_terms(), state=state), TIMING)
    assert outcome.verdict is Verdict.UNCONFIRMED
    assert outcome.state.candidate == candidate("two", "one")


def test_terms_that_two_later_looks_do_not_show_are_a_variant() -> None:
    """Told to nobody, remembered, and the document is verified."""
    state = replace(BASE, candidate=candidate("two", "one"))
    outcome = decide(make_observation("one", baseline_terms(), state=state), TIMING)
    assert outcome.verdict is Verdict.VARIANT
    assert not isinstance(outcome.result, Filed)
    assert outcome.state.candidate is None
    assert outcome.state.variants == ((make_reading("two").terms_fingerprint, 1),)


def test_a_variant_that_keeps_coming_back_is_told_in_the_end() -> None:
    """A text that some visitors see for ever is a change that must not be missed."""
    state = replace(
        BASE, variants=((make_reading("two").terms_fingerprint, TIMING.keeps_variants),)
    )
    outcome = decide(make_observation("two", other_terms(), state=state), TIMING)
    assert outcome.verdict is Verdict.CHANGED


def test_three_looks_with_three_texts_tell_what_they_share() -> None:
    """What comes and goes between the looks is learned; the rest is the change."""
    state = replace(BASE, candidate=candidate("two", "three"))
    disagreement = Disagreement(make_comparison(), ("f",))
    found = make_observation("four", other_terms(disagreement=disagreement), state=state)
    outcome = decide(found, TIMING)
    assert outcome.verdict is Verdict.CHANGED
    assert outcome.state.volatile == (("f", 1),)


def test_three_looks_that_share_no_change_tell_nobody() -> None:
    """A page that is never the same twice is no change of terms."""
    state = replace(BASE, candidate=candidate("two", "three"))
    disagreement = Disagreement(make_comparison(None), ())
    found = make_observation("four", other_terms(disagreement=disagreement), state=state)
    outcome = decide(found, TIMING)
    assert outcome.verdict is Verdict.VARIANT
    assert not isinstance(outcome.result, Filed)


def test_same_terms_on_another_page_are_noise() -> None:
    """Verified, the bytes kept for a while, nothing told."""
    outcome = decide(make_observation("one ", baseline_terms()), TIMING)
    assert outcome.verdict is Verdict.NOISE
    assert outcome.snapshots
    assert outcome.events == ()
    assert outcome.pages


def test_an_editorial_change_is_filed_too() -> None:
    """What is told of it is the watch's affair; on record it is."""
    found = make_observation(
        "two",
        other_terms(make_comparison(Significance.EDITORIAL), is_confirmed=True),
        state=replace(BASE, candidate=candidate("two")),
    )
    assert decide(found, TIMING).verdict is Verdict.CHANGED


HISTORY = (make_version(2, "two"), make_version(1, "one"))
ON_TWO = DocumentState(baseline_id=VersionId(2))


def test_an_earlier_text_is_a_note_on_the_change_that_replaced_it() -> None:
    """Not a new change: the change between the two texts gets a note."""
    outcome = decide(
        make_observation("one", earlier_terms(), state=ON_TWO, history=HISTORY), TIMING
    )
    assert outcome.verdict is Verdict.SEEN_AGAIN
    (event,) = outcome.events
    assert isinstance(event, TextSeenAgain)
    assert event.change_id == 2
    assert outcome.state.returning == Returning(VersionId(1), NOON, 1)
    assert outcome.state.baseline_id == 2


@pytest.mark.parametrize(
    ("looks", "hours", "verdict"),
    [
        (1, 100, Verdict.SEEN_AGAIN),
        (2, 47, Verdict.SEEN_AGAIN),
        (2, 48, Verdict.REVERTED),
    ],
)
def test_an_earlier_text_that_stays_is_the_baseline_again(
    looks: int, hours: int, verdict: Verdict
) -> None:
    """Three looks over at least 48 hours, no fewer and no sooner."""
    state = replace(ON_TWO, returning=Returning(VersionId(1), NOON, looks))
    at = NOON + timedelta(hours=hours)
    found = make_observation("one", earlier_terms(), state=state, history=HISTORY, at=at)
    outcome = decide(found, TIMING)
    assert outcome.verdict is verdict
    assert (outcome.state.baseline_id == 1) == (verdict is Verdict.REVERTED)


def test_the_newer_text_in_between_starts_the_count_anew() -> None:
    """Variants that alternate never become a return."""
    state = replace(ON_TWO, returning=Returning(VersionId(1), NOON, 2))
    between = verify(make_due_document(state), PageAnswers(), TIMING, NOON + timedelta(hours=47))
    assert between.state.returning is None


def test_other_terms_in_between_start_the_count_anew() -> None:
    """A third text is no return to the first, however often the first was seen before."""
    state = replace(ON_TWO, returning=Returning(VersionId(1), NOON, 2))
    outcome = decide(make_observation("three", other_terms(), state=state, history=HISTORY), TIMING)
    assert outcome.state.returning is None


def test_another_earlier_text_has_a_count_of_its_own() -> None:
    """Two old texts that alternate do not add up to one that has stayed."""
    state = replace(ON_TWO, returning=Returning(VersionId(9), NOON, 2))
    at = NOON + timedelta(hours=60)
    found = make_observation("one", earlier_terms(), state=state, history=HISTORY, at=at)
    outcome = decide(found, TIMING)
    assert outcome.verdict is Verdict.SEEN_AGAIN
    assert outcome.state.returning == Returning(VersionId(1), at, 1)


def test_a_report_that_is_due_soon_shortens_no_wait_that_the_host_asked_for() -> None:
    """The host asked for two days; the health report of this evening comes after them."""
    since = NOON - timedelta(days=2, hours=20)
    state = replace(BASE, unreadable=Unreadable("refused", "busy", since, 3))
    wait = timedelta(days=2)
    fault = Refused(url="u", reason="busy", transient=True, retry_after=wait)
    outcome = fail(make_due_document(state), fault, TIMING, NOON)
    assert outcome.next_check_at >= NOON + wait


def bad_look(state: DocumentState, at: datetime, *, is_implausible: bool) -> CheckOutcome:
    """A look that cannot read the document: another page, or none."""
    if is_implausible:
        return decide(make_observation("x", implausible(CAPTCHA), state=state, at=at), TIMING)
    fault = FetchError("u", "the host answered 503", transient=True)
    return fail(make_due_document(state), fault, TIMING, at)


@pytest.mark.parametrize("is_implausible", [True, False])
def test_what_cannot_be_read_for_three_days_is_told_once(*, is_implausible: bool) -> None:
    """Health goes by the clock, not by the number of looks, and a look comes when it is time."""
    told = []
    state, at = BASE, NOON
    while at < NOON + timedelta(days=8):
        outcome = bad_look(state, at, is_implausible=is_implausible)
        told += [(at - NOON, type(event)) for event in outcome.events]
        assert not isinstance(outcome.result, Filed)
        state, at = outcome.state, outcome.next_check_at
    assert told == [(timedelta(days=3), BecameUnreadable)]


@pytest.mark.parametrize("is_implausible", [True, False])
def test_a_pause_of_ours_says_nothing_of_a_host(*, is_implausible: bool) -> None:
    """Where the program did not run for a week, two bad looks are two bad looks."""
    first = bad_look(BASE, NOON, is_implausible=is_implausible)
    late = bad_look(first.state, NOON + timedelta(days=7), is_implausible=is_implausible)
    assert late.events == ()
    third = bad_look(late.state, late.next_check_at, is_implausible=is_implausible)
    assert [type(event) for event in third.events] == [BecameUnreadable]


def test_recovery_is_silent() -> None:
    """The old page again after bad looks: verified, nothing told."""
    state = replace(BASE, unreadable=Unreadable("captcha", "x", NOON, 5, is_reported=True))
    outcome = decide(make_observation("one", baseline_terms(), state=state), TIMING)
    assert outcome.events == ()
    assert outcome.state.unreadable is None


def test_a_bad_look_leaves_a_candidate_waiting() -> None:
    """A captcha in between neither confirms nor withdraws."""
    state = replace(BASE, candidate=candidate("two"))
    outcome = decide(make_observation("x", implausible(CAPTCHA), state=state), TIMING)
    assert outcome.state.candidate == candidate("two")
    assert outcome.pages == ()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Gone("u", "the host answered 404", transient=False), "gone"),
        (Refused("u", "the host answered 403", transient=False), "refused"),
        (FetchError("u", "no route", transient=True), "unreachable"),
        (ExtractError("u", "not text"), "unreadable"),
        (WorkerError("took too long"), "too heavy"),
    ],
)
def test_a_first_look_that_fails_says_so_at_once(fault: ClausewatchError, code: str) -> None:
    """Whoever just added a platform learns within the minute that it cannot be read, once."""
    first = fail(make_due_document(DocumentState()), fault, TIMING, NOON)
    (event,) = first.events
    assert isinstance(event, FirstReadFailed)
    assert event.code == code
    again = fail(make_due_document(first.state), fault, TIMING, NOON)
    assert again.events == ()


def test_failures_back_off_and_honour_the_host() -> None:
    """Each failure in a row doubles the wait, up to two days; Retry-After is never undercut."""
    waits = []
    state = BASE
    for _ in range(9):
        fault = FetchError("u", "down", transient=True)
        outcome = fail(make_due_document(state), fault, TIMING, NOON)
        state = outcome.state
        waits.append(outcome.next_check_at - NOON)
    assert waits == sorted(waits)
    assert waits[-1] == MAX_WAIT
    asked = FetchError("u", "429", transient=True, retry_after=timedelta(days=3))
    assert fail(make_due_document(BASE), asked, TIMING, NOON).next_check_at == NOON + timedelta(
        days=3
    )
