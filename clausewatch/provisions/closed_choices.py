"""Tells choices that nobody has, or that nobody needs, from those that are offered.

"You cannot opt out" closes a way out. "You need not opt out" says that there is nothing to refuse.
"""

from itertools import pairwise

from clausewatch.provisions.sentences import Sentence

_CHOOSER_WORDS = 4
_NEED_WORDS = 9
_NEGATIONS = frozenset({"no", "not", "without"})
_NEEDLESS = frozenset({"needn't", "nothing"})
_MARKS = frozenset({",", ";", "(", ")"})


def is_closed(sentence: Sentence, index: int) -> bool:
    """Return whether the way out at this word does not exist ("you cannot opt out").

    "If you have not opted out" speaks of one that does.
    """
    if is_needless(sentence, index):
        return False
    words, grammar = sentence.words, sentence.grammar
    before = words[max(0, index - _CHOOSER_WORDS) : index]
    if grammar.choice_closed.is_in(before):
        return True
    if before[-1:] == ("not",):
        return not grammar.choice_omitting.is_in(before[-2:-1])
    return any(
        first in _NEGATIONS and grammar.choice_able.is_in((second,))
        for first, second in pairwise(before)
    )


def is_needless(sentence: Sentence, index: int) -> bool:
    """Return whether nobody has to go the way out at this word ("there is no need to opt out")."""
    words, needing = sentence.words, sentence.grammar.choice_needing
    for at in range(index - 1, max(-1, index - 1 - _NEED_WORDS), -1):
        if words[at] in _MARKS:
            return False
        if words[at] in _NEEDLESS:
            return True
        if not needing.is_at(words, at):
            continue
        # "You need not", "there is no need to", "you are not required to".
        is_negated_after = words[at + 1 : at + 2] == ("not",)
        return is_negated_after or (at > 0 and _denies(sentence, at - 1))
    return False


def _denies(sentence: Sentence, index: int) -> bool:
    return sentence.is_negation(index) or sentence.words[index] in _NEGATIONS
