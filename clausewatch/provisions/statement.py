"""A passage that states something under one clause type."""

from dataclasses import dataclass

from clausewatch.model.provisions import Confidence, Finding, Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.quote_model import find_confidence
from clausewatch.provisions.quote_rules import PassageRole


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that states something under one clause type."""

    passage: int
    """Index of the passage."""
    finding: Finding
    assertion: Assertion
    role: PassageRole
    is_complete: bool
    """The sentence names the company and the matter, so that it says by itself who does what."""
    quote_probability: float = 0.0
    """How probably a lawyer would quote it for the type."""

    @property
    def confidence(self) -> Confidence:
        """How sure it is that the statement is one of the type."""
        return find_confidence(self.quote_probability)

    @property
    def polarity(self) -> Polarity:
        """What the sentence does with the practice."""
        return self.assertion.polarity
