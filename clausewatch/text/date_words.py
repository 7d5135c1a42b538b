"""The words of dates and of lines that state a date, by language, from one data file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, TypedDict, cast

DATA_FILE = "data/date_words.toml"


class DateWords(TypedDict):
    """The words of one language."""

    months: list[str]
    """Twelve entries, each with its forms; none where months are written as figures."""
    updated: list[str]
    effective: list[str]
    version: list[str]
    other: str


@cache
def load_date_words() -> dict[str, DateWords]:
    """Return the words by language."""
    text = (files("clausewatch") / DATA_FILE).read_text("utf-8")
    tables: dict[str, Any] = tomllib.loads(text)
    return {language: cast(DateWords, table) for language, table in tables.items()}


def list_month_names() -> dict[str, int]:
    """Return the number of each name of a month, 1 to 12."""
    return {
        spelling: number
        for words in load_date_words().values()
        for number, names in enumerate(words["months"], 1)
        for name in names.split()
        # Case folding takes some letters apart, so a folded name may be another text.
        for spelling in (name, name.casefold())
    }


def list_labels(kind: str) -> list[str]:
    """Return the labels of all languages; `kind` is `updated`, `effective` or `version`."""
    return sorted({label for words in load_date_words().values() for label in words[kind]})  # type: ignore[literal-required]  # one of the three


def list_other_words() -> frozenset[str]:
    """Return the further words of lines that only state a date."""
    return frozenset(
        word for words in load_date_words().values() for word in words["other"].split()
    )
