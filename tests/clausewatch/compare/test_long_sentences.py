"""One edit in a sentence of a contract: its direction, and the words that a summary quotes."""

import re
from pathlib import Path

import pytest

from clausewatch.compare.replacements import find_weighty_replacements
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.summary import render_bullet
from clausewatch.model.reading import Direction, Edit, EditKind, Severity, Significance

_DIRECTIONS = {
    "less": Direction.LESS_FAVOURABLE,
    "more": Direction.MORE_FAVOURABLE,
    "mixed": Direction.MIXED,
    "none": None,
}
_FILES = ("long_sentences.txt", "other_trades.txt")
_MAX_QUOTED_WORDS = 6


def _apply(text: str, gone: str, come: str) -> str:
    line = " ".join(re.sub(come, r"\1", re.sub(gone, "", text)).split())
    return line[:1].upper() + line[1:]


def _read_rows() -> list[tuple[str, str, str]]:
    files = (Path(__file__).with_name(name) for name in _FILES)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [line.split(" | ", 1) for line in lines if not line.startswith("#")]
    added, removed = r"\{\+(.*?)\+\}", r"\[-(.*?)-\]"
    return [(way, _apply(t, added, removed), _apply(t, removed, added)) for way, t in rows]


ROWS = _read_rows()


@pytest.mark.parametrize(("way", "before", "after"), ROWS)
def test_an_edit_in_a_long_sentence_has_its_direction(way: str, before: str, after: str) -> None:
    """Nested conditions, lists and passive voice around it change nothing."""
    direction = find_direction(find_shifts(before, after))
    expected = _DIRECTIONS[way.lstrip("~")]
    assert direction in ({expected, None} if way.startswith("~") else {expected})


@pytest.mark.parametrize(("way", "after", "before"), ROWS)
def test_the_way_back_never_has_the_same_direction(way: str, after: str, before: str) -> None:
    """What was lost and comes back is no second loss; where a gain is not sure, nothing is told."""
    direction = find_direction(find_shifts(before, after))
    told = _DIRECTIONS[way.lstrip("~")]
    assert direction is None or direction is Direction.MIXED or direction is not told


@pytest.mark.parametrize(("way", "before", "after"), ROWS)
def test_the_summary_quotes_what_was_replaced(way: str, before: str, after: str) -> None:
    """Every short replacement is in the bullet, on both sides, and brackets are balanced."""
    edit = Edit(
        EditKind.REWORDED, before, after, "Terms", Significance.SUBSTANTIVE, Severity.HIGH, way
    )
    bullet = render_bullet(edit)
    quoted = [
        side.strip(" ,.;:()")
        for replacement in find_weighty_replacements(before, after)
        for side in (replacement.removed, replacement.added)
        if len(side.split()) <= _MAX_QUOTED_WORDS
    ]
    assert [words for words in quoted if words not in bullet] == []
    assert bullet.count("(") == bullet.count(")")
