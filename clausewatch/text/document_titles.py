"""The kinds of document that a title or heading names, in many languages, from one data file."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

DATA_FILE = "data/policy_links.toml"
FIRST_UNSPACED_CODE_POINT = 0x0E00
"""From here on Unicode has scripts that are written without spaces between words."""
MAX_TITLE_CHARS = 4000
_MAX_KNOWN_CHARACTERS = 20_000
# Letters that Unicode does not decompose into a base letter and a mark.
_UNDIVIDED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})  # noqa: RUF001


class _LabelCharacters(dict[int, str]):
    """What each character of a label becomes, computed when a text first has it."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MAX_KNOWN_CHARACTERS:
            self.clear()
        character = chr(code)
        bare = "" if unicodedata.combining(character) else character
        self[code] = replacement = bare if not bare or bare.isalnum() else " "
        return replacement


_LABEL_CHARACTERS = _LabelCharacters()


def load_link_data() -> dict[str, Any]:
    """Return the tables of the data file: phrases of links, and under `title` those of titles."""
    return tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))


def normalise_label(text: str) -> str:
    """Return lower-case words without accents, each between spaces, for matching whole words."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNDIVIDED))
    return f" {' '.join(text.translate(_LABEL_CHARACTERS).split())} "


@dataclass(frozen=True, slots=True)
class TitlePhrases:
    """The phrases by which titles name kinds of document, each pattern with the name of its kind.

    Phrases are searched only where their beginning occurs: there are thousands.
    """

    by_first_word: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    """The phrases that begin with a word; they match in a normalised label."""
    by_stem: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    """The phrases that begin with a part of a word, in the same way."""
    unspaced: tuple[tuple[str, str], ...]
    """Phrases in scripts without spaces, and kinds; they match in a label without blanks."""

    def find_kinds(self, label: str) -> frozenset[str]:
        """Return the names of the kinds that a normalised label names."""
        searches = [
            *(self.by_first_word[word] for word in self.by_first_word.keys() & label.split()),
            *(each for stem, each in self.by_stem.items() if stem in label),
        ]
        names = {name for each in searches for name, pattern in each if pattern.search(label)}
        if not label.isascii():
            joined = label.replace(" ", "")
            names.update(name for phrase, name in self.unspaced if phrase in joined)
        return frozenset(names)


@cache
def load_title_phrases() -> TitlePhrases:
    """Return the phrases of the data file."""
    data = load_link_data()
    by_first_word: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    by_stem: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    unspaced: list[tuple[str, str]] = []
    for name, table in data["title"].items():
        phrases = _list_phrases(table, data)
        written = {p for p in phrases if any(ord(c) >= FIRST_UNSPACED_CODE_POINT for c in p)}
        spaced = sorted(phrases - written, key=lambda phrase: (-len(phrase), phrase))
        stems = [phrase for phrase in spaced if "*" in phrase.split()[0]]
        words = [phrase for phrase in spaced if "*" not in phrase.split()[0]]
        for index, each in ((by_first_word, words), (by_stem, stems)):
            for first, pattern in _group_phrases(each).items():
                index[first] = (*index.get(first, ()), (name, pattern))
        unspaced += [(normalise_label(each).replace(" ", ""), name) for each in sorted(written)]
    return TitlePhrases(by_first_word, by_stem, tuple(unspaced))


def _list_phrases(table: dict[str, list[str]], data: dict[str, Any]) -> set[str]:
    """Return the phrases of one kind, with those of the links that it refers to."""
    return {
        phrase
        for source in (table, *(data[link] for link in table.get("links", ())))
        for language, words in source.items()
        if language not in {"links", "not"}
        for phrase in words
    }


def _group_phrases(phrases: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Return one pattern for all phrases that begin with the same word."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(normalise_label(phrase.strip("*")).split()[0], []).append(phrase)
    return {word: re.compile("|".join(map(_build_pattern, each))) for word, each in groups.items()}


def _build_pattern(phrase: str) -> str:
    """Return the expression for a phrase; a `*` is any beginning or ending of its word."""
    words = [re.escape(normalise_label(word.strip("*")).strip()) for word in phrase.split()]
    for index, word in enumerate(phrase.split()):
        ending = r"\w{0,40}" if word.endswith("*") else ""
        # A beginning needs no pattern of its own: the match then starts inside the word.
        words[index] = ("" if word.startswith("*") else r"\b") + words[index] + ending + r"\b"
    return " ".join(words)


@lru_cache(maxsize=4096)
def find_kinds(text: str) -> frozenset[str]:
    """Return the names of the kinds of document that a title or heading names."""
    return load_title_phrases().find_kinds(normalise_label(text[:MAX_TITLE_CHARS]))
