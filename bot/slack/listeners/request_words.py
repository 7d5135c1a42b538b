"""The verb that a sentence asks for, by the phrases of `request_words.toml`. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "data/request_words.toml"
HOW, EVERYTHING, IGNORED, QUESTION = "how", "everything", "ignored", "question"
TABLES = (HOW, EVERYTHING, IGNORED, QUESTION)
"""The tables of the file that are not verbs."""
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name a verb, and where they stand in a text."""

    verb: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of words."""
        return self.end - self.start


def split_words(text: str) -> list[str]:
    """Return the words of a text without marks; `don't` is one word, `wal-mart.com` too."""
    return _WORD.findall(re.sub(r"['\u2019]", "", text))


def fold_word(word: str) -> str:
    """Return a word without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def list_phrases(words: Sequence[str]) -> list[Phrase]:
    """Return the longest phrase of each verb in folded words, the longest phrases first."""
    longest = [
        max(phrases, key=lambda phrase: phrase.length)
        for verb in read_request_words()
        if verb not in TABLES and (phrases := find_phrases(words, verb))
    ]
    return sorted(longest, key=lambda phrase: -phrase.length)


def find_phrases(words: Sequence[str], table: str) -> list[Phrase]:
    """Return where the phrases of a table stand in folded words."""
    phrases = read_request_words()[table]
    longest = max(map(len, phrases))
    return [
        Phrase(table, start, start + count)
        for start in range(len(words))
        for count in range(1, min(longest, len(words) - start) + 1)
        if tuple(words[start : start + count]) in phrases
    ]


def names_verb(word: str) -> bool:
    """Return whether a folded word is a phrase for a verb by itself."""
    tables = read_request_words()
    return any((word,) in phrases for verb, phrases in tables.items() if verb not in TABLES)


def is_ignored(word: str) -> bool:
    """Return whether a folded word names no platform in a sentence."""
    return (word,) in read_request_words()[IGNORED] or word.isdigit()


def begins_question(text: str) -> bool:
    """Return whether the first word of a text begins a question, or a mark ends one."""
    words = split_words(text)
    first_words = read_request_words()[QUESTION]
    return text.rstrip().endswith("?") or (bool(words) and (fold_word(words[0]),) in first_words)


@cache
def read_request_words() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Return the phrases of each table, of all languages, as folded words."""
    text = files("clausewatch").joinpath(FILE).read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    return {
        table: frozenset(
            tuple(phrase.split()) for phrases in languages.values() for phrase in phrases
        )
        for table, languages in tables.items()
    }
