"""Decides how probable the best sentence of a provision must be, by what supports it.

A single passage needs less, but the best of hundreds of passages in a document reaches that by
chance (docs/provisions.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.model.provisions import Basis
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.statement import Statement

MIN_PROBABILITY_FURTHER = 0.45
"""The least probability of a further quote."""
SHORT_DOCUMENT = 200
"""A document with fewer passages to choose from finds little by chance: see `LONE`."""


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a sentence besides its probability."""

    is_explicit: bool
    """A cue states the clause type, or the recogniser is sure."""
    has_general_words: bool
    """The general words of the clause type occur."""
    is_told: bool
    """The company is the subject of a verb of the type, and the sentence says with what it acts."""


@dataclass(frozen=True, slots=True)
class Least:
    """The least probabilities of a sentence on which a provision rests, by its support."""

    told_explicit: float
    explicit: float
    told: float
    general: float
    unsupported: float

    def find(self, support: Support) -> float:
        """Return the least probability of a sentence with this support."""
        if support.is_explicit:
            return self.told_explicit if support.is_told else self.explicit
        least = self.general if support.has_general_words else self.unsupported
        return min(least, self.told) if support.is_told else least


FIRM = Least(told_explicit=0.20, explicit=0.45, told=0.80, general=0.60, unsupported=0.80)
"""Sentences above these decide what a document says, and weaker ones then decide nothing."""
LONE = Least(told_explicit=0.15, explicit=0.45, told=0.50, general=0.60, unsupported=0.70)
"""Sentences above these are filed if a short document has none above those of `FIRM`."""


def is_sufficient(statement: Statement, least: Least = FIRM) -> bool:
    """Return whether a statement suffices for a provision."""
    if statement.role is PassageRole.POINTER or statement.is_topical:
        return False
    support = Support(
        is_explicit=statement.finding.basis is Basis.EXPLICIT,
        has_general_words=statement.has_general_words,
        is_told=statement.is_told,
    )
    return statement.finding.probability >= least.find(support)


def select_sufficient(statements: Sequence[Statement], *, is_short: bool) -> list[Statement]:
    """Return the statements of a provision; weak ones only if no other supports one."""
    if any(map(is_sufficient, statements)):
        return [
            each
            for each in statements
            if is_sufficient(each) or each.finding.probability >= MIN_PROBABILITY_FURTHER
        ]
    return [each for each in statements if is_short and is_sufficient(each, LONE)]
