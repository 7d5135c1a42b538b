"""Tells a sentence that only says what the denial before it covers.

"We collect no sensitive data. This includes your health." Read alone, the second sentence would
state the practice.
"""

from clausewatch.provisions.sentences import Sentence

_POINTERS = frozenset({"this", "these", "that", "those", "such", "it", "they"})
_SUBJECT_WORDS = 4
_HARMLESS = frozenset({"only", "limited", "just", "merely", "least"})
"""After a "not", these deny nothing."""


def explains_denial(sentence: Sentence, before: Sentence | None) -> bool:
    """Return whether a sentence only says what the denial before it covers."""
    return before is not None and _explains(sentence) and _denies(before)


def _explains(sentence: Sentence) -> bool:
    """Return whether a sentence opens with "this includes" or "examples are"."""
    words, grammar, first = sentence.words, sentence.grammar, sentence.lead_in_size
    opening = range(first, min(first + _SUBJECT_WORDS, len(words)))
    if not opening:
        return False
    verb = next((at for at in opening if grammar.evidence_explaining.is_at(words, at)), None)
    if verb is None:
        return False
    if any(grammar.evidence_instances.is_at(words, at) for at in range(first, verb)):
        return True
    is_linking = words[verb] in {"is", "are"}
    return words[first] in _POINTERS and not is_linking


def _denies(sentence: Sentence) -> bool:
    """Return whether the main clause of a sentence has a "not" of its own."""
    words, grammar = sentence.words, sentence.grammar
    return any(
        sentence.is_negation(at)
        and not grammar.choice_opening.is_at(words, sentence.find_clause(at)[0])
        and _HARMLESS.isdisjoint(words[at + 1 : at + 2])
        for at in range(len(words))
    )
