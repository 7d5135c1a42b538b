"""How probable the best sentence of a provision must be."""

import pytest

from clausewatch.model.provisions import Basis, Confidence, Finding, Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.sufficiency import (
    FIRM,
    LONE,
    Support,
    is_sufficient,
    select_sufficient,
)


def _make_statement(
    probability: float, role: PassageRole = PassageRole.STATEMENT, *, is_told: bool = False
) -> Statement:
    return Statement(
        passage=0,
        finding=Finding("data_sale", probability, Confidence.LOW, Basis.INFERRED),
        assertion=Assertion(Party.COMPANY, Polarity.MAY, None),
        has_general_words=False,
        names_practice=True,
        role=role,
        has_company_subject=is_told,
        is_complete=is_told,
    )


@pytest.mark.parametrize("is_explicit", [True, False])
@pytest.mark.parametrize("has_general_words", [True, False])
@pytest.mark.parametrize("is_told", [True, False])
def test_support_never_asks_for_more(
    *, is_explicit: bool, has_general_words: bool, is_told: bool
) -> None:
    """Each kind of support lowers the least probability or leaves it, as a short document does."""
    support = Support(is_explicit=is_explicit, has_general_words=has_general_words, is_told=is_told)
    bare = Support(is_explicit=False, has_general_words=False, is_told=False)
    for least in (FIRM, LONE):
        assert least.find(support) <= least.find(bare)
    assert LONE.find(support) <= FIRM.find(support)


def test_a_weak_sentence_counts_only_alone_and_in_a_short_document() -> None:
    """Beside a sure sentence it decides nothing, and among hundreds it is chance."""
    weak, sure = _make_statement(0.72), _make_statement(0.95)
    assert select_sufficient([weak], is_short=True) == [weak]
    assert select_sufficient([weak], is_short=False) == []
    told = _make_statement(0.55, is_told=True)
    assert select_sufficient([told], is_short=True) == [told]
    assert select_sufficient([_make_statement(0.40), sure], is_short=True) == [sure]


def test_a_pointer_never_suffices() -> None:
    """No provision rests on a sentence that says only where something is written."""
    pointer = _make_statement(0.99, PassageRole.POINTER)
    assert not is_sufficient(pointer, LONE)
    assert select_sufficient([pointer], is_short=True) == []
