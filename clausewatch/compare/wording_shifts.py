"""The moves that single words make, and those that the grammar of a sentence makes.

These rules compare a sentence with the one that replaced it.
"""

import re
from collections.abc import Iterator

from clausewatch.compare.clause_grammar import find_actors, split_clauses
from clausewatch.compare.clause_states import assess_practice, assess_promise, assess_right
from clausewatch.compare.sentence_pairs import (
    MAX_CHANGED_WORDS,
    count_changed_words,
    find_changed_words,
)
from clausewatch.compare.shift_sentences import State, make_shift
from clausewatch.compare.shift_words import ShiftWords, Wording
from clausewatch.model.reading import Shift

_LEAD_CHARS = 26
_LIKES = re.compile("discretion|ermessen|discrétion|discreción", re.IGNORECASE)
_YOURS = re.compile(r"\b(?:your|ihrem|votre|vos) \w{0,8}$", re.IGNORECASE)
_YOURS_CHARS = 5
"""Discretion is the company's unless it is said to be the reader's."""
_PASSIVE = re.compile(r"\b(?:is|are|will|sind|wird|werden|est|sont|es|son)\b", re.IGNORECASE)
_MAX_LISTED_WORDS = 5
_MAX_REPLACED_WORDS = 8
_NEGATED_CHARS = 14
_MAX_WORDS_BETWEEN = 3
"""Between "without" and the safeguard."""


def find_wording_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of words that count for or against users whoever acts."""
    if count_changed_words(before, after) > MAX_CHANGED_WORDS:
        return
    for wording in words.wordings:
        both = f"{before} {after}"
        needed = (pattern for pattern in (wording.about, wording.beside) if pattern)
        if not all(pattern.search(both) for pattern in needed):
            continue
        balance = _count_worse(wording, after, words) - _count_worse(wording, before, words)
        if balance and wording.is_by_company and _is_by_user(wording, before, after, words):
            sentence = f"Users may do this in {'more' if balance > 0 else 'fewer'} cases."
            yield make_shift(wording.topic, wording.severity, sentence, is_loss=balance < 0)
        elif balance:
            sentence = wording.sentence_worse if balance > 0 else wording.sentence_better
            yield make_shift(wording.topic, wording.severity, sentence, is_loss=balance > 0)
    yield from _find_safeguard_shifts(before, after, words)


def _is_by_user(wording: Wording, before: str, after: str, words: ShiftWords) -> bool:
    """Tell whether users act: they are the first who are named, and the company grants nothing."""
    actors = find_actors(after, len(after), words)
    if not actors or actors[0][1] != "user" or words.grammar["grant"].search(after):
        return False
    return not any(
        _LIKES.search(match.group()) and not _YOURS.search(text[: match.start() + _YOURS_CHARS])
        for text in (before, after)
        for pattern in (wording.worse, wording.better)
        for match in (pattern.finditer(text) if pattern else ())
    )


def _count_worse(wording: Wording, text: str, words: ShiftWords) -> int:
    """Return the number of different words against users minus those for them."""
    worse = _find_affirmed(wording.worse, text, words)
    better = _find_affirmed(wording.better, text, words)
    if wording.is_binary:
        return bool(worse) - bool(better - worse)
    return len(worse) - len(better - worse)


def _find_affirmed(pattern: re.Pattern[str] | None, text: str, words: ShiftWords) -> set[str]:
    """Return the words of a pattern that no negation precedes directly."""
    negation = words.grammar["negation"]
    return {
        match.group().casefold()
        for match in (pattern.finditer(text) if pattern else ())
        if not negation.search(_find_lead(text, match.start()))
    }


def _find_lead(text: str, place: int) -> str:
    """Return the words directly before a place, from the last comma on."""
    return text[max(0, place - _NEGATED_CHARS) : place].rpartition(",")[2]


def _find_safeguard_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    old, new = (_find_missing_safeguards(text, words) for text in (before, after))
    severity = words.safeguard_severity
    for noun in sorted(new - old):
        sentence = f"No longer needs {noun}." if noun.isascii() else "Does without a safeguard."
        yield make_shift(f"safeguard: {noun}", severity, sentence, is_loss=True)
    for noun in sorted(old - new):
        sentence = f"Now needs {noun}." if noun.isascii() else "No longer does without a safeguard."
        yield make_shift(f"safeguard: {noun}", severity, sentence, is_loss=False)


def _find_missing_safeguards(text: str, words: ShiftWords) -> set[str]:
    """Return the safeguards that a text expressly lets the company do without.

    What is forbidden without a safeguard needs it, and what users must not do is no matter here.
    """
    grammar = words.grammar
    missing = set()
    for clause in split_clauses(text):
        plain = grammar["empty_negation"].sub(lambda match: " " * len(match.group()), clause)
        for match in words.safeguards.finditer(plain):
            start = max(0, match.start() - _LEAD_CHARS)
            without = list(grammar["without"].finditer(plain, start, match.start()))
            if (
                not without
                or len(plain[without[-1].end() : match.start()].split()) > _MAX_WORDS_BETWEEN
            ):
                continue
            actors = find_actors(plain, without[-1].start(), words)
            is_by_user = bool(actors) and actors[-1][1] == "user"
            if not actors and not _states_rule(plain, without[-1], words):
                continue  # an item of a list, perhaps of what users must not do
            if not is_by_user and not grammar["negation"].search(plain, 0, without[-1].start()):
                missing.add(match.group().casefold())
    return missing


def _states_rule(clause: str, without: re.Match[str], words: ShiftWords) -> bool:
    """Tell whether a clause without a subject says what may happen or what is needed."""
    needs = len(without.group().split()) > 1
    return needs or bool(words.grammar["may"].search(clause) or _PASSIVE.search(clause))


def find_scope_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the move of a practice, promise or right that becomes narrower or wider."""
    removed, added = find_changed_words(before, after)
    is_replaced = bool(removed and added)
    most = _MAX_REPLACED_WORDS if is_replaced else MAX_CHANGED_WORDS
    if words.grammar["example"].match(added) or count_changed_words(before, after) > most:
        return
    strict = _measure_limits(removed, added, "strict_limit", words)
    narrowing = strict or _measure_widening(removed, added, words)
    extent = "in fewer cases" if narrowing > 0 else "in more cases"
    for practice in words.practices if narrowing else ():
        is_strict = practice.is_general or not words.grammar["regardless"].match(added)
        states = {
            assess_practice(practice, text, words, is_strict=is_strict) for text in (before, after)
        }
        if states <= {State.CONDITIONAL, State.FULL}:
            sentence = f"May {practice.does} {extent} than before."
            yield make_shift(practice.topic, practice.severity, sentence, is_loss=narrowing < 0)
            return
    if not narrowing and not (removed and added):
        narrowing = _measure_limits(removed, added, "restriction", words)
    if narrowing:
        yield from _find_scope_gains(before, after, words, narrowing)


def _find_scope_gains(
    before: str, after: str, words: ShiftWords, narrowing: int
) -> Iterator[Shift]:
    extent = "in fewer cases" if narrowing > 0 else "in more cases"
    for promise in words.promises:
        states = {assess_promise(promise, t, words, is_strict=True) for t in (before, after)}
        if State.FULL in states and min(states) >= State.LIMITED:
            sentence = f"Promises to {promise.does} {extent} than before."
            yield make_shift(promise.topic, promise.severity, sentence, is_loss=narrowing > 0)
            return
    for right in words.rights:
        states = {assess_right(right, t, words, is_strict=True) for t in (before, after)}
        if states == {State.FULL}:
            sentence = f"{'Limits' if narrowing > 0 else 'Widens'} {right.name}."
            yield make_shift(right.topic, right.severity, sentence, is_loss=narrowing > 0)
            return


def _measure_limits(removed: str, added: str, name: str, words: ShiftWords) -> int:
    """Return 1 if a limiting word is added, -1 if one is removed, 0 for neither or both."""
    limit = words.grammar[name]
    return bool(limit.search(added)) - bool(limit.search(removed))


def _measure_widening(removed: str, added: str, words: ShiftWords) -> int:
    """Return -1 if a list or another case is added, 1 if one is removed, 0 if that is not sure."""
    widening = words.grammar["widening"]
    rest = [widening.sub("", side).strip(" ,") for side in (removed, added)]
    if all(rest) or not any(rest):
        return 0
    words_changed, sign = (removed, 1) if rest[0] else (added, -1)
    if widening.match(words_changed):
        return sign
    is_list = len(words_changed.split()) <= _MAX_LISTED_WORDS
    return sign if is_list and widening.search(words_changed) else 0
