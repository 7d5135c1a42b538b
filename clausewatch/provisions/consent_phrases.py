"""Finds phrases by which a practice needs consent: "with your consent", "requires your consent"."""

from collections.abc import Sequence

from clausewatch.provisions.condition_limits import has_alternative
from clausewatch.provisions.consent_words import names_giver
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.sentences import Sentence

_BOUND_WORDS = 6
_DENIAL_WORDS = 8
_PUNCTUATION = frozenset({",", ";", "(", ")"})
_EXCEPTING = frozenset({"except", "unless", "but", "only", "than"})
_OPPOSING = frozenset({"without", "against", "regardless", "despite", "irrespective"})
"""Before "your consent", these say that it does not matter."""


def is_bound_to_consent(sentence: Sentence, index: int) -> bool:
    """Return whether "with your consent", "subject to your permission" or the like begins here."""
    grammar = sentence.grammar
    if not grammar.choice_binding.is_at(sentence.words, index) or _is_unbound(sentence, index):
        return False
    near = sentence.words[index + 1 : index + 1 + _BOUND_WORDS]
    ends = (at for at in range(len(near)) if _ends_phrase(sentence, index + 1 + at))
    size = next(ends, len(near))
    return any(
        grammar.choice_consent_nouns.is_at(near, at)
        and grammar.choice_possessive.is_in(near[:at])
        and not has_alternative(sentence, index + 1 + at)
        and not _is_contract(near, at, grammar)
        for at in range(size)
    )


def _is_contract(words: Sequence[str], noun: int, grammar: Grammar) -> bool:
    """Return whether an agreement is a contract and no consent ("the terms of your agreement")."""
    return words[noun] == "agreement" and (
        grammar.choice_contract_parts.is_in(words[:noun])
        or words[noun + 1 : noun + 2] in {("with",), ("between",)}
    )


def _is_unbound(sentence: Sentence, index: int) -> bool:
    """Return whether consent is denied here, or one case of several.

    "Not subject to", "not required to obtain", "as described above or with your consent".
    """
    words = sentence.words
    if not index:
        return False
    if sentence.is_negation(index - 1) or _is_last_case(words[max(0, index - 2) : index]):
        return True
    is_duty = (
        words[index - 1] == "to"
        and index > 1
        and sentence.grammar.choice_requiring.is_at(words, index - 2)
    )
    if is_duty and _is_denied_near(sentence, index - 2):
        return True
    is_between = words[index - 1] not in _PUNCTUATION and words[index - 1] not in _EXCEPTING
    return is_between and index > 1 and sentence.is_negation(index - 2)


def _is_last_case(before: Sequence[str]) -> bool:
    return before[-1:] == ("or",) or before == ("or", "otherwise")


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    """Return whether a word parts a preposition from a consent ("on letters without your")."""
    word = sentence.words[index]
    is_verb = sentence.is_finite(index) or sentence.grammar.choice_requiring.matches[word]
    return word in _PUNCTUATION or word in _OPPOSING or bool(is_verb)


def is_consent_required(sentence: Sentence, index: int) -> bool:
    """Return whether "requires the author's separate agreement" or the like begins here."""
    grammar = sentence.grammar
    if not grammar.choice_requiring.is_at(sentence.words, index) or _is_denied_near(
        sentence, index
    ):
        return False
    near = sentence.words[index + 1 : index + 1 + _BOUND_WORDS]
    return any(
        (
            names_giver(near[:at], grammar, sentence.company_names)
            or near[max(0, at - 1) : at + 1] == ("separate", "consent")
        )
        and not _is_joining(sentence, index, near[at + 1 : at + 2])
        for at in grammar.choice_consent_nouns.find(near)
    )


def _is_denied_near(sentence: Sentence, index: int) -> bool:
    """Return whether a "not" precedes a word, with no comma between them."""
    for position in range(index - 1, max(-1, index - 1 - _DENIAL_WORDS), -1):
        if sentence.words[position] in _PUNCTUATION:
            return False
        if sentence.is_negation(position):
            return True
    return False


def _is_joining(sentence: Sentence, index: int, following: Sequence[str]) -> bool:
    """Return whether nobody can join without agreeing ("registration requires consent to")."""
    before = sentence.words[sentence.find_clause(index)[0] : index]
    return following in {("to",), ("that",)} and sentence.grammar.choice_joining.is_in(before)
