"""Tells choices that nobody has or needs, or that are the company's, from those of the reader.

"You cannot opt out" closes a way out. "You need not opt out" says that there is nothing to refuse.
"""

from itertools import pairwise

from clausewatch.provisions.consent_words import names_user
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence

_CHOOSER_WORDS = 4

_LETTING = frozenset({"allow", "allows", "let", "lets", "how", "way", "possible", "possibility"})
"""Of the words for what a person can do, those that the company may say of him."""
_OWNING = frozenset({"has", "will", "shall", "our", "reserve", "reserves", "reserved", "reserving"})


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
        (first == "without" or grammar.negation_words.is_in((first,)))
        and grammar.choice_able.is_in((second,))
        for first, second in pairwise(before)
    )


def is_needless(sentence: Sentence, index: int) -> bool:
    """Return whether nobody has to go the way out at this word ("there is no need to opt out").

    A need of something else is none of the way out: "you need no paid plan to opt out".
    """
    words, grammar = sentence.words, sentence.grammar
    at = index - 1
    while at > 0 and grammar.choice_acting.is_at(words, at):
        # "You do not have to do anything to opt out."
        at -= 1
    if at < 1:
        return False
    if grammar.choice_needing.is_at(words, at):
        at -= 1
        while at > 0 and not sentence.is_negation(at) and _is_between_need(sentence, at):
            # "No action is required to opt out."
            at -= 1
        return sentence.is_negation(at)
    return grammar.choice_needless.is_in(words[at - 1 : at + 1])


def _is_between_need(sentence: Sentence, index: int) -> bool:
    """Return whether a word may stand between a "no" and a need, and names nothing needed."""
    grammar, words = sentence.grammar, sentence.words
    return sentence.is_finite(index) or grammar.choice_acting.is_at(words, index)


def is_choice_of_user(sentence: Sentence, index: int) -> bool:
    """Return whether the one who can choose at this word is the user, or nobody is named.

    "We may disable your account" is no choice of his, and "we let you disable it" is one.
    """
    words = sentence.words
    before = range(max(0, index - _CHOOSER_WORDS), index)
    owners = (
        sentence.find_party(at)
        for at in reversed(before)
        if sentence.is_party(at) and not sentence.grammar.choice_regions.is_at(words, at)
    )
    party = next(owners, None)
    if party is Party.COMPANY and words[index] not in _LETTING:
        return False
    if words[index] in {"right", "option", "choice"}:
        # "Acme has the right": whoever has it is no user if he is not called one.
        is_owned = not _OWNING.isdisjoint(words[before.start : index])
        return party is Party.USER or not is_owned
    around = words[before.start : index + _CHOOSER_WORDS]
    return names_user(sentence.grammar, around) or "your" in around
