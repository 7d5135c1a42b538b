"""Word lists of the languages that have a spelling rule, and the words that decide there.

The lists are those of simplemma (MIT), which has all inflected forms. A list is opened when the
first question about its language is asked, and closed after the check.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, TypedDict, cast

from simplemma.strategies import DictionaryLookupStrategy
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

from clausewatch.text.cache import cache_per_check

DATA_FILE = "data/deciding_words.toml"
_WHOLE_WORD_LETTERS = 3
_TURNING: tuple[Literal["bindings", "negations"], ...] = ("bindings", "negations")
_LIST_CODES = {"no": "nb", "nn": "nb"}
"""The code of the word list, where the language detector has another one."""


class DecidingWords(TypedDict):
    """Deciding words of a language; no spelling correction touches them but `bindings`."""

    numbers: list[str]
    modals: list[str]
    negations: list[str]
    bindings: list[str]
    limits: list[str]
    """Words that restrict what a sentence says; they tell nothing of spelling."""


@cache
def load_deciding_words() -> dict[str, DecidingWords]:
    """Return the deciding words by language."""
    text = (files("clausewatch") / DATA_FILE).read_text("utf-8")
    return cast(dict[str, DecidingWords], tomllib.loads(text))


@cache
def _list_beginnings(language: str) -> tuple[str, ...]:
    words = load_deciding_words()[language]
    stems = [*words["numbers"], *words["modals"]]
    return tuple(stem for stem in stems if len(stem) > _WHOLE_WORD_LETTERS)


@cache
def _list_whole_words(language: str) -> frozenset[str]:
    words = load_deciding_words()[language]
    return frozenset([*words["numbers"], *words["modals"], *words["negations"]])


def find_list_code(language: str) -> str | None:
    """Return the code of the language's word list, or None if it has no spelling rule."""
    code = _LIST_CODES.get(language, language)
    return code if code in load_deciding_words() else None


def is_deciding(word: str, code: str) -> bool:
    """Return whether a word counts, obliges, permits or denies in the language of a list."""
    return word in _list_whole_words(code) or word.startswith(_list_beginnings(code))


@cache
def _list_numbers(language: str) -> tuple[str, ...]:
    return tuple(load_deciding_words()[language]["numbers"])


@cache
def _list_bindings(language: str) -> frozenset[str]:
    return frozenset(load_deciding_words()[language]["bindings"])


def is_binding(word: str, code: str) -> bool:
    """Return whether a word obliges or permits somebody, or agrees to something."""
    return word in _list_bindings(code)


def is_rule_word(word: str, code: str) -> bool:
    """Return whether a word binds, denies or is a modal verb; a number does none of it."""
    if is_binding(word, code):
        return True
    return is_deciding(word, code) and not word.startswith(_list_numbers(code))


@cache
def _list_limits() -> frozenset[str]:
    return frozenset(word for words in load_deciding_words().values() for word in words["limits"])


def has_limit_word(words: Iterable[str]) -> bool:
    """Return whether a word restricts something in any language of the lists: "only"."""
    return not _list_limits().isdisjoint(words)


def has_rule_word(words: Iterable[str]) -> bool:
    """Return whether a word binds, denies or is a modal verb in any language of the lists."""
    codes = tuple(load_deciding_words())
    return any(is_rule_word(word, code) for word in words for code in codes)


def has_binding_word(words: Iterable[str], codes: Iterable[str]) -> bool:
    """Return whether a word obliges, permits, agrees or denies in a language of these lists."""
    tables = load_deciding_words()
    lists = (tables[code][kind] for code in codes for kind in _TURNING if code in tables)
    return not {word for words_of_list in lists for word in words_of_list}.isdisjoint(words)


@cache_per_check
def _open_list(code: str) -> DictionaryLookupStrategy:
    """Open a word list: at most 55 MB and 1.7 s CPU, in English 3 MB and 0.1 s."""
    factory = StreamDictionaryFactory(cache_max_size=1)
    factory.get_dictionary(code)
    return DictionaryLookupStrategy(factory)


def is_known(word: str, code: str) -> bool:
    """Return whether a word, in any case, is in a word list."""
    return _open_list(code).get_lemma(word, code) is not None
