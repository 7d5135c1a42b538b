"""A passage that states something under one clause type."""

from dataclasses import dataclass

from clausewatch.model.provisions import Finding, Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.quote_rules import PassageRole


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that states something under one clause type."""

    passage: int
    """Index of the passage."""
    finding: Finding
    assertion: Assertion
    has_general_words: bool
    role: PassageRole
    has_company_subject: bool
    """The company is the subject right before the verb, and not only named somewhere."""
    is_complete: bool
    """The sentence names the company and the matter, so that it says by itself who does what."""
    clarity: float = 0.0
    """How well the sentence can be read alone; a small part of `quote_score`."""

    @property
    def polarity(self) -> Polarity:
        """What the sentence does with the practice."""
        return self.assertion.polarity

    @property
    def quote_score(self) -> float:
        """The suitability as the quote: probable, and stating the term itself."""
        return self.finding.probability - self.role.penalty + self.clarity
