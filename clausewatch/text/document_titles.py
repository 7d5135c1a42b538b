"""The kinds of document that a title or heading names, in many languages, from one data file."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
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
class TitleKind:
    """One kind of document with the phrases by which titles name it."""

    name: str
    by_first_word: Mapping[str, re.Pattern[str]]
    """The phrases that begin with a word; they match in a normalised label."""
    by_stem: Mapping[str, re.Pattern[str]]
    """The phrases that begin with a part of a word, in the same way."""
    unspaced: tuple[str, ...]
    """Phrases in scripts without spaces; they match anywhere in a label without blanks."""

    def is_named(self, label: str, words: AbstractSet[str], joined: str) -> bool:
        """Return whether a label names this kind: given normalised, as words, and without blanks.

        Phrases are searched only where their beginning occurs: a kind has hundreds.
        """
        return (
            any(
                self.by_first_word[word].search(label) for word in self.by_first_word.keys() & words
            )
            or any(stem in label and each.search(label) for stem, each in self.by_stem.items())
            or any(phrase in joined for phrase in self.unspaced)
        )


@cache
def load_title_kinds() -> tuple[TitleKind, ...]:
    """Return the kinds of the data file, in its order."""
    data = load_link_data()
    return tuple(_build_kind(name, table, data) for name, table in data["title"].items())


def _build_kind(name: str, table: dict[str, list[str]], data: dict[str, Any]) -> TitleKind:
    phrases = {
        phrase
        for source in (table, *(data[link] for link in table.get("links", ())))
        for language, words in source.items()
        if language not in {"links", "not"}
        for phrase in words
    }
    unspaced = {p for p in phrases if any(ord(c) >= FIRST_UNSPACED_CODE_POINT for c in p)}
    spaced = sorted(phrases - unspaced, key=lambda phrase: (-len(phrase), phrase))
    return TitleKind(
        name=name,
        by_first_word=_group_phrases(phrase for phrase in spaced if "*" not in phrase.split()[0]),
        by_stem=_group_phrases(phrase for phrase in spaced if "*" in phrase.split()[0]),
        unspaced=tuple(normalise_label(phrase).replace(" ", "") for phrase in sorted(unspaced)),
    )


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
    label = normalise_label(text[:MAX_TITLE_CHARS])
    joined, words = label.replace(" ", ""), set(label.split())
    return frozenset(
        kind.name for kind in load_title_kinds() if kind.is_named(label, words, joined)
    )
