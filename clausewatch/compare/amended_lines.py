"""Lines around the document that keep their words and alter a figure, a denial or a party.

Furniture of a page is replaced as a whole, or counts. What is amended there is a term: the age that
a page header states, the hours in a contact box, the consent beside a check box.
"""

import re

from rapidfuzz import fuzz, process

from clausewatch.compare.alignment import StatementPair
from clausewatch.compare.page_index import PageIndex
from clausewatch.compare.replaced_words import ReplacedWords
from clausewatch.model.reading import BlockKind
from clausewatch.text.date_lines import AGO
from clausewatch.text.date_words import list_recent_days
from clausewatch.text.dates import remove_dates
from clausewatch.text.normal_form import make_key, tokenise
from clausewatch.text.statements import Statement, hash_key
from clausewatch.text.watched_lines import (
    has_period,
    has_rule,
    is_watched,
    list_lines,
)

_MIN_PERCENT = 75
"""Of the characters that a line shares with its successor: headlines made alike share less."""
_MAX_LINES = 400
_UNIT = re.compile(r"\d\s?([^\W\d_]+)(?:\s([^\W\d_]+))?")
"""What is behind a figure: "10 days", "10 working days"."""
_NOWHERE = -1
"""The place of a statement that is not in the text of the document."""


def find_amended_lines(
    before: PageIndex, after: PageIndex, volatile: frozenset[str]
) -> list[StatementPair]:
    """Return each watched line that only one page has with what it became or was."""
    gone, come = _list_lines(before, after, volatile), _list_lines(after, before, volatile)
    if not (any(map(is_watched, gone.values())) or any(map(is_watched, come.values()))):
        return []
    pairs: list[StatementPair] = []
    for key, text in gone.items():
        found = process.extractOne(key, come.keys(), scorer=fuzz.ratio, score_cutoff=_MIN_PERCENT)
        if found is None:
            continue
        new_text = come.pop(found[0])
        if (is_watched(text) or is_watched(new_text)) and _is_amended(text, new_text):
            pairs.append(StatementPair(_place(text, key), _place(new_text, found[0])))
    return pairs


def _list_lines(page: PageIndex, other: PageIndex, volatile: frozenset[str]) -> dict[str, str]:
    """Return the lines around a document that the other page has nowhere, by their keys."""
    lines: dict[str, str] = {}
    for text in list_lines(page.reading.dropped):
        key = make_key(text)
        if key and key not in other.keys and hash_key(key) not in volatile:
            lines.setdefault(key, text)
            if len(lines) == _MAX_LINES:
                break
    return lines


def _place(text: str, key: str) -> Statement:
    return Statement(text, key, _NOWHERE, BlockKind.PARAGRAPH, "", _NOWHERE)


def _is_amended(before: str, after: str) -> bool:
    """Tell whether a line that got other words is a term: what differs must bind somebody."""
    if _is_of_moment(before) or _is_of_moment(after):
        return False
    undated = remove_dates(before), remove_dates(after)
    if any(map(has_rule, undated)):
        return True
    if make_key(undated[0]) == make_key(undated[1]):
        return False
    words = ReplacedWords(before, after)
    if all(word[:1].isdigit() for word in words.changed):
        return any(map(has_period, _UNIT.findall(after.casefold())))
    return words.has_limit() or words.has_party() or has_period(words.changed)


def _is_of_moment(line: str) -> bool:
    """Tell whether a line names the present day, or says how long ago something was."""
    text = f" {' '.join(tokenise(line))} "
    return bool(AGO.search(text)) or any(f" {day} " in text for day in list_recent_days())
