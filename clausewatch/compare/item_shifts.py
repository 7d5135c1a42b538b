"""The moves of lists that gain or lose an item, and of who alone may do something."""

import re

from clausewatch.compare.clause_grammar import find_predicates
from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import (
    Replacement,
    find_new_item,
    find_weighty_replacements,
)
from clausewatch.compare.shift_words import TURNING_WORDS, ShiftWords
from clausewatch.compare.stance import Effect, Mood, Rule, find_clause, find_rule_before
from clausewatch.model.reading import Severity, Shift

_MAX_LIST_WORDS = 14
_EXAMPLE_CHARS = 60
_LIST_LEAD_WORDS = 14
_MIN_SENTENCE_WORDS = 6
_JOIN = r"(?:and|or|und|oder|sowie|et|ou|y|o|e)"
_IN_LIST_BEFORE = re.compile(rf"(?:,|\b{_JOIN})\s*$", re.IGNORECASE)
_IN_LIST_BEHIND = re.compile(rf"^\s*(?:,|{_JOIN}\b)", re.IGNORECASE)
_ENDS = re.compile(rf"^\W*(?:{_JOIN}\b)?\W*|\W*(?:\b{_JOIN})?\W*$", re.IGNORECASE)
_PHRASE_START = re.compile(r"(?:in|on|at|as|also|wie|auch|en|dans|comme|\()\b|\(", re.IGNORECASE)
_PLAIN_ITEM_BARS = ("may", "must", "will", *TURNING_WORDS, "limit", "regardless")
_LIST = "list"


def find_list_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a list that has an item more or less."""
    item = _find_item(replacement)
    if item is None:
        return None
    side = item.sides[1] if item.added else item.sides[0]
    items = _read_items(*side, words)
    favour = _find_favour_of_items(*side, words) if items else 0
    if not favour:
        return None
    is_loss = (favour > 0) is not bool(item.added)
    severity = Severity.HIGH if words.grammar["sensitive"].search(items) else Severity.MEDIUM
    label = "Covers more" if item.added else "Covers less"
    return make_quoting_shift(_LIST, item, severity, label, is_loss=is_loss)


def find_access_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of who alone sees something: "only you [and your team] can read it".

    What more people may do with it, such as to delete or repair it, favours neither side.
    """
    item = _find_item(replacement)
    if item is None or not words.grammar["exclusive"].match(item.before):
        return None
    sentence, start, end = item.sides[1] if item.added else item.sides[0]
    verb = words.grammar["may"].search(sentence)
    if verb is None or verb.start() < end or words.grammar["negation"].search(sentence):
        return None
    rest = sentence[verb.end() :].strip(" .")
    is_seen = any(words.grammar["seeing"].match(text) for text in (rest, rest.rpartition(" ")[2]))
    is_of_users = is_seen and words.grammar["yours"].search(rest)
    if not is_of_users or not _read_items(sentence, start, end, words):
        return None
    label = "Gives more people access" if item.added else "Gives fewer people access"
    return make_quoting_shift("access", item, Severity.MEDIUM, label, is_loss=bool(item.added))


def _find_item(replacement: Replacement) -> Replacement | None:
    """Return the one addition or removal between two sentences, whatever joins it to others."""
    replacements = find_weighty_replacements(replacement.before, replacement.after)
    if len(replacements) == 1 and bool(replacement.removed) is not bool(replacement.added):
        return replacement
    is_first = replacement == replacements[0]
    return find_new_item(replacement.before, replacement.after) if is_first else None


def is_item_shift(shift: Shift) -> bool:
    """Tell whether a move only adds an item to a list, or takes one out."""
    return shift.topic.startswith(f"{_LIST}: ")


def _read_items(sentence: str, start: int, end: int, words: ShiftWords) -> str:
    """Return the items of a list at a place, without what joins them; empty if it is no list."""
    text = sentence[start:end]
    items = _ENDS.sub("", text)
    if len(sentence.split()) < _MIN_SENTENCE_WORDS or not re.search(r"[^\W\d]{3}", items):
        return ""
    is_list = (
        _IN_LIST_BEFORE.search(sentence[:start])
        or _IN_LIST_BEHIND.search(sentence[end:])
        or len(items) < len(text.strip(" ,.;:)"))
    )
    is_plain = not any(words.grammar[name].search(items) for name in _PLAIN_ITEM_BARS)
    is_example = words.grammar["example"].search(sentence[max(0, start - _EXAMPLE_CHARS) : end])
    starts_phrase = "(" in text or _starts_phrase(items, sentence[:start], words)
    if (
        not is_list
        or not is_plain
        or is_example
        or starts_phrase
        or len(items.split()) > _MAX_LIST_WORDS
    ):
        return ""
    return items


def _starts_phrase(items: str, lead: str, words: ShiftWords) -> bool:
    """Tell whether words are no item but a phrase of their own: "in its capacity as"."""
    if lead.count("(") > lead.count(")"):
        return True
    first = items.split(maxsplit=1)[0].casefold() if items else ""
    starts = words.grammar["preposition"].match(items) or _PHRASE_START.match(items)
    return bool(starts) and first not in lead.casefold().split()[-_LIST_LEAD_WORDS:]


def _find_favour_of_items(sentence: str, start: int, end: int, words: ShiftWords) -> int:
    """Return 1 if each item at a place is good for users, -1 if bad, 0 if that is not sure."""
    first, _ = find_clause(sentence, start)
    rule = find_rule_before(sentence, start, words)
    is_pointer = rule is None and words.grammar["pointer"].search(sentence, first, start)
    if is_pointer or words.grammar["exception"].search(sentence, first, start):
        return 0
    if rule is not None and (rule.actor != "company" or rule.mood is not Mood.WILL):
        return _find_favour_under_rule(rule, sentence[first:start], sentence[start:end], words)
    if rule is not None and rule.effect in {Effect.HELPS, Effect.HARMS}:
        return rule.favour
    if has_practice_before(sentence, start, end, words):
        return -1
    return int(_has_promise_before(sentence, start, end, words))


def _has_promise_before(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a verb before a place promises something to users."""
    return any(
        not predicate.is_denied and predicate.actor != "user"
        for promise in words.promises
        if not promise.is_general
        if promise.objects is not None and promise.objects.search(sentence, start, end)
        for predicate in find_predicates(sentence[:start], words, promise.verbs, promise.objects)
    )


def _find_favour_under_rule(rule: Rule, lead: str, items: str, words: ShiftWords) -> int:
    """Return the favour of items that a rule says something about."""
    if rule.mood is Mood.NO_DUTY:
        return 0
    if rule.mood is Mood.DENIAL and rule.actor is None:
        return int(bool(words.grammar["exclusion"].search(lead)))
    is_open = rule.actor is None and rule.mood is Mood.PERMISSION
    if rule.actor == "user" or (is_open and rule.effect is not Effect.HARMS):
        is_right = any(right.verbs.search(items) for right in words.rights)
        return int(rule.mood is Mood.PERMISSION and is_right)
    return rule.favour if rule.effect in {Effect.HELPS, Effect.HARMS} else 0


def has_practice_before(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a verb before a place says what the company does with data."""
    text = sentence[:end]
    for practice in words.practices:
        if practice.actor != "company":
            continue
        for predicate in find_predicates(text, words, practice.verbs, practice.objects):
            place = sentence.find(predicate.clause) + predicate.start
            if place < start and not predicate.is_denied and predicate.actor != "user":
                return True
    return False
