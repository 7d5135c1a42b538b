"""Tells the items of a list that continue an order to readers ("Don't harm others, including:").

Such items are about the conduct of readers and not about what the company does.
"""

from clausewatch.provisions.parties import Party
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.predicates import has_finite_verb
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.tokens import tokenise


def continues_order(passage: Passage, taxonomy: Taxonomy) -> bool:
    """Return whether an item stands below words that tell readers what not to do.

    The lead-ins of a nested list follow each other. One that names a party after the order opens
    another sentence ("Do Not Sell: if you live in California, you may:"). A heading is an order
    only if it says who gives it; others name a choice ("Do Not Sell My Information").
    """
    if not passage.lead_in:
        return False
    grammar, heading = taxonomy.grammar, tokenise(passage.section)
    if heading and grammar.parties_company.is_at(heading, 0) and taxonomy.orders.is_at(heading, 0):
        return True
    for part in reversed(passage.lead_in.split(":")):
        words = tokenise(part)
        if words and taxonomy.orders.is_at(words, 0):
            return True
        if grammar.parties_company.is_in(words) or grammar.parties_user.is_in(words):
            return False
    return False


def has_own_subject(document: SplitDocument, index: int) -> bool:
    """Return whether a passage is a whole sentence and says itself who or what acts."""
    sentence, first = document.sentences[index], document.sentences[index].lead_in_size
    if first >= len(sentence.words):
        return False
    if sentence.find_party(first) is Party.COMPANY:
        return True
    has_determiner = sentence.grammar.breaks_determiners.is_at(sentence.words, first)
    return has_determiner and has_finite_verb(document.passages[index].text)
