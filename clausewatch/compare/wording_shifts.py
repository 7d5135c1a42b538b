"""The moves that single words make, and those of safeguards that a sentence does without."""

import re
from collections.abc import Iterator

from clausewatch.compare.clause_grammar import find_actors, split_clauses
from clausewatch.compare.sentence_pairs import MAX_CHANGED_WORDS, count_changed_words
from clausewatch.compare.shift_sentences import make_shift
from clausewatch.compare.shift_words import ShiftWords, Wording
from clausewatch.model.reading import Shift

_LEAD_CHARS = 26
_LIKES = re.compile("discretion|ermessen|discrétion|discreción", re.IGNORECASE)
_YOURS = re.compile(r"\b(?:your|ihrem|votre|vos) \w{0,8}$", re.IGNORECASE)
_YOURS_CHARS = 5
"""Discretion is the company's unless it is said to be the reader's."""
_PASSIVE = re.compile(r"\b(?:is|are|will|sind|wird|werden|est|sont|es|son)\b", re.IGNORECASE)
_NEGATED_CHARS, _DENIED_CHARS = 14, 80
"""Before a word that is negated itself, or that names to whom something denied would go."""
_PART_END = re.compile(r", |(?<= )(?:and|but|und|aber|et|mais|y|pero) ", re.IGNORECASE)
"""The end of a part of a clause; a negation counts in its own part."""
_ITEM_CHARS = 60
_ITEM = re.compile(
    r"(?:,|,? (?:and|or|und|oder|et|ou|y|o)\b)(?: [\w-]{1,24}){0,3} ?$", re.IGNORECASE
)
"""An item of a list, or its start, with what parts it from the item before."""
_ITEM_END = re.compile(
    r"(?: \w{1,24}){0,2}\W*$|[,.;:)]|,? (?:and|or|nor|und|oder|noch|et|ou|ni|y|o) ", re.IGNORECASE
)
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
        if wording.is_denied_by_clause and _list_words(wording, before) == _list_words(
            wording, after
        ):
            continue  # who is named is the same, and other rules tell what is denied to them
        balance = _count_worse(wording, after, words) - _count_worse(wording, before, words)
        if balance and wording.is_by_company and _is_by_user(wording, before, after, words):
            sentence = f"Users may do this in {'more' if balance > 0 else 'fewer'} cases."
            yield make_shift(wording.topic, wording.severity, sentence, is_loss=balance < 0)
        elif balance:
            sentence = wording.sentence_worse if balance > 0 else wording.sentence_better
            yield make_shift(wording.topic, wording.severity, sentence, is_loss=balance > 0)
    yield from _find_safeguard_shifts(before, after, words)


def find_added_wordings(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of safeguards that only added, or only removed, sentences name."""
    for wording in (rule for rule in words.wordings if rule.is_safeguard):
        has_old, has_new = (names_safeguard(wording, text) for text in (removed, added))
        if has_old is not has_new:
            sentence = wording.sentence_worse if has_old else wording.sentence_better
            side = "before" if has_old else "after"
            yield make_shift(
                wording.topic, wording.severity, sentence, is_loss=has_old, only_side=side
            )


def names_safeguard(wording: Wording, text: str) -> bool:
    """Tell whether a text names what protects users, and what it is about."""
    is_about = wording.about is None or wording.about.search(text)
    return bool(is_about and wording.better and wording.better.search(text))


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


def _list_words(wording: Wording, text: str) -> set[str]:
    """Return the words of a rule in a text, denied or not."""
    patterns = (wording.worse, wording.better)
    return {m.group().casefold() for p in patterns if p for m in p.finditer(text)}


def _count_worse(wording: Wording, text: str, words: ShiftWords) -> int:
    """Return the number of different words against users minus those for them."""
    worse = _find_affirmed(wording, wording.worse, text, words)
    better = _find_affirmed(wording, wording.better, text, words)
    if wording.is_binary:
        return bool(worse) - bool(better - worse)
    return len(worse) - len(better - worse)


def _find_affirmed(
    wording: Wording, pattern: re.Pattern[str] | None, text: str, words: ShiftWords
) -> set[str]:
    """Return the words of a pattern that no negation precedes in their part of the clause."""
    return {
        match.group().casefold()
        for match in (pattern.finditer(text) if pattern else ())
        if not _is_denied(_find_lead(wording, text, match, words), words)
    }


def _is_denied(lead: str, words: ShiftWords) -> bool:
    return any(words.grammar[name].search(lead) for name in ("negation", "nobody"))


def _find_lead(wording: Wording, text: str, match: re.Match[str], words: ShiftWords) -> str:
    """Return the words before a place in its part of the clause.

    Recipients that are listed share the part of the first one: "to no broker, insurer or bank".
    """
    is_listed = wording.is_denied_by_clause
    place = _find_list_start(wording, text, match, words) if is_listed else match.start()
    lead = text[max(0, place - (_DENIED_CHARS if is_listed else _NEGATED_CHARS)) : place]
    return lead[max((end.end() for end in _PART_END.finditer(lead)), default=0) :]


def _find_list_start(wording: Wording, text: str, match: re.Match[str], words: ShiftWords) -> int:
    """Return where the first item of a list ends whose later item a match is, or its own place."""
    place = match.start()
    if not _ITEM_END.match(text, match.end()):
        return place
    while item := _ITEM.search(text[max(0, place - _ITEM_CHARS) : place]):
        others = wording.worse.sub("", item.group()) if wording.worse else item.group()
        is_clause = wording.about is not None and wording.about.search(others)
        if is_clause or _is_denied(others, words):
            break
        place = max(0, place - _ITEM_CHARS) + item.start()
    return place


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
