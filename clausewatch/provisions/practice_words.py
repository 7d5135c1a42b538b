"""Tells sentences that name a practice from those that only speak of its matter.

"We share your location" names one. "We ask which location you visited" has a word of it.
"""

from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.parties import Party
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy


def names_practice(
    document: SplitDocument,
    taxonomy: Taxonomy,
    index: int,
    clause: ClauseType,
    assertion: Assertion,
) -> bool:
    """Return whether a cue states the practice, or those act whom the type is about.

    Rules need none: nobody practises them.
    """
    if not clause.verbs or clause.is_ban:
        return True
    is_of_others = bool(clause.actors) and Party.COMPANY not in clause.actors
    if is_of_others and assertion.actor in clause.actors:
        return True
    find = taxonomy.passage_cues.find_number
    stating = (find(f"says:{clause.id}"), find(f"certain:{clause.id}"))
    return not document.cue_groups[index].isdisjoint(stating)


def has_general_words(document: SplitDocument, taxonomy: Taxonomy, index: int, clause: str) -> bool:
    """Return whether a passage has words that the clause type shares with others."""
    general = taxonomy.passage_cues.find_number(f"general:{clause}")
    return general in document.cue_groups[index] or document.passages[index].answers is not None
