"""Parts that cannot be read: their number is said once when it grows, and never as a change."""

from dataclasses import replace

from clausewatch.checks.decide import decide
from clausewatch.checks.examination import BaselineTerms, Examination, FirstReading
from clausewatch.checks.outcome import CheckOutcome, DocumentState, Verdict
from clausewatch.checks.schedule import Timing
from clausewatch.model.reading import Reading, Remark, Signals
from clausewatch.model.record_ids import VersionId
from clausewatch.model.unread_parts import UNREAD_PARTS, UnreadPart
from clausewatch.notifications.events import PartsUnread
from tests.observations import Examine, make_observation

BASE = DocumentState(baseline_id=VersionId(1))


def see_frames(count: int, *, before: int = 0, is_first: bool = False) -> Examine:
    """A page with so many frames of other sites; the baseline has `before` of them."""

    def examine(reading: Reading) -> Examination:
        parts = count * (UnreadPart.FOREIGN_FRAME,)
        framed = replace(reading, signals=Signals(unread_parts=parts))
        if is_first:
            return FirstReading(framed, None)
        return BaselineTerms(framed, is_same_text=True, unread_parts=before)

    return examine


def check(examine: Examine, state: DocumentState) -> CheckOutcome:
    """Decide one check."""
    return decide(make_observation("one", examine, state=state), Timing())


def list_reasons(outcome: CheckOutcome) -> list[str]:
    """Return what an outcome says of unread parts."""
    return [event.reason for event in outcome.events if isinstance(event, PartsUnread)]


def test_a_growing_number_is_said_once() -> None:
    """A site puts a part of its policy into a frame: one note, a remark, and no change."""
    first = check(see_frames(1), BASE)
    assert list_reasons(first) == ["Read in part: 1 frame of another site can't be read."]
    assert first.verdict is Verdict.UNCHANGED
    assert first.state.remark == Remark(UNREAD_PARTS, list_reasons(first)[0])
    assert list_reasons(check(see_frames(1), first.state)) == []
    accepted = replace(first.state, remark=None)
    assert check(see_frames(1), accepted).state == accepted
    third = check(see_frames(2), first.state)
    assert list_reasons(third) == ["Read in part: 2 frames of other sites can't be read."]


def test_the_frames_of_the_baseline_are_known() -> None:
    """A document on record since before parts were counted is not reported for what it had."""
    outcome = check(see_frames(2, before=2), BASE)
    assert (outcome.events, outcome.state.remark) == ((), None)


def test_the_first_check_says_it_in_its_own_note() -> None:
    """The number of the first check is known from then on."""
    outcome = check(see_frames(2, is_first=True), DocumentState())
    assert list_reasons(outcome) == []
    assert outcome.state.unread_parts == 2


def test_a_doubt_stays_until_it_is_answered() -> None:
    """Whether the page is the right one is the weightier question."""
    doubt = Remark("home", "The page does not call itself a policy.")
    outcome = check(see_frames(1), replace(BASE, remark=doubt))
    assert outcome.state.remark == doubt
    assert len(list_reasons(outcome)) == 1
