"""Edits that bring a company to which data goes: an entry or a sentence on subprocessors."""

import re

from clausewatch.compare.shift_words import RULE_WORDS, ShiftWords, find_shift_words
from clausewatch.text.dates import remove_dates

_NAME = r"[A-Z][\w&.'\u2019-]{0,30}"
_ENTRY = re.compile(
    rf"\W{{0,3}}({_NAME}(?: {_NAME}){{0,4}})(?:,? \w{{2,5}}\.?)? ?(?:[:|\u2013\u2014(,]|- )"
)
"""How an entry of a list starts: a name, and what it is for."""
_INNER_NAME = re.compile(rf"(?<=[a-z,] ){_NAME}")


def brings_recipient(before: str | None, after: str | None, section: str) -> bool:
    """Tell whether an edit names a subprocessor that its earlier wording does not name."""
    text = after or ""
    words = find_shift_words(f"{section} {text}")
    if words.grammar["subprocessor"].search(section):
        entry = _ENTRY.match(text)
        if entry is not None and not _has_name(before, entry[1]) and not _rules(text, words):
            return True
    return bool(words.grammar["subprocessor"].search(text)) and _tells_new_name(before, text, words)


def _tells_new_name(before: str | None, text: str, words: ShiftWords) -> bool:
    """Tell whether a text says that a company came, or took the place of another."""
    if not words.grammar["joining"].search(text) or _rules(text, words):
        return False
    parties = [words.grammar[name] for name in ("subprocessor", "company", "user")]
    names = (match.group() for match in _INNER_NAME.finditer(text))
    return any(
        not _has_name(before, name) and not any(party.match(name) for party in parties)
        for name in names
    )


def _rules(text: str, words: ShiftWords) -> bool:
    """Tell whether a text says what somebody may or must do: it names companies only in passing."""
    undated = remove_dates(text)  # the month of May permits nothing
    return any(words.grammar[name].search(undated) for name in RULE_WORDS)


def _has_name(text: str | None, name: str) -> bool:
    return name.casefold() in (text or "").casefold()
