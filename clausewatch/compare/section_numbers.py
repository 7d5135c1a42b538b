"""Which sections got another number: a reference that follows them is no change of the terms."""

import re
from collections.abc import Sequence

from clausewatch.text.normal_form import NUMBERING, fold_typography
from clausewatch.text.statements import Statement

_LABEL = re.compile(r"\d+(?:\.\d+)*|\b[a-z]{1,4}\b", re.IGNORECASE)

Renumbering = frozenset[tuple[str, str]]


def _label(text: str) -> str:
    """Return the number that a statement starts with, `3.2` or `b`, or an empty string."""
    match = NUMBERING.match(fold_typography(text))
    if match is None:
        return ""
    found: list[str] = _LABEL.findall(match.group())
    return ".".join(found[-1:]).casefold()


def renumbering(before: Sequence[Statement], after: Sequence[Statement]) -> Renumbering:
    """Return old and new number of every statement that says the same under another number."""
    old = {statement.key: _label(statement.text) for statement in before}
    pairs = {
        (old[statement.key], label)
        for statement in after
        if statement.key in old and (label := _label(statement.text)) != old[statement.key]
    }
    return frozenset((one, other) for one, other in pairs if one and other)
