"""Finds who or what is the subject of a verb, where it is neither the company nor its data.

A refund that a shop gives is not the company's. And "they are not used for marketing" says nothing
of data if the sentence before speaks of cookies.
"""

import re
from collections.abc import Collection, Sequence

from clausewatch.provisions.grammar import WordSet
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't"})
_ADVERBS = frozenset({"also", "then", "alone", "only", "ever"})
_OWN = frozenset({"our", "this", "these"})
_OBJECTS = frozenset({"you", "your", "the", "it", "any", "all", "them", "whether", "a", "such"})
_PRONOUNS = frozenset({"they", "it", "these", "those", "this"})
_TIMES = frozenset({"end", "date", "day", "time", "deadline", "month", "year", "week"})
"""After "by", these set a time and name nobody."""
_DISCRETIONARY = frozenset({"sole", "absolute", "own", "reasonable", "full", "free", "and"})
_NAMED_DOER = re.compile(r"\bby ([A-Z]\w*+)")
_MARKS = frozenset({",", ";", ":", "(", ")", "and", "or", "but"})


def is_act_of_another(sentence: Sentence, text: str, acts: Sequence[WordSet]) -> bool:
    """Return whether somebody else does one of these acts, and the company none of them.

    Names are known by their capital letters in the text of the sentence.
    """
    places = [at for group in acts for at in group.find(sentence.words)]
    if any(sentence.has_subject(Party.COMPANY, at) for at in places):
        return False
    names = set() if text.isupper() else {name.lower() for name in _NAMED_DOER.findall(text)}
    return _is_at_discretion_of_another(sentence) or any(
        _is_by_another(sentence, at, names) or _has_other_subject(sentence, at) for at in places
    )


def _is_at_discretion_of_another(sentence: Sentence) -> bool:
    """Return whether somebody else decides ("at the discretion of the shop")."""
    words = sentence.words
    for index, word in enumerate(words):
        if word != "discretion":
            continue
        if words[index + 1 : index + 2] == ("of",):
            first, last = index + 2, _find_end(sentence, index + 2)
        else:
            last = index - 1
            while last > 0 and words[last] in _DISCRETIONARY:
                last -= 1
            first = last
        is_owned = first > index or words[last].endswith("'s")
        if is_owned and last < len(words) and _is_other(sentence, first, last):
            return True
    return False


def _find_end(sentence: Sentence, first: int) -> int:
    """Return the last word of a phrase."""
    last = first
    while last + 1 < len(sentence.words) and not _ends_subject(sentence, last + 1):
        last += 1
    return last


def is_of_other_thing(sentence: Sentence, before: Sentence | None, verb: int | None) -> bool:
    """Return whether a passive verb is said of a thing that is no data ("cookies are used for").

    A pronoun stands for data only if the sentence before names data.
    """
    if verb is None:
        return False
    first, subject = _find_subject(sentence, verb)
    passive = sentence.words[subject + 1 : verb]
    if subject < first or _BE.isdisjoint(passive):
        return False
    if first == subject and sentence.words[subject] in _PRONOUNS:
        return before is not None and not _names_data(before, range(len(before.words)))
    start, _ = sentence.find_clause(verb)
    is_somebody = sentence.is_party(subject)
    return not is_somebody and not _names_data(sentence, range(start, subject + 1))


def _names_data(sentence: Sentence, indexes: Sequence[int]) -> bool:
    """Return whether words name data, or what is the reader's; a "file tool" is a tool."""
    words = sentence.words
    return any(
        sentence.grammar.evidence_owning.is_at(words, at)
        or (
            sentence.find_party(at) is Party.MATTER
            and (at == indexes[-1] or _ends_head(sentence, at + 1))
        )
        for at in indexes
    )


def _ends_head(sentence: Sentence, index: int) -> bool:
    """Return whether the noun before a word has no other noun after it."""
    is_next = sentence.is_party(index) or sentence.words[index] in {"that", "which"}
    return is_next or _ends_subject(sentence, index)


def _find_subject(sentence: Sentence, verb: int) -> tuple[int, int]:
    """Return the first and the last word before a verb and its auxiliaries; first > last: none."""
    words, (start, _) = sentence.words, sentence.find_clause(verb)
    last = verb - 1
    while last >= start and (
        sentence.is_finite(last)
        or sentence.is_negation(last)
        or words[last] in _ADVERBS
        or words[last].endswith("ly")
    ):
        last -= 1
    first = last + 1
    while first > start and not _ends_subject(sentence, first - 1):
        first -= 1
        if sentence.grammar.breaks_determiners.is_at(words, first):
            break
    return first, last


def _ends_subject(sentence: Sentence, index: int) -> bool:
    grammar, words = sentence.grammar, sentence.words
    is_link = grammar.breaks_prepositions.is_at(words, index) or words[index] in _MARKS
    return is_link or grammar.breaks_subordinating.is_at(words, index) or sentence.is_finite(index)


def _is_other(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether words name somebody who is neither the company nor the reader."""
    words, grammar = sentence.words, sentence.grammar
    if last < first or words[first] in _OWN or words[first] in _PRONOUNS:
        return False
    if grammar.evidence_documents.is_at(words, last) or sentence.company_names & {
        word.removesuffix("'s") for word in words[first : last + 1]
    }:
        return False
    party = sentence.find_party(last)
    return party is Party.OTHER or (
        party is Party.UNKNOWN and words[last] not in _TIMES and not words[last].isdigit()
    )


def _is_by_another(sentence: Sentence, act: int, names: Collection[str]) -> bool:
    """Return whether "by" follows an act, and then somebody ("by the shop", "by Acorn")."""
    words, grammar = sentence.words, sentence.grammar
    if words[act + 1 : act + 2] != ("by",) or act + 2 >= len(words):
        return False
    first = act + 2
    last = _find_end(sentence, first)
    is_person = sentence.find_party(last) is Party.OTHER or words[first] in names
    has_article = grammar.breaks_determiners.is_at(words, first) or words[first] == "that"
    return (has_article or is_person) and _is_other(sentence, first, last)


def _has_other_subject(sentence: Sentence, act: int) -> bool:
    """Return whether somebody else is the subject of an active verb."""
    words = sentence.words
    first, last = _find_subject(sentence, act)
    between = words[last + 1 : act]
    if not _BE.isdisjoint(between):
        return False
    has_modal = any(sentence.grammar.verbs_modal.is_at(between, at) for at in range(len(between)))
    following = words[act + 1 : act + 2]
    is_third_person = words[act].endswith("s") and (
        not _OBJECTS.isdisjoint(following) or any(word.startswith("refund") for word in following)
    )
    is_singular = not words[last].endswith("s") if last >= first else False
    return (has_modal or (is_third_person and is_singular)) and _is_other(sentence, first, last)
