"""Recitals: texts that say what a company thinks or how to reach it, and bind nobody.

A text is a recital only on positive evidence in each of its sentences. What grants, forbids, counts
or names a practice is a term, however short it is.
"""

import re

from clausewatch.compare.clause_grammar import (
    CLAUSE_END,
    find_actors,
    find_predicates,
    split_assertions,
)
from clausewatch.compare.contact_details import SUMS, has_postcode, is_address
from clausewatch.compare.shift import find_shifts
from clausewatch.compare.shift_words import (
    TURNING_WORDS,
    Practice,
    Right,
    ShiftWords,
    find_shift_words,
)

_MIN_FUNCTION_SHARE = 0.15
"""Of the words of a text; with fewer, its language is not known."""
_MAX_WORDS = 120
_LEAD_CHARS = 70
"""From the start of a sentence to the end of its main verb."""
_MIN_INVITATION_WORDS = 5
_END = re.compile(r"[.!][\"\u201d\u2019)]{0,2}$")
"""Without a full stop it may be an item of a list, whose rule is in the sentence before it."""
_CONJUNCT = re.compile(
    r" (?:and|or|but|und|oder|aber|et|ou|mais|y|o|pero) (\w[\w\u2019'-]{0,30})(?= \w)",
    re.IGNORECASE,
)
"""What follows a conjunction, unless it is the last word."""
_BINDING = (
    "must",
    *TURNING_WORDS,
    "no_choice",
    "entitlement",
    "benefit",
    "cost",
    "grant",
)
_GIVING = ("must", "may", *TURNING_WORDS, "no_choice", "benefit", "cost", "grant")
"""A sentence with one of these tells more than where its link leads."""
_BEFORE_REQUEST = re.compile(
    r"(?:^|, )(?:(?:please|bitte|veuillez|merci de|por favor,?) )?$", re.IGNORECASE
)
"""Before a verb that asks for something: nothing, or another clause."""
_MAX_STREET_WORDS, _MAX_LINK_WORDS = 12, 26
_LINK_CHARS = 40
"""Behind a verb, in which the place of its link is."""


def is_recital(text: str) -> bool:
    """Tell whether every sentence of a text is an attitude, a way to write, or a pointer.

    The line of a street or a town in a postal address is one as well.
    """
    words = find_shift_words(text)
    if _is_address_line(text, words) or _leads_to_link(text, words):
        return True
    is_long = len(text.split()) > _MAX_WORDS
    sentences = [] if is_long else split_assertions(text)
    if not sentences or not _END.search(text.rstrip()) or not _is_prose(text, words):
        return False
    sentences = [s for s in sentences if not _describes_document(s, words)]
    rest = " ".join(sentences)
    if any(words.grammar[name].search(rest) for name in _BINDING) or _names_conduct(rest, words):
        return False
    return all(_is_unbinding(sentence, words) for sentence in sentences)


def _describes_document(sentence: str, words: ShiftWords) -> bool:
    """Tell whether a sentence only says what the document tells: "this policy explains how"."""
    subject = words.grammar["this_document"].search(sentence, 0, _LEAD_CHARS)
    end = subject.end() if subject else 0
    verb = words.grammar["describes"].search(sentence, end, end + _LEAD_CHARS)
    if subject is None or verb is None or CLAUSE_END.search(sentence, verb.end()):
        return False
    return not any(words.grammar[name].search(sentence) for name in ("must", "consent", "negation"))


def _is_address_line(text: str, words: ShiftWords) -> bool:
    has_number = any(c.isdigit() for c in text) and len(text.split()) <= _MAX_STREET_WORDS
    is_place = words.grammar["street"].search(text) or has_postcode(text)
    return bool(has_number and is_place and is_address(text))


def _leads_to_link(text: str, words: ShiftWords) -> bool:
    """Tell whether a text only asks its readers to follow a link: "to ask us, please go here".

    What they have a right to do is another sentence's matter.
    """
    grammar = words.grammar
    if len(text.split()) > _MAX_LINK_WORDS or len(split_assertions(text)) != 1:
        return False
    if not grammar["invitation"].match(text.strip()) or not _asks_to_follow(text, words):
        return False
    if any(grammar[name].search(text) for name in _GIVING) or _names_conduct(text, words):
        return False
    has_right = any(right.verbs.search(text) for right in words.rights)
    is_told = any(match.group().casefold() != "us" for match in grammar["company"].finditer(text))
    return not (has_right or is_told or grammar["objecting"].search(text))


def _asks_to_follow(text: str, words: ShiftWords) -> bool:
    """Tell whether a verb that asks readers to follow a link stands before its place."""
    return any(
        _BEFORE_REQUEST.search(text[: verb.start()])
        and words.grammar["link_place"].search(text, verb.start(), verb.end() + _LINK_CHARS)
        for verb in words.grammar["link_verb"].finditer(text)
    )


def _is_prose(text: str, words: ShiftWords) -> bool:
    count = len(words.grammar["function"].findall(text))
    is_known = count >= _MIN_FUNCTION_SHARE * len(text.split())
    return is_known and "|" not in text and not any(c.isdigit() or c in SUMS for c in text)


def _names_conduct(text: str, words: ShiftWords) -> bool:
    """Tell whether a text names a practice or a right, or makes a promise that a rule knows."""
    rules: tuple[Practice | Right, ...] = (
        *(rule for rule in words.practices if not rule.is_general),
        *words.rights,
    )
    if any(next(find_predicates(text, words, r.verbs, r.objects), None) for r in rules):
        return True
    return bool(find_shifts(None, text) or find_shifts(text, None))


def _is_unbinding(sentence: str, words: ShiftWords) -> bool:
    pointer = words.grammar["pointer"]
    if pointer.match(sentence.strip()):
        return True
    return _is_attitude(sentence, words) or _is_way_to_write(sentence, words)


def _is_attitude(sentence: str, words: ShiftWords) -> bool:
    """Tell whether what the company believes, values or hopes is the rule of a sentence."""
    verb = words.grammar["attitude"].search(sentence, 0, _LEAD_CHARS)
    others = ("may", "will", "matter", "effort")
    if verb is None or any(words.grammar[name].search(sentence) for name in others):
        return False
    actors = [actor for _, actor in find_actors(sentence, verb.start(), words)]
    return "user" not in actors and not _has_other_verb(sentence, verb.end(), words)


def _has_other_verb(sentence: str, start: int, words: ShiftWords) -> bool:
    """Tell whether a second verb may follow an attitude: "and report threats to the police"."""
    nouns = ("article", "preposition", "attitude")
    return any(
        not any(words.grammar[name].fullmatch(conjunct[1]) for name in nouns)
        for conjunct in _CONJUNCT.finditer(sentence, start)
    )


def _is_way_to_write(sentence: str, words: ShiftWords) -> bool:
    """Tell whether a sentence only invites its readers to write, to call or to subscribe."""
    verb = words.grammar["contact"].search(sentence)
    is_label = len(sentence.split()) < _MIN_INVITATION_WORDS
    if verb is None or verb.start() > _LEAD_CHARS or is_label:
        return False
    actors = [actor for _, actor in find_actors(sentence, verb.start(), words)]
    return "company" not in actors
