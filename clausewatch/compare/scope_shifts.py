"""The moves of how far a rule reaches: conditions, efforts, shares and items of lists."""

import re

from clausewatch.compare.clause_grammar import cut_main_clause, find_predicates
from clausewatch.compare.quantities import read_number
from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import (
    Replacement,
    find_new_item,
    find_weighty_replacements,
)
from clausewatch.compare.shift_words import TURNING_WORDS, ShiftWords
from clausewatch.compare.stance import Effect, Mood, Rule, find_clause, find_rule_before
from clausewatch.model.reading import Severity, Shift

_MAX_LIMIT_WORDS = 30
_MAX_LIST_WORDS = 14
_AGE_CHARS = 40
_PARENT = re.compile(r"\b(?:parent|guardian|elter|sorgeberecht|padre|tutor)", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:under|younger than|below|unter|moins de|menores de)\b[^.,;]{0,30}$", re.IGNORECASE
)
_OVER = re.compile(
    r"\b(?:over|above|older than|at least|über|mindestens|plus de|au moins|mayores de)\b"
    r"[^.,;]{0,30}$",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(r"\bage of $", re.IGNORECASE)
_YEARS = re.compile(r"\W*(?:years?|Jahre?n?|ans|años)\b", re.IGNORECASE)
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


def find_limit_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a rule that gains, loses or swaps a condition."""
    narrowing = _measure_narrowing(replacement, words)
    if not narrowing:
        return None
    rules = [find_rule_before(sentence, start, words) for sentence, start, _ in replacement.sides]
    favours = {
        rule.favour if rule else _find_favour_without_rule(*side[:2], words)
        for rule, side in zip(rules, replacement.sides, strict=True)
    }
    if len(favours) != 1 or 0 in favours:
        return None
    is_loss = (favours == {1}) is (narrowing > 0)
    is_harmful = any(rule and rule.effect is Effect.HARMS for rule in rules)
    severity = Severity.HIGH if is_harmful else Severity.MEDIUM
    label = "Holds in fewer cases" if narrowing > 0 else "Holds in more cases"
    return make_quoting_shift("limit", replacement, severity, label, is_loss=is_loss)


def _find_favour_without_rule(sentence: str, place: int, words: ShiftWords) -> int:
    """Return -1 if a plain statement before a place is a practice, 1 if it is a promise, else 0."""
    place = len(cut_main_clause(sentence[:place]))
    if words.grammar["protective"].search(sentence, 0, place):
        return 0  # "we keep your data secure" is a practice, and none against users
    if _has_practice_before(sentence, place, place, words):
        return -1
    return int(
        any(
            not predicate.is_denied and predicate.is_main and predicate.actor == "company"
            for promise in words.promises
            for predicate in find_predicates(
                sentence[:place], words, promise.verbs, promise.objects
            )
        )
    )


def _measure_narrowing(replacement: Replacement, words: ShiftWords) -> int:
    """Return 1 if a rule holds in fewer cases than before, -1 if in more, 0 if that is not sure."""
    limit, unbounded = words.grammar["limit"], words.grammar["unbounded"]
    removed, added = (text.lstrip(" ,(") for text in (replacement.removed, replacement.added))
    if max(len(removed.split()), len(added.split())) > _MAX_LIMIT_WORDS:
        return 0
    if not removed or not added:
        return bool(limit.match(added)) - bool(limit.match(removed))
    if limit.match(removed) and not limit.match(added) and unbounded.search(added):
        return -1
    if limit.match(added) and not limit.match(removed) and unbounded.search(removed):
        return 1
    return 0


def find_effort_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a duty that becomes one of trying, or of one that needs no more "only"."""
    grammar = words.grammar
    weaker = bool(grammar["effort"].search(replacement.added)) - bool(
        grammar["effort"].search(replacement.removed)
    )
    sentence, _, end = replacement.sides[1]
    rule = find_rule_before(sentence, end, words)
    is_duty = rule is not None and rule.mood in {Mood.DUTY, Mood.WILL}
    if weaker and rule and rule.actor and is_duty and not _starts_harm(sentence[end:], words):
        label = "A duty becomes one of trying" if weaker > 0 else "A duty of trying becomes firm"
        is_loss = (weaker > 0) is (rule.actor == "company")
        return make_quoting_shift("effort", replacement, Severity.MEDIUM, label, is_loss=is_loss)
    return _find_dropped_condition(replacement, words)


def _starts_harm(text: str, words: ShiftWords) -> bool:
    """Tell whether a text starts with what counts against users: "charge your card"."""
    behind = text.lstrip()
    return any(
        practice.verbs.match(behind) and (not practice.objects or practice.objects.search(behind))
        for practice in words.practices
        if practice.actor == "company"
    )


def _find_dropped_condition(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move from "only with" something to "without" it, unless users act."""
    exclusive, without = words.grammar["exclusive"], words.grammar["without"]
    removed, added = (text.lstrip(" ,(") for text in (replacement.removed, replacement.added))
    turn = bool(exclusive.match(removed) and without.match(added)) - bool(
        exclusive.match(added) and without.match(removed)
    )
    rules = [find_rule_before(sentence, start, words) for sentence, start, _ in replacement.sides]
    if not turn or any(rule and (rule.actor == "user" or rule.favour > 0) for rule in rules):
        return None
    label = "Drops a condition" if turn > 0 else "Adds a condition"
    return make_quoting_shift("limit", replacement, Severity.HIGH, label, is_loss=turn > 0)


def find_share_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move between all of something and a part of it."""
    whole, part = words.grammar["whole"], words.grammar["part"]
    removed, added = (text.strip(" ,.") for text in (replacement.removed, replacement.added))
    is_less = whole.fullmatch(removed) and part.fullmatch(added)
    is_more = part.fullmatch(removed) and whole.fullmatch(added)
    sentence, start, _ = replacement.sides[1]
    rule = find_rule_before(sentence, start, words)
    if not (is_less or is_more) or rule is None or not rule.favour:
        return None
    is_loss = (rule.favour > 0) is bool(is_less)
    label = "Covers only a part" if is_less else "Covers all of it"
    return make_quoting_shift("share", replacement, Severity.MEDIUM, label, is_loss=is_loss)


def find_age_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of an age below which a sentence protects people."""
    ages = [_read_age(*side) for side in replacement.sides]
    if None in ages or ages[0] == ages[1]:
        return None
    sentence, start, _ = replacement.sides[1]
    rule = find_rule_before(sentence, start, words)
    is_denied = rule is not None and rule.mood is Mood.DENIAL and rule.favour > 0
    is_denied = is_denied and words.grammar["matter"].search(sentence) is not None
    is_denied = is_denied or _needs_parent(sentence, words)
    is_practised = rule is None and _has_practice_before(sentence, start, len(sentence), words)
    if not (is_denied if _UNDER.search(sentence[:start]) else is_practised):
        return None
    is_loss = (ages[1] or 0) < (ages[0] or 0)
    label = "Protects fewer young people" if is_loss else "Protects more young people"
    return make_quoting_shift("age", replacement, Severity.HIGH, label, is_loss=is_loss)


def _needs_parent(sentence: str, words: ShiftWords) -> bool:
    """Tell whether a sentence asks for the consent of a parent."""
    return bool(_PARENT.search(sentence) and words.grammar["consent"].search(sentence))


def _read_age(sentence: str, start: int, end: int) -> float | None:
    """Return the age that words at a place name as a limit; None if they name none."""
    lead = sentence[max(0, start - _AGE_CHARS) : start]
    is_age = (_UNDER.search(lead) or _OVER.search(lead)) and (
        _AGE_BEFORE.search(lead) or _YEARS.match(sentence[end:]) or _PARENT.search(sentence)
    )
    return read_number(sentence[start:end]) if is_age else None


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
    if _has_practice_before(sentence, start, end, words):
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


def _has_practice_before(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
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
