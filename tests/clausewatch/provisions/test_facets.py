"""Which details of a provision a sentence states."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision

FindByType = Callable[[str], dict[str, Provision]]


def is_stated(find_by_type: FindByType, clause: str, facet_id: str, sentence: str) -> bool:
    """Return whether the provision of a sentence states a facet."""
    provision = find_by_type(f"# Terms\n\n## Matters of note\n\n{sentence}\n")[clause]
    return next(facet for facet in provision.facets if facet.id == facet_id).is_stated


@pytest.mark.parametrize(
    ("clause", "facet_id", "sentence"),
    [
        (
            "refund_policy",
            "withdrawal",
            "Consumers may withdraw from the purchase within 14 days and we refund the price.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "Withdrawal from the contract is possible within 14 days; the price is then refunded.",
        ),
        ("refund_policy", "withdrawal", "Fees are refundable within the cooling-off period."),
        (
            "indemnification",
            "breach_only",
            "Each party shall indemnify the other against claims of third parties.",
        ),
        (
            "indemnification",
            "breach_only",
            "You will indemnify us to the extent that a claim is caused by your breach.",
        ),
    ],
)
def test_a_sentence_states_a_facet(
    find_by_type: FindByType, clause: str, facet_id: str, sentence: str
) -> None:
    """It gives the right, or ties the duty to a fault."""
    assert is_stated(find_by_type, clause, facet_id, sentence)


@pytest.mark.parametrize(
    ("clause", "facet_id", "sentence"),
    [
        (
            "refund_policy",
            "withdrawal",
            "Fees are not refundable, and you waive your right of withdrawal.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "Fees are not refundable; the right of withdrawal expires once the download begins.",
        ),
        (
            "refund_policy",
            "withdrawal",
            "We may withdraw the offer within 14 days; fees are not refundable.",
        ),
        (
            "indemnification",
            "breach_only",
            "You agree to indemnify each party named in the annex against all claims.",
        ),
    ],
)
def test_words_of_a_facet_do_not_state_it(
    find_by_type: FindByType, clause: str, facet_id: str, sentence: str
) -> None:
    """A lost right is none, what the company withdraws is an offer, and a list is no fault."""
    assert not is_stated(find_by_type, clause, facet_id, sentence)
