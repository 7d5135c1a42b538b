"""Sections that got another number; a reference that follows them does not change the terms."""

import re
from collections.abc import Sequence

from clausewatch.text.normal_form import NUMBERING, fold_typography
from clausewatch.text.statements import Statement

_LABEL = re.compile(r"\d+(?:\.\d+)*|\b[a-z]{1,4}\b", re.IGNORECASE)

Renumbering = frozenset[tuple[str, str]]
"""Old and new numbers of sections."""


def _find_label(text: str) -> str:
    """Return the number that a statement starts with, `3.2` or `b`, or an empty string."""
    match = NUMBERING.match(fold_typography(text))
    if match is None:
        return ""
    labels: list[str] = _LABEL.findall(match.group())
    return ".".join(labels[-1:]).casefold()


def find_renumbering(before: Sequence[Statement], after: Sequence[Statement]) -> Renumbering:
    """Return the old and new number of every statement whose number alone is different."""
    old_labels = {statement.key: _find_label(statement.text) for statement in before}
    label_pairs = {
        (old_labels[statement.key], _find_label(statement.text))
        for statement in after
        if statement.key in old_labels
    }
    return frozenset((old, new) for old, new in label_pairs if old and new and old != new)
