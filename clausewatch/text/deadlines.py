"""Deadlines in a text: from when it applies, until when people may object, how they are told.

English, German, French and Spanish; the words are those of `deadline_words`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product, zip_longest

from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.text.dates import FOUR_DIGITS, DateMention, find_dates
from clausewatch.text.deadline_words import DeadlineWords, load_deadline_words
from clausewatch.text.document_titles import normalise_label
from clausewatch.text.number_words import read_number_words
from clausewatch.text.sentences import split_sentences

MAX_SENTENCE_CHARS = 700
"""A longer sentence is a list of clauses, whose dates belong to several of them."""
MAX_DISTANCE = 90
"""Characters between a date and the words that say what it is about."""
MAX_PERIOD_DAYS = 400
DAYS_OF_UNIT = (1, 7, 30)
_KINDS = {
    "objection": TermDateKind.OBJECTION,
    "effective": TermDateKind.EFFECTIVE,
    "notified": TermDateKind.NOTICE,
}
"""What a date is about, by the group of words beside it."""
MAX_PREPOSITION = 5
"""Characters of a preposition between a word and the date that it is about."""
MAX_WORDS_BETWEEN = 3
"""From a word for a change to what changes: `changes to these terms`."""
MAX_OPENER = 40
"""Characters before the date that opens a sentence."""


def find_term_dates(texts: Iterable[str], language: str) -> tuple[TermDate, ...]:
    """Return the dates and periods of some texts, each once, in order."""
    term_dates = (
        term_date
        for text in texts
        for sentence in split_sentences(text)
        if len(sentence) <= MAX_SENTENCE_CHARS
        for term_date in _read_sentence(sentence, language)
    )
    return tuple(dict.fromkeys(term_dates))


def _read_sentence(sentence: str, language: str) -> Iterator[TermDate]:
    words, label = load_deadline_words(language), normalise_label(sentence)
    if words.use.is_in(label) and words.acceptance.is_in(label):
        mention = next(find_dates(sentence, language), None)
        yield TermDate(
            TermDateKind.ACCEPTANCE, _quote(sentence), on=mention.day if mention else None
        )
        return
    # Few sentences have a year, and a search for dates costs more than one for words.
    if FOUR_DIGITS.search(sentence) and _may_be_dated(label, words):
        for kind, day in _find_dated(sentence, language, words):
            yield TermDate(kind, _quote(sentence), on=day)
    days = find_period(label, words)
    if days is not None:
        if words.objection.is_in(label):
            yield TermDate(TermDateKind.OBJECTION, _quote(sentence), days=days)
        elif _gives_notice(label, words) and _is_notice_of_change(label, words):
            yield TermDate(TermDateKind.NOTICE, _quote(sentence), days=days)


def _gives_notice(label: str, words: DeadlineWords) -> bool:
    """Return whether a sentence is about telling people beforehand.

    Without a word for that, the company tells them of a change some days before: `30 days before`.
    """
    if words.notice.is_in(label):
        return True
    if not (words.told.is_in(label) and _tells_of_change(label, words)):
        return False
    ends = (match.end() for pattern in words.periods for match in pattern.finditer(label))
    return any(label[end:].partition(" ")[2].startswith(words.ahead) for end in ends)


def _tells_of_change(label: str, words: DeadlineWords) -> bool:
    """Return whether words for a change and for the text, a price or a company are close."""
    if words.bare.is_in(label):
        return True
    changes = [match.start() for match in words.changes.pattern.finditer(label)]
    matters = [match.start() for match in words.matter.pattern.finditer(label)]
    return any(
        label[min(pair) : max(pair)].count(" ") <= MAX_WORDS_BETWEEN
        for pair in product(changes, matters)
    )


def _quote(sentence: str) -> str:
    """Return a sentence on one line."""
    return " ".join(sentence.split())


def _is_notice_of_change(label: str, words: DeadlineWords) -> bool:
    """Return whether a notice may be of a change.

    One of the end of a contract is another matter, and so is one that the reader owes.
    """
    is_owed = words.owed.is_in(label) and not words.told.is_in(label)
    return not is_owed and (words.changes.is_in(label) or not words.ending.is_in(label))


def _may_be_dated(label: str, words: DeadlineWords) -> bool:
    """Return whether a sentence has words that say what a date is about."""
    has_start = words.changes.is_in(label) and any(f"{s} " in f" {label}" for s in words.starts)
    has_start = has_start or f" {label.strip()}".startswith(words.openers)
    return has_start or any(getattr(words, kind).is_in(label) for kind in _KINDS)


def _find_dated(
    sentence: str, language: str, words: DeadlineWords
) -> Iterator[tuple[TermDateKind, date]]:
    """Yield the dates with what they are about: the nearest words before them, or else after."""
    mentions = tuple(find_dates(sentence, language))
    for mention, following in zip_longest(mentions, mentions[1:]):
        before = normalise_label(sentence[_find_scope(sentence, mention) : mention.start])
        after = normalise_label(sentence[mention.end : mention.end + MAX_DISTANCE])
        kind = _find_last(before, words)
        if kind is None and _is_first_of_range(sentence, mention, following, words):
            continue
        if kind is None and not _belongs_to_next(sentence, mention, following, words):
            kind = _find_first(after, words)
        if kind is None and _opens(sentence, mention, before, words):
            kind = TermDateKind.EFFECTIVE
        if kind is None and _is_start(f" {before}".rstrip(), before + after, words):
            kind = TermDateKind.EFFECTIVE
        if kind is not None:
            yield kind, mention.day


def _find_scope(sentence: str, mention: DateMention) -> int:
    """Return from where on words are about a date: from the bracket around it, if it has words."""
    start = max(0, mention.start - MAX_DISTANCE)
    bracket = sentence.rfind("(", start, mention.start)
    is_open = bracket >= 0 and ")" not in sentence[bracket : mention.start]
    return bracket if is_open and sentence[bracket + 1 : mention.start].strip() else start


def _is_first_of_range(
    sentence: str, mention: DateMention, following: DateMention | None, words: DeadlineWords
) -> bool:
    """Return whether a date is the first day of a time for something: `1 May 2026 to 1 June`."""
    if following is None:
        return False
    return normalise_label(sentence[mention.end : following.start]).rstrip() in words.ends


def _belongs_to_next(
    sentence: str, mention: DateMention, following: DateMention | None, words: DeadlineWords
) -> bool:
    """Return whether what follows a date is about the next one: `dated 1 May, effective 1 June`."""
    if following is None or following.start - mention.end > MAX_DISTANCE:
        return False
    between = normalise_label(sentence[mention.end : following.start]).rstrip()
    ends = (m.end() for kind in _KINDS for m in getattr(words, kind).pattern.finditer(between))
    return len(between) - max(ends, default=0) <= MAX_PREPOSITION


def _opens(sentence: str, mention: DateMention, before: str, words: DeadlineWords) -> bool:
    """Return whether a sentence begins with a date from which it applies: `Starting 1 May, we`."""
    following = normalise_label(sentence[mention.end : mention.end + MAX_DISTANCE])
    is_range = any(following.startswith(f"{end} ") for end in words.ends)
    return f" {before.strip()}" in words.openers and mention.start <= MAX_OPENER and not is_range


def _is_start(before: str, around: str, words: DeadlineWords) -> bool:
    """Return whether something new applies from a date, by the label that ends before it."""
    is_start = before.endswith(words.starts) and not before.endswith(words.ends)
    return is_start and words.changes.is_in(around)


def _find_last(label: str, words: DeadlineWords) -> TermDateKind | None:
    ends = {
        kind: max((m.end() for m in getattr(words, kind).pattern.finditer(label)), default=-1)
        for kind in _KINDS
    }
    best = max(ends, key=lambda kind: ends[kind])
    return _KINDS[best] if ends[best] >= 0 else None


def _find_first(label: str, words: DeadlineWords) -> TermDateKind | None:
    starts = {
        kind: match.start()
        for kind in _KINDS
        if (match := getattr(words, kind).pattern.search(label))
    }
    return _KINDS[min(starts, key=lambda kind: starts[kind])] if starts else None


def find_period(label: str, words: DeadlineWords) -> int | None:
    """Return the first period of a normalised label in days, or None."""
    if not words.units.is_in(label):
        return None
    for pattern, factor in zip(words.periods, DAYS_OF_UNIT, strict=True):
        match = pattern.search(label)
        if match is not None:
            days = _read_count(match, words) * factor
            return days if 0 < days <= MAX_PERIOD_DAYS else None
    return None


def _read_count(match: re.Match[str], words: DeadlineWords) -> int:
    if match[1]:
        return int(match[1])
    return words.numbers.get(match[2]) or read_number_words(match[2]) or 0
