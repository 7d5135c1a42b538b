"""The words of dates and of lines that state a date, by language, from one data file."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NotRequired, TypedDict, cast

from clausewatch.text.scripts import is_unspaced

DATA_FILE = "data/date_words.toml"
_WHOLE_WORD_LETTERS = 5
_MIN_LABEL_LETTERS = 4
"""A shorter name of a version, such as `v`, labels a line only before a number."""

LabelKind = Literal["updated", "effective", "version", "earlier"]


class DateWords(TypedDict):
    """The words of one language."""

    months: list[str]
    """Twelve entries, each with its forms; none where months are written as figures."""
    updated: list[str]
    by: NotRequired[list[str]]
    effective: list[str]
    version: list[str]
    earlier: list[str]
    other: str
    periods: NotRequired[str]
    short_periods: NotRequired[str]
    ago_before: NotRequired[str]
    ago_after: NotRequired[str]
    recent: NotRequired[list[str]]


@cache
def load_date_words() -> dict[str, DateWords]:
    """Return the words by language."""
    text = (files("clausewatch") / DATA_FILE).read_text("utf-8")
    tables: dict[str, Any] = tomllib.loads(text)
    return {language: cast(DateWords, table) for language, table in tables.items()}


def list_month_names(language: str | None = None) -> dict[str, int]:
    """Return the number, 1 to 12, of each name of a month, in one language or in all."""
    tables = load_date_words()
    selected = tables.values() if language is None else [tables[language]]
    return {
        spelling: number
        for words in selected
        for number, names in enumerate(words["months"], 1)
        for name in names.split("|")
        # Case folding takes some letters apart, so a folded name may be another text.
        for spelling in (name, name.casefold())
    }


@cache
def find_month(name: str, language: str) -> int | None:
    """Return the number of a month; a name that two languages share is that of `language`."""
    spellings = (name.casefold(), name.lower())
    own = list_month_names(language) if language in load_date_words() else {}
    numbers = [
        names[spelling]
        for names in (own, list_month_names())
        for spelling in spellings
        if spelling in names
    ]
    return numbers[0] if numbers else None


def list_labels(kind: LabelKind) -> list[str]:
    """Return the labels of a kind in all languages."""
    return sorted({label for words in load_date_words().values() for label in words[kind]})


def list_other_words() -> frozenset[str]:
    """Return the further words of lines that only state a date."""
    return frozenset(
        word for words in load_date_words().values() for word in words["other"].casefold().split()
    )


def list_byline_leads() -> list[str]:
    """Return what introduces the name of an author or a reviewer in all languages."""
    return sorted({word for words in load_date_words().values() for word in words.get("by", [])})


def list_age_phrases(kind: Literal["ago_before", "ago_after"]) -> list[str]:
    """Return the phrases before or after a period that make it an age, in all languages."""
    return sorted({words.get(kind, "") for words in load_date_words().values()} - {""})


def list_long_units() -> list[str]:
    """Return the units of time from an hour upwards, in all languages."""
    return _list_units("periods")


def list_short_units() -> list[str]:
    """Return the words for minutes and seconds, in all languages."""
    return _list_units("short_periods")


def list_units() -> list[str]:
    """Return all units of time in all languages."""
    return sorted({*list_long_units(), *list_short_units()})


def _list_units(kind: Literal["periods", "short_periods"]) -> list[str]:
    return sorted({u for words in load_date_words().values() for u in words.get(kind, "").split()})


def list_recent_days() -> list[str]:
    """Return the words for today, yesterday and the like in all languages."""
    return sorted({day for words in load_date_words().values() for day in words.get("recent", [])})


def build_alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of these texts, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def has_capitals(word: str) -> bool:
    """Return whether the script of a word has capital letters."""
    return word[:1].upper() != word[:1].lower()


def build_label_pattern(labels: Iterable[str]) -> str:
    """Return a pattern of labels: short ones as whole words, long ones as beginnings of words.

    In scripts without capitals, where prefixes and other words are attached, they match anywhere.
    """
    labels = list(labels)
    anywhere = [label for label in labels if not has_capitals(label)]
    cased = [label for label in labels if has_capitals(label)]
    whole = build_alternation(w for w in cased if len(w) <= _WHOLE_WORD_LETTERS)
    beginnings = build_alternation(w for w in cased if len(w) > _WHOLE_WORD_LETTERS)
    return rf"(?<!\w)(?:(?:{whole})(?!\w)|{beginnings})|{build_alternation(anywhere)}"


def list_beginnings() -> tuple[str, ...]:
    """Return the labels that are beginnings of words."""
    labels = (label for kind in ("updated", "effective") for label in list_labels(kind))
    return tuple(
        label for label in labels if len(label) > _WHOLE_WORD_LETTERS and has_capitals(label)
    )


def list_version_labels() -> list[str]:
    """Return the names of versions that label a line without a number."""
    return [
        name
        for name in list_labels("version")
        if len(name) >= _MIN_LABEL_LETTERS or is_unspaced(name)
    ]


def list_unspaced_words() -> list[str]:
    """Return the labels and further words of scripts without spaces."""
    words = set(list_other_words())
    for kind in ("updated", "effective", "version"):
        words.update(list_labels(kind))
    return [word for word in words if is_unspaced(word)]
