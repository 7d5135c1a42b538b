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
def test_events_are_what_a_reader_would_list(
    reading: Callable[[str], Reading],
    before: list[str],
    after: list[str],
    events: set[tuple[str, ProvisionEventKind]],
) -> None:
    """Moving a sentence is nothing; adding, removing and rewording one is an event of its type."""
    old, new = (
        find_provisions(reading("# Terms\n\n" + "\n\n".join(part))) for part in (before, after)
    )
    assert {(one.clause, one.kind) for one in match_provisions(old, new)} == events


def test_a_new_way_out_lowers_severity_and_is_named(reading: Callable[[str], Reading]) -> None:
    """The event says which facet made the difference, in both directions."""
    old = find_provisions(reading(f"# Terms\n\n{TRAINS}\n"))
    new = find_provisions(reading(f"# Terms\n\n{TRAINS}\n\n## Choices\n\n{OPTS}\n"))
    lowered = next(one for one in match_provisions(old, new) if one.kind is LOWERED)
    assert lowered.facets_gained == ("opt_out",)
    raised = next(one for one in match_provisions(new, old) if one.kind is RAISED)
    assert raised.facets_lost == ("opt_out",)
    assert raised.gravest.severity.rank > lowered.gravest.severity.rank


def test_events_come_gravest_first(reading: Callable[[str], Reading]) -> None:
    """The card leads with the gravest."""
    events = match_provisions(
        (), find_provisions(reading(f"# Terms\n\n{SALE}\n\n{LAW}\n\n{TRAINS}\n"))
    )
    ranks = [one.gravest.severity.rank for one in events]
    assert ranks == sorted(ranks, reverse=True)
    assert {one.kind for one in events} == {ADDED}
