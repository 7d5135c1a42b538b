"""When a document is checked next, and how many unsettled texts of it are remembered."""

from datetime import UTC, datetime, timedelta

import pytest

from clausewatch.checks.confirm import MAX_REMEMBERED, _count_variant
from clausewatch.checks.decide import fail
from clausewatch.checks.outcome import Candidate, DocumentState
from clausewatch.checks.schedule import JITTER, Timing, plan_next_check
from clausewatch.errors import FetchError
from clausewatch.model.record_ids import VersionId
from tests.observations import make_due_document

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
INTERVAL = timedelta(hours=6)


def test_checks_spread_over_a_share_of_the_interval() -> None:
    """Documents that were read in one moment are not all read again in one."""
    waits = [plan_next_check(number, INTERVAL, NOW) - NOW for number in range(200)]
    assert min(waits) >= INTERVAL * (1 - JITTER)
    assert max(waits) <= INTERVAL * (1 + JITTER)
    assert max(waits) - min(waits) > INTERVAL * JITTER
    assert waits == [plan_next_check(number, INTERVAL, NOW) - NOW for number in range(200)]


@pytest.mark.parametrize(("hours", "first_retry"), [(0.5, 0.5), (6, 1), (24, 1), (168, 1)])
def test_a_failure_is_looked_into_within_the_hour(hours: float, first_retry: float) -> None:
    """However rarely a policy is checked, a fault of a moment does not hide it for as long."""
    fault = FetchError("https://brillo.example/privacy", "the host did not answer", transient=True)
    timing = Timing(interval=timedelta(hours=hours))
    outcome = fail(make_due_document(DocumentState(VersionId(1))), fault, timing, NOW)
    assert outcome.next_check_at == NOW + timedelta(hours=first_retry)


def test_the_newest_variants_are_remembered() -> None:
    """The one that was just counted stays, the oldest goes, and an old one counts as new again."""
    state = DocumentState(variants=tuple((f"text {n}", 1) for n in range(MAX_REMEMBERED)))
    known = _count_variant(state, Candidate(NOW, (("hash",),), ("text 0",)))
    assert known.variants[-1] == ("text 0", 2)
    assert len(known.variants) == MAX_REMEMBERED
    more = _count_variant(known, Candidate(NOW, (("hash",),), ("another",)))
    assert more.variants[-2:] == (("text 0", 2), ("another", 1))
    assert "text 1" not in dict(more.variants)
    assert len(more.variants) == MAX_REMEMBERED
