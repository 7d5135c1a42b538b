"""Tells the choices of everybody from those that only the people of one region have.

Texts of records use it too, so it imports nothing that recognises clauses.
"""

from collections.abc import Sequence

from clausewatch.model.provisions import FacetFinding, Quote
from clausewatch.provisions.contacts import OPT_OUT
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.sentence_words import split_words

CHOICES = frozenset({OPT_OUT, "consent"})
"""Facets by which people decide whether a practice takes place."""
_RESIDENCE_DISTANCE, _RESIDENTS_DISTANCE = 6, 3


def select_effective(facets: Sequence[FacetFinding], grammar: Grammar) -> list[FacetFinding]:
    """Return the stated facets that may move the severity.

    A choice that only the people of one region have lowers nothing for all the others.
    """
    return [
        facet
        for facet in facets
        if facet.quote is not None
        and not (facet.id in CHOICES and is_regional(facet.quote, grammar))
    ]


def is_regional(quote: Quote, grammar: Grammar) -> bool:
    """Return whether a quote, by its words or its heading, is for the people of one region."""
    words = split_words(quote.text)
    if any(_is_limited(words, index, grammar) for index in grammar.choice_regions.find(words)):
        return True
    heading = split_words(quote.section)
    return grammar.choice_regions.is_in(heading) and grammar.choice_residents.is_in(heading)


def _is_limited(words: Sequence[str], index: int, grammar: Grammar) -> bool:
    """Return whether a region is where people live ("residents of", "if you are in")."""
    before = words[max(0, index - _RESIDENCE_DISTANCE) : index]
    after = words[index + 1 : index + 1 + _RESIDENTS_DISTANCE]
    return grammar.choice_residing.is_in(before) or grammar.choice_residents.is_in(after)
