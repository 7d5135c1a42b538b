"""Reads the position of one sentence, for tests."""

from clausewatch.model.provisions import Polarity
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy_files import load_taxonomy


def read_position(clause: str, text: str) -> Polarity:
    """Return what a sentence does with the practice of a clause type."""
    taxonomy = load_taxonomy()
    sentence = read_sentence(text, "", taxonomy.grammar, frozenset({"larkspur"}))
    return find_assertion(taxonomy, taxonomy.clauses[clause], sentence).polarity
