"""Limits that one sentence loses and another one of the same section sets anew.

The sentences share too few words to be paired, but they limit the same thing: a time to sue that is
removed beside a shorter one that is added is one amended limit, and not a gain beside a loss.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from clausewatch.compare.quantities import PERIOD, find_quantities
from clausewatch.compare.severity import decide_severity
from clausewatch.compare.shift_words import find_shift_words
from clausewatch.compare.significance import AMENDED_TERM, NUMBER_ALTERED, Classification
from clausewatch.model.reading import Edit, EditKind, Significance

_MAX_EDITS = 400
_MAX_CHARS = 1_200
"""Of an edit: a longer text has limits of several things, and pairing it would hide the others."""
_Key = tuple[str, str]
"""A section, and what a period limits."""
_Limits = dict[EditKind, dict[_Key, list[tuple[int, frozenset[float]]]]]


def join_replaced_limits(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits with each removed limit and its successor as one rewording.

    Only a topic that its section loses once and gains once is sure enough.
    """
    limits = _find_limits(edits) if len(edits) <= _MAX_EDITS else {}
    gone, come = limits.get(EditKind.REMOVED, {}), limits.get(EditKind.ADDED, {})
    partners: dict[int, tuple[int, bool]] = {}
    taken: set[int] = set()
    for key, (*others, (i, old_values)) in gone.items():
        (*more, (j, new_values)) = come.get(key, [(-1, frozenset())])
        if not others and not more and j >= 0 and i not in partners and j not in taken:
            partners[i] = (j, old_values != new_values)
            taken.add(j)
    return [
        _join(edit, edits[partners[i][0]], is_other=partners[i][1]) if i in partners else edit
        for i, edit in enumerate(edits)
        if i not in taken
    ]


def _find_limits(edits: Sequence[Edit]) -> _Limits:
    limits: _Limits = defaultdict(lambda: defaultdict(list))
    for i, edit in enumerate(edits):
        text = edit.before or edit.after or ""
        is_whole = edit.kind in {EditKind.ADDED, EditKind.REMOVED}
        is_term = is_whole and edit.significance is Significance.SUBSTANTIVE
        if not is_term or len(text) > _MAX_CHARS or not PERIOD.search(text):
            continue
        values: dict[str, set[float]] = defaultdict(set)
        for quantity in find_quantities(text, find_shift_words(text)):
            if quantity.unit == "days":
                values[quantity.measure.topic].add(quantity.value)
        for topic, found in values.items():
            limits[edit.kind][edit.section, topic].append((i, frozenset(found)))
    return limits


def _join(removed: Edit, added: Edit, *, is_other: bool) -> Edit:
    reason = NUMBER_ALTERED if is_other else AMENDED_TERM
    classification = Classification(Significance.SUBSTANTIVE, reason)
    severity = decide_severity(
        EditKind.REWORDED, removed.before, added.after, classification, added.section
    )
    return replace(
        added, kind=EditKind.REWORDED, before=removed.before, reason=reason, severity=severity
    )
