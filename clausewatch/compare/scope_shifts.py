"""The moves of how far a rule reaches: conditions, efforts, shares and ages."""

import re

from clausewatch.compare.clause_grammar import cut_main_clause, find_predicates
from clausewatch.compare.item_shifts import has_practice_before
from clausewatch.compare.quantities import read_number
from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import Replacement
from clausewatch.compare.shift_words import ShiftWords
from clausewatch.compare.stance import Effect, Mood, Rule, find_rule_before, find_rules
from clausewatch.model.reading import Severity, Shift

_MAX_LIMIT_WORDS = 30
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


def find_limit_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a rule that gains, loses or swaps a condition."""
    narrowing = _measure_narrowing(replacement, words)
    if not narrowing:
        return None
    rules = [_find_limited_rule(*side, words) for side in replacement.sides]
    favours = {
        rule.favour if rule else _find_favour_without_rule(*side, words)
        for rule, side in zip(rules, replacement.sides, strict=True)
    }
    if len(favours) != 1 or 0 in favours:
        return None
    is_loss = (favours == {1}) is (narrowing > 0)
    if not is_loss and _replaces_time(replacement, words):
        return None  # what the company may do at once, or if something happens
    is_harmful = any(rule and rule.effect is Effect.HARMS for rule in rules)
    severity = Severity.HIGH if is_harmful else Severity.MEDIUM
    label = "Holds in fewer cases" if narrowing > 0 else "Holds in more cases"
    return make_quoting_shift("limit", replacement, severity, label, is_loss=is_loss)


def _find_limited_rule(sentence: str, start: int, end: int, words: ShiftWords) -> Rule | None:
    """Return the rule that a condition at a place limits: the one before it, or behind its start.

    "If you agree, we may share it".
    """
    if sentence[:start].strip():
        return find_rule_before(sentence, start, words)
    return next((rule for rule in find_rules(sentence, end, words) if rule.start >= end), None)


def _find_favour_without_rule(sentence: str, start: int, end: int, words: ShiftWords) -> int:
    """Return -1 if a plain statement before a place is a practice, 1 if it is a promise, else 0."""
    if not sentence[:start].strip():
        sentence = sentence[end:].lstrip(" ,")
        start = end = len(sentence)
    place = len(cut_main_clause(sentence[:start]))
    if words.grammar["protective"].search(sentence, 0, place):
        return 0  # "we keep your data secure" is a practice, and none against users
    if has_practice_before(sentence, place, place, words):
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
    unbounded = words.grammar["unbounded"]
    removed, added = (text.lstrip(" ,(") for text in (replacement.removed, replacement.added))
    if max(len(removed.split()), len(added.split())) > _MAX_LIMIT_WORDS:
        return 0
    narrowing = _is_limit(added, words) - _is_limit(removed, words)
    if not (removed and added):
        return narrowing
    if narrowing < 0:
        return -1 if unbounded.search(added) else 0
    is_open = unbounded.search(removed) or _replaces_time(replacement, words)
    return narrowing if is_open else 0


def _is_limit(text: str, words: ShiftWords) -> bool:
    """Tell whether words are a condition: one that says when, or a setting that is on or off."""
    switches = (words.grammar[name] for name in ("switched_on", "switched_off"))
    if words.grammar["together"].match(text) and any(switch.search(text) for switch in switches):
        return True
    return words.grammar["limit"].match(text) is not None


def _replaces_time(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether a rewording has something else in place of "at once" or "without delay"."""
    times = (words.grammar[name] for name in ("soft_time", "at_once"))
    return any(time.search(replacement.removed) for time in times)


def find_masking_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of data that no longer hides whom it is about: "share [aggregated] data"."""
    masked = [
        words.grammar["masking"].fullmatch(text.strip(" ,")) is not None
        for text in (replacement.removed, replacement.added)
    ]
    if masked[0] is masked[1] or (replacement.removed and replacement.added):
        return None
    favours = {
        has_practice_before(sentence, start, len(sentence), words)
        for sentence, start, _ in replacement.sides
    }
    if favours != {True}:
        return None
    is_loss = masked[0]
    label = "Holds for more data" if is_loss else "Holds for less data"
    return make_quoting_shift("masking", replacement, Severity.HIGH, label, is_loss=is_loss)


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
    is_practised = rule is None and has_practice_before(sentence, start, len(sentence), words)
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
