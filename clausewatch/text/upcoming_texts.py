"""The words that tell the next version of a text from the present one.

English, German, French and Spanish; the words are in `data/upcoming_words.toml`. Where they are in
doubt, nothing is the next version.
"""

import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from clausewatch.text.date_lines import is_date_line
from clausewatch.text.document_titles import normalise_label

DATA_FILE = "data/upcoming_words.toml"
_MIN_LETTERS = 2
"""Of a word that stands between two others: `conditions à venir`."""


@cache
def _load_words() -> dict[str, dict[str, tuple[str, ...]]]:
    tables = tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))
    return {
        language: {group: tuple(words) for group, words in table.items()}
        for language, table in tables.items()
    }


def names_upcoming_text(text: str, language: str) -> bool:
    """Return whether a link names a new, upcoming or updated text: `Preview the new agreement`."""
    table = _load_words().get(language)
    if table is None:
        return False
    label = normalise_label(text)
    if any(f" {word}" in label for word in table["present"]):
        return False
    words = [word for word in label.split() if len(word) >= _MIN_LETTERS]
    return any(
        _is_upcoming_text(one, other, table) or _is_upcoming_text(other, one, table)
        for one, other in pairwise(words)
    )


def _is_upcoming_text(first: str, second: str, table: dict[str, tuple[str, ...]]) -> bool:
    """Return whether a word says that the text beside it is the next one: `new terms`."""
    return first.startswith(table["upcoming"]) and any(part in second for part in table["texts"])


def is_about_own_text(sentence: str, language: str) -> bool:
    """Return whether a sentence with a day may be about the text that it stands in.

    So is a line that only states a date, and a sentence on *these* terms.
    """
    if is_date_line(sentence):
        return True
    table = _load_words().get(language)
    return table is None or not set(table["itself"]).isdisjoint(normalise_label(sentence).split())
