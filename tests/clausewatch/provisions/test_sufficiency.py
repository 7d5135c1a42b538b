"""Which statements a provision can rest on."""

from clausewatch.model.provisions import Basis, Confidence, Finding, Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.sufficiency import is_quotable, select_telling


def _make_statement(probability: float, role: PassageRole = PassageRole.STATEMENT) -> Statement:
    return Statement(
        passage=0,
        finding=Finding("data_sale", 0.9, Confidence.HIGH, Basis.EXPLICIT),
        assertion=Assertion(Party.COMPANY, Polarity.MAY, None),
        role=role,
        is_complete=True,
        quote_probability=probability,
    )


def test_a_provision_needs_a_sentence_that_a_lawyer_would_quote() -> None:
    """That a sentence is about the type, for which it is explicit here, is not enough."""
    assert is_quotable(_make_statement(0.4))
    assert not is_quotable(_make_statement(0.2))


def test_a_pointer_never_suffices() -> None:
    """No provision rests on a sentence that says only where something is written."""
    assert not is_quotable(_make_statement(0.99, PassageRole.POINTER))


def test_improbable_statements_decide_nothing() -> None:
    """They are no further quotes either."""
    sure, weak = _make_statement(0.9), _make_statement(0.1)
    assert select_telling([weak, sure]) == [sure]


def test_confidence_follows_the_quote() -> None:
    """A sentence that is surely about a type can still be a doubtful quote."""
    levels = [_make_statement(each).confidence for each in (0.9, 0.7, 0.4)]
    assert levels == [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]
