"""The clause type that a question names by other words than its name. Pure."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.slack.listeners.request_words import fold_word

FILE = "data/clause_words.toml"
MAX_WHOLE_WORD = 3
"""Beginnings of so many letters are whole words: `ki` does not begin `kind`."""
Entry = tuple[str, ...]
_APOSTROPHES = {0x2019: "'"}


def find_clause_by_words(words: Iterable[str], min_words: int = 1) -> str | None:
    """Return the id of the clause type that the words name, or None unless exactly one leads.

    Entries of fewer than `min_words` words count for nothing.
    """
    folded = [fold_word(part) for word in words for part in word.translate(_APOSTROPHES).split("'")]
    ranks: dict[str, int] = {}
    for clause_id, entries in load_clause_words().items():
        found = [len(entry) for entry in entries if _is_named(entry, folded)]
        found = [count for count in found if count >= min_words]
        if found:
            ranks[clause_id] = max(found)
    best = max(ranks.values(), default=None)
    leaders = [clause_id for clause_id, rank in ranks.items() if rank == best]
    return leaders[0] if len(leaders) == 1 else None


def _is_named(entry: Entry, words: Sequence[str]) -> bool:
    return all(any(_begins(word, beginning) for word in words) for beginning in entry)


def _begins(word: str, beginning: str) -> bool:
    if len(beginning) <= MAX_WHOLE_WORD:
        return word == beginning
    return word.startswith(beginning)


@cache
def load_clause_words() -> Mapping[str, tuple[Entry, ...]]:
    """Return the entries of each clause type, of all languages together."""
    text = files("clausewatch").joinpath(FILE).read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    return {
        clause_id: tuple(
            dict.fromkeys(tuple(entry.split()) for entries in table.values() for entry in entries)
        )
        for clause_id, table in tables.items()
    }
