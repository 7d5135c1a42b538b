"""Decides which statements a provision can rest on."""

from collections.abc import Sequence

from clausewatch.provisions.quote_model import MIN_QUOTE_PROBABILITY
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.statement import Statement

MIN_TELLING_PROBABILITY = 0.3
"""A less probable statement is no further quote, and decides nothing."""


def is_quotable(statement: Statement) -> bool:
    """Return whether a statement suffices for a provision by itself."""
    is_pointer = statement.role is PassageRole.POINTER
    return not is_pointer and statement.quote_probability >= MIN_QUOTE_PROBABILITY


def select_telling(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that count for a provision once one of them is quotable."""
    return [each for each in statements if each.quote_probability >= MIN_TELLING_PROBABILITY]
