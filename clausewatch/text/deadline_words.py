"""The words of sentences that state a deadline, as patterns on a normalised label.

English, German, French and Spanish, from `data/deadline_words.toml`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from clausewatch.text.number_words import NUMBER_WORDS

DATA_FILE = "data/deadline_words.toml"
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
    "matter",
    "bare",
)
"""The groups of phrases that match as beginnings of words."""
DEFAULT_LANGUAGE = "en"
GAP = r"\b.{1,80}?\b"
"""Between the two parts of a phrase."""
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
    matter: Beginnings
    """What a notice is about if it changes: the text, a price, or a company."""
    bare: Beginnings
    """Changes without a word for what changes."""
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
