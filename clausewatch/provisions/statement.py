"""A passage that states something under one clause type."""

from dataclasses import dataclass

from clausewatch.model.provisions import Basis, Finding, Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.quote_rules import PassageRole

MIN_PROBABILITY_UNNAMED = 0.86
"""The least probability of a sentence that names a practice in no words that a lawyer listed."""

_ACTING = (Party.COMPANY, Party.MATTER)
"""The company acts, or what is done is done to data."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that states something under one clause type."""

    passage: int
    """Index of the passage."""
    finding: Finding
    assertion: Assertion
    has_general_words: bool
    names_practice: bool
    """A cue states the practice, or the type is a rule and has none."""
    role: PassageRole
    has_company_subject: bool
    """The company is the subject right before the verb, and not only named somewhere."""
    is_complete: bool
    """The sentence names the company and the matter, so that it says by itself who does what."""
    clarity: float = 0.0
    """How well the sentence can be read alone; a small part of `quote_score`."""

    @property
    def is_told(self) -> bool:
        """The company is the subject, and the sentence says with what it acts."""
        is_statement = self.role is PassageRole.STATEMENT
        return self.is_complete and is_statement and self.has_company_subject

    @property
    def is_topical(self) -> bool:
        """Nothing but its matter speaks for it: no cue of the practice, and nobody who acts.

        A denial counts all the same: without it, a record would affirm what the document rules out.
        """
        is_supported = self.assertion.anchor is not None or self.has_general_words
        is_sure = is_supported and self.finding.basis is Basis.EXPLICIT
        if self.names_practice or is_sure or self.polarity is Polarity.DOES_NOT:
            return False
        if not self.is_complete:
            return True
        is_done = self.assertion.anchor is not None and self.assertion.actor in _ACTING
        has_actor = self.has_company_subject or (is_done and self.has_general_words)
        return not has_actor and self.finding.probability < MIN_PROBABILITY_UNNAMED

    @property
    def polarity(self) -> Polarity:
        """What the sentence does with the practice."""
        return self.assertion.polarity

    @property
    def quote_score(self) -> float:
        """The suitability as the quote: probable, and stating the term itself."""
        return self.finding.probability - self.role.penalty + self.clarity
