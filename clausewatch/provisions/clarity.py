"""How well a sentence can be read alone, and whether it is one at all."""

from clausewatch.model.reading import Severity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType

_CLEAR_WORDS = 8
"""A sentence with fewer words seldom says by itself who does what."""
_FRAGMENT_WORDS = 25
"""A longer passage without a finite verb still says something."""


def is_fragment(
    document: SplitDocument, clause: ClauseType, index: int, assertion: Assertion
) -> bool:
    """Return whether words without a verb, such as a title or a table cell, name no practice."""
    sentence = document.sentences[index]
    if not clause.verbs or assertion.anchor is not None or sentence.lead_in_size:
        return False
    size = len(sentence.words)
    if size > _FRAGMENT_WORDS:
        return False
    return not any(
        sentence.is_finite(at) or sentence.find_party(at) in {Party.COMPANY, Party.USER}
        for at in range(size)
    )


def names_matter(sentence: Sentence, clause: ClauseType) -> bool:
    """Return whether a sentence says with what somebody acts; a long one does in its own words.

    "Acme trains models in two steps" leaves open whose data it is. A practice of lower severity can
    be stated without data: "we use cookies".
    """
    if len(sentence.words) >= _CLEAR_WORDS or clause.severity is not Severity.HIGH:
        return True
    is_named = any(
        sentence.find_party(index) in {Party.MATTER, Party.USER}
        for index in range(len(sentence.words))
    )
    return is_named or sentence.grammar.evidence_owning.is_in(sentence.words)
