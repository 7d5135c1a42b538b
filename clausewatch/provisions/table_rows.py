"""Reads table rows that answer a question: a label, and cells that say yes or no.

Such a row is one unit. Its label alone states nothing: "Biometric data | No | No" denies what its
first cell names. The header row says what an answer is about. An answer may add a condition:
"Yes, but only if you agree".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.model.reading import Block, BlockKind

CELL_SEPARATOR = " | "
_YES = frozenset({"yes", "y", "✓", "✔", "☑"})
_NO = frozenset(
    {"no", "n", "✗", "✘", "☒", "none", "never", "not collected", "not sold", "not shared", "n/a"}
)
_BEGINNING = re.compile(r"(yes|no)\s*[,;:.(\u2013\u2014]\s*", re.IGNORECASE)
_MAX_CONDITION_WORDS = 30
_EDGES = re.compile(r"^[\s*_.:]+|[\s*_.:]+$")


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """The answers of a table row, each with the header of its column."""

    answers: tuple[tuple[str, bool], ...]
    """Header, in lower case and empty if there is none, and whether the answer is yes."""
    condition: str = ""
    """What the answers add, such as "only with your consent"."""


def read_answers(block: Block, header: Sequence[str]) -> RowAnswers | None:
    """Return the answers of a row below a header, or None if no cell after the first is one."""
    if block.kind is not BlockKind.ROW:
        return None
    cells = block.text.split(CELL_SEPARATOR)
    titles = list(header) if len(header) == len(cells) else [""] * len(cells)
    answers, conditions = [], []
    for title, cell in zip(titles[1:], cells[1:], strict=True):
        word, condition = _split_answer(cell)
        is_yes = _parse_answer(word)
        if is_yes is not None:
            answers.append((title.casefold(), is_yes))
            conditions.append(condition)
    return RowAnswers(tuple(answers), " ".join(filter(None, conditions))) if answers else None


def find_headers(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """Return per block the cells of the header of its table, empty where there is none.

    The first row of a run of rows is the header, unless it has answers itself.
    """
    headers: list[tuple[str, ...]] = []
    current: tuple[str, ...] = ()
    is_inside = False
    for block in blocks:
        is_row = block.kind is BlockKind.ROW
        if is_row and not is_inside:
            cells = tuple(block.text.split(CELL_SEPARATOR))
            current = cells if read_answers(block, ()) is None else ()
        is_inside = is_row
        headers.append(current if is_row else ())
    return headers


def _split_answer(cell: str) -> tuple[str, str]:
    """Return the yes or no that a cell begins with, and what follows it."""
    beginning = _BEGINNING.match(cell)
    if beginning is None or len(cell.split()) > _MAX_CONDITION_WORDS:
        return cell, ""
    return beginning[1], cell[beginning.end() :]


def _parse_answer(cell: str) -> bool | None:
    """Return whether a cell says yes, or None if it is no answer."""
    text = _EDGES.sub("", cell).casefold()
    if text in _YES:
        return True
    return False if text in _NO else None
