"""Deadlines in a text: from when it applies, until when people may object, how they are told.

English, German, French and Spanish; the words are in `data/deadline_words.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.text.dates import FOUR_DIGITS, DateMention, find_dates
from clausewatch.text.document_titles import normalise_label
from clausewatch.text.number_words import NUMBER_WORDS, read_number_words
from clausewatch.text.sentences import split_sentences

DATA_FILE = "data/deadline_words.toml"
MAX_SENTENCE_CHARS = 700
"""A longer sentence is a list of clauses, whose dates belong to several of them."""
MAX_DISTANCE = 90
"""Characters between a date and the words that say what it is about."""
MAX_PERIOD_DAYS = 400
GROUPS = (
    "objection",
    "effective",
    "notice",
    "owed",
    "told",
    "notified",
    "use",
    "acceptance",
    "changes",
    "ending",
)
"""The groups of phrases that match as beginnings of words."""
DAYS_OF_UNIT = (1, 7, 30)
DEFAULT_LANGUAGE = "en"
_KINDS = {
    "objection": TermDateKind.OBJECTION,
    "effective": TermDateKind.EFFECTIVE,
    "notified": TermDateKind.NOTICE,
}
"""What a date is about, by the group of words beside it."""
GAP = r"\b.{1,80}?\b"
"""Between the two parts of a phrase."""
MAX_PREPOSITION = 5
"""Characters of a preposition between a word and the date that it is about."""
MAX_OPENER = 40
"""Characters before the date that opens a sentence."""
_FIGURE = r"(\d{1,3})"


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Phrases that begin a word of a normalised label."""

    phrases: tuple[str, ...]
    """Each with the blank before it."""
    pattern: re.Pattern[str]
    has_gaps: bool
    """A phrase consists of two parts with other words between."""

    def is_in(self, label: str) -> bool:
        """Return whether a phrase occurs; far cheaper than a search for the pattern."""
        for phrase in self.phrases:
            if phrase in label:
                return not self.has_gaps or self.pattern.search(label) is not None
        return False


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """The words of one language as patterns on a normalised label."""

    objection: Beginnings
    effective: Beginnings
    notice: Beginnings
    owed: Beginnings
    """The reader tells the company."""
    told: Beginnings
    """The company tells the reader."""
    notified: Beginnings
    use: Beginnings
    acceptance: Beginnings
    changes: Beginnings
    ending: Beginnings
    """The end of a contract."""
    openers: tuple[str, ...]
    """What opens a sentence before a date from which something applies."""
    starts: tuple[str, ...]
    """What ends directly before a date from which something applies."""
    ends: tuple[str, ...]
    """What ends directly before the last day of something."""
    ahead: tuple[str, ...]
    """What follows a period at whose end something happens."""
    units: Beginnings
    """The names of all units."""
    periods: tuple[re.Pattern[str], ...]
    """Per unit a number, in figures or as a word, before the unit."""
    numbers: dict[str, int]
    """Words that are numbers in this language alone."""


@cache
def load_deadline_words(language: str) -> DeadlineWords:
    """Return the words of a language; English ones for a language that has none."""
    tables: dict[str, Any] = tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))
    table = tables.get(language, tables[DEFAULT_LANGUAGE])
    numbers = table["numbers"]
    periods = tuple(compile_period(unit, numbers) for unit in table["units"])
    units = compile_beginnings(name for unit in table["units"] for name in unit)
    groups = {kind: compile_beginnings(table[kind]) for kind in GROUPS}
    openers, starts, ends = (
        tuple(f" {word}" for word in table[key]) for key in ("openers", "starts", "ends")
    )
    ahead = tuple(f"{word} " for word in table["ahead"])
    return DeadlineWords(
        **groups,
        openers=openers,
        starts=starts,
        ends=ends,
        ahead=ahead,
        units=units,
        periods=periods,
        numbers=numbers,
    )


def compile_beginnings(phrases: Iterable[str]) -> Beginnings:
    """Return the phrases with their expression, in which a longer one comes first.

    Three full stops in a phrase are any words of the sentence.
    """
    ordered = sorted(phrases, key=len, reverse=True)
    patterns = (phrase.replace(" ... ", GAP) for phrase in ordered)
    return Beginnings(
        tuple(f" {phrase.partition(' ... ')[0]}" for phrase in ordered),
        re.compile(rf"\b(?:{'|'.join(patterns)})"),
        has_gaps=any(" ... " in phrase for phrase in ordered),
    )


def compile_period(units: Iterable[str], numbers: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for a number and a unit: `thirty 30 calendar days`."""
    word = rf"({'|'.join((NUMBER_WORDS, *numbers))})(?:\w{{1,2}})?(?: \d{{1,3}})?"
    return re.compile(rf"\b(?:{_FIGURE}|{word})(?: \w{{1,14}})? (?:{'|'.join(units)})")


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

    Without a word for that, the company tells them something some days before: `30 days before`.
    """
    if words.notice.is_in(label):
        return True
    if not words.told.is_in(label):
        return False
    ends = (match.end() for pattern in words.periods for match in pattern.finditer(label))
    return any(label[end:].partition(" ")[2].startswith(words.ahead) for end in ends)


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
        before = normalise_label(sentence[max(0, mention.start - MAX_DISTANCE) : mention.start])
        after = normalise_label(sentence[mention.end : mention.end + MAX_DISTANCE])
        kind = _find_last(before, words)
        if kind is None and not _belongs_to_next(sentence, mention, following, words):
            kind = _find_first(after, words)
        if kind is None and _opens(sentence, mention, before, words):
            kind = TermDateKind.EFFECTIVE
        if kind is None and _is_start(f" {before}".rstrip(), before + after, words):
            kind = TermDateKind.EFFECTIVE
        if kind is not None:
            yield kind, mention.day


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
