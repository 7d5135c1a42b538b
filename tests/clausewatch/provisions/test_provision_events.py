"""Provision events between two versions of a document."""

from collections.abc import Callable

import pytest

from clausewatch.model.reading import Reading
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.provision_events import ProvisionEventKind, match_provisions

TRAINS = "We use your prompts to train our AI models."
OPTS = "You can opt out of model training in your settings."
SALE = "We do not sell your personal information to anybody."
LAW = "These Terms are governed by the laws of Malta."

ADDED, REMOVED = ProvisionEventKind.ADDED, ProvisionEventKind.REMOVED
REWORDED = ProvisionEventKind.REWORDED
RAISED, LOWERED = ProvisionEventKind.SEVERITY_RAISED, ProvisionEventKind.SEVERITY_LOWERED


@pytest.mark.parametrize(
    ("before", "after", "events"),
    [
        ([LAW, SALE], [LAW, SALE], set()),
        ([LAW, SALE], [SALE, LAW], set()),
        ([LAW], [LAW, TRAINS], {("ai_training", ADDED)}),
        ([LAW, TRAINS], [LAW], {("ai_training", REMOVED)}),
        ([LAW, SALE], [LAW, SALE.replace("anybody", "third parties")], {("data_sale", REWORDED)}),
        (
            [LAW, SALE],
            [LAW, SALE.replace("do not", "may")],
            {("data_sale", REWORDED), ("data_sale", RAISED)},
        ),
    ],
)
def test_events_follow_the_sentences(
    make_reading: Callable[[str], Reading],
    before: list[str],
    after: list[str],
    events: set[tuple[str, ProvisionEventKind]],
) -> None:
    """A moved sentence is no event; an added, removed or reworded one is."""
    old, new = (
        find_provisions(make_reading("# Terms\n\n" + "\n\n".join(part))) for part in (before, after)
    )
    assert {(event.clause, event.kind) for event in match_provisions(old, new)} == events


def test_a_new_opt_out_lowers_the_severity(make_reading: Callable[[str], Reading]) -> None:
    """The event names the facet that was gained or lost."""
    old = find_provisions(make_reading(f"# Terms\n\n{TRAINS}\n"))
    new = find_provisions(make_reading(f"# Terms\n\n{TRAINS}\n\n## Choices\n\n{OPTS}\n"))
    lowered = next(event for event in match_provisions(old, new) if event.kind is LOWERED)
    assert lowered.facets_gained == ("opt_out",)
    raised = next(event for event in match_provisions(new, old) if event.kind is RAISED)
    assert raised.facets_lost == ("opt_out",)
    assert raised.latest.severity.rank > lowered.latest.severity.rank


def test_the_highest_severity_comes_first(make_reading: Callable[[str], Reading]) -> None:
    """The card begins with the most severe event."""
    events = match_provisions(
        (), find_provisions(make_reading(f"# Terms\n\n{SALE}\n\n{LAW}\n\n{TRAINS}\n"))
    )
    ranks = [event.latest.severity.rank for event in events]
    assert ranks == sorted(ranks, reverse=True)
    assert {event.kind for event in events} == {ADDED}
