"""Whole numbers below a thousand in words, in English, German, French and Spanish.

The words are in `data/number_words.toml`. They are found with and without their accents, and with
hyphens or blanks between them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any

DATA_FILE = "data/number_words.toml"
MAX_WORDS = 6
_HUNDRED = 100
_TEN, _TWENTY = 10, 20
_VIGESIMAL = frozenset({60, 80})
"""French counts on from them to 79 and 99."""


def _read_tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))


def _list_values(table: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    yield from ((word, index) for index, word in enumerate(table["units"], 1))
    yield from ((word, index * _TEN) for index, word in enumerate(table["tens"], 2))
    yield from ((word, index * _HUNDRED) for index, word in enumerate(table["hundreds"], 1))
    yield from ((word, _HUNDRED) for word in table["hundred"])
    yield from ((word, 1) for word in table["articles"])
    yield from table["others"].items()


def _write_forms(words: str) -> Iterator[str]:
    """Yield the forms of a word in lower case, with and without accents and hyphens."""
    for word in filter(None, words.split("|")):
        lower = word.casefold()
        for form in (word, lower, _strip_accents(lower)):
            yield from (form, form.replace("-", " "))


def _strip_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def _join(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TABLES = _read_tables()
_VALUES = {
    form: value
    for table in _TABLES.values()
    for word, value in _list_values(table)
    for form in _write_forms(word)
}
_ARTICLES = frozenset(article for table in _TABLES.values() for article in table["articles"])
_MULTIPLIERS = frozenset(
    form for table in _TABLES.values() for word in table["hundred"] for form in _write_forms(word)
)
_JOINERS = _join([joiner for table in _TABLES.values() for joiner in table["joiners"]])
_FIRST = rf"{_join(_VALUES.keys() - _ARTICLES)}|ein(?=und)"
_ANY = rf"{_FIRST}|(?:{_join(_ARTICLES)})(?!\w)"
_NEXT = rf"(?:[ -](?:(?:{_JOINERS})[ -])?|und)?(?:{_ANY})"
NUMBER_WORDS = rf"(?:{_FIRST})(?:{_NEXT}){{0,{MAX_WORDS}}}"
"""The expression for a number in words; articles that could be meant as one are none."""
_WORD = re.compile(_ANY, re.IGNORECASE)


def list_number_words(language: str) -> tuple[str, ...]:
    """Return the words of a language that numbers above one are made of."""
    table = _TABLES[language]
    words = [*table["units"][1:], *table["tens"], *table["hundred"]]
    return tuple(form for word in words for form in word.split("|") if form)


def read_number_words(text: str) -> int | None:
    """Return the number that a text ends with, in words; None if it ends with none.

    `thirty-one` is 31, and `five and ten` is 10.
    """
    found = [(match.start(), match.group().casefold()) for match in _WORD.finditer(text)]
    for index, (start, _) in enumerate(found):
        value = _add([word for _, word in found[index:]], has_und="und" in text[start:].casefold())
        if value is not None:
            return value
    return None


def _add(words: Sequence[str], *, has_und: bool) -> int | None:
    """Return the value of the words of one number, or None if they are several."""
    values = [_VALUES[word] for word in words]
    hundreds = 0
    if len(words) > 1 and words[1] in _MULTIPLIERS and values[0] < _TEN:
        hundreds, values = values[0] * _HUNDRED, values[2:]
    elif values[0] >= _HUNDRED:
        hundreds, values = values[0], values[1:]
    below = _add_below_hundred(values, has_und=has_und)
    return None if below is None else hundreds + below


def _add_below_hundred(values: Sequence[int], *, has_und: bool) -> int | None:
    is_one_number = all(value < _HUNDRED for value in values) and all(
        _may_follow(second, first, has_und=has_und) for first, second in pairwise(values)
    )
    return sum(values) if is_one_number else None


def _may_follow(second: int, first: int, *, has_und: bool) -> bool:
    """Return whether two values in a row are one number: `thirty five`, `fünf und dreißig`."""
    is_tens = first % _TEN == 0
    if is_tens and second < (_TWENTY if first in _VIGESIMAL else _TEN):
        return True
    return has_und and first < _TEN and second >= _TWENTY and second % _TEN == 0
