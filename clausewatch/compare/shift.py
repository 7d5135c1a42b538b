"""The shift of an edit: which way it goes for users, how far, and why.

A practice of the company counts against users, and denying it counts for them. A promise of the
company and a right of users count for them. A period or an amount counts by what it limits. The
words are in `clausewatch/data/shifts.toml`. A text that fits no rule has no shift, because a wrong
direction is worse than none.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from unicodedata import normalize

from clausewatch.compare.choice_shifts import is_switched_by_default
from clausewatch.compare.clause_states import find_added_shifts, find_pair_shifts
from clausewatch.compare.lone_rules import find_lone_rules
from clausewatch.compare.quantity_shifts import find_quantity_shifts
from clausewatch.compare.replacement_shifts import (
    find_plain_shifts,
    find_rule_shifts,
    has_open_reversal,
)
from clausewatch.compare.sentence_pairs import is_same_sentence, pair_sentences
from clausewatch.compare.shift_words import ShiftWords, find_shift_words
from clausewatch.compare.wording_shifts import find_added_wordings, find_wording_shifts
from clausewatch.model.reading import Direction, Shift
from clausewatch.text.cache import cache_edits

_DEFINITION = re.compile(r"[\"\u201d\u2019] (?:means|refers to|shall mean)\b")
_CONSENT, _NOTICE, _CHOICE = "prior consent", "notice to users", "choice of users"
_MAX_CHARS = 6_000
"""Of one side of an edit: in a longer text the sentences no longer belong to each other."""


@cache_edits
def find_shifts(before: str | None, after: str | None) -> tuple[Shift, ...]:
    """Return every move of a term between two texts; an absent text states nothing.

    Rules that disagree about a topic are not sure, so none of them counts. General rules of grammar
    only count where no rule knows the topic.
    """
    before, after = (normalize("NFC", (text or "")[:_MAX_CHARS]) for text in (before, after))
    pairs = pair_sentences(before, after)
    pairs = [pair for pair in pairs if not _is_definition_or_row(*pair)]
    twins = [pair for pair in pairs if is_same_sentence(*pair, is_only=len(pairs) == 1)]
    others = [pair for pair in pairs if pair not in twins]
    words = find_shift_words(f"{before} {after}")
    shifts = [shift for pair in twins for shift in _find_twin_shifts(*pair, words)]
    removed, added = (
        " ".join(pair[side] for pair in others if not pair[side].endswith(":")) for side in (0, 1)
    )
    lone = (find(removed, added, words) for find in (find_added_shifts, find_added_wordings))
    sure = drop_contradictions([*shifts, *chain.from_iterable(lone)])
    if any(shift.topic == _CONSENT and _is_loss(shift) for shift in sure):
        # Who is only told has lost a say, and gains nothing.
        sure = [shift for shift in sure if shift.topic != _NOTICE or _is_loss(shift)]
    if not sure:
        replaced = (find_rule_shifts(*pair, words) for pair in twins)
        sure = drop_contradictions(chain.from_iterable(replaced))
    if not sure:
        general = (find_pair_shifts(*pair, words, is_general=True) for pair in twins)
        sure = drop_contradictions(
            [*chain.from_iterable(general), *find_lone_rules(removed, added, words)]
        )
    return tuple(sorted(sure, key=rank_shift))


def _is_loss(shift: Shift) -> bool:
    return shift.direction is Direction.LESS_FAVOURABLE


def _is_definition_or_row(before: str, after: str) -> bool:
    """Tell whether a sentence defines a term or is a cell of a table: it promises nothing."""
    return any(_DEFINITION.search(text) or " | " in text for text in (before, after))


def _find_twin_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    yield from find_pair_shifts(before, after, words, is_general=False)
    yield from _find_local_shifts(before, after, words)
    is_switched = is_switched_by_default(before, after, words)
    for shift in find_wording_shifts(before, after, words):
        # Whether a default is good depends on the setting, which the words alone do not tell.
        if not (is_switched and shift.topic == _CHOICE):
            yield shift


def _find_local_shifts(before: str, after: str, words: ShiftWords) -> list[Shift]:
    """Return the moves of single quantities, choices and parties.

    A gain is not sure if another place of the sentence reverses something, unless a rule tells what
    that does.
    """
    local = [
        *find_quantity_shifts(before, after, words),
        *find_plain_shifts(before, after, words),
    ]
    is_gain = find_direction(local) is Direction.MORE_FAVOURABLE
    if not (is_gain and has_open_reversal(before, after, words)):
        return local
    others = find_rule_shifts(before, after, words)
    losses = [shift for shift in others if shift.direction is Direction.LESS_FAVOURABLE]
    return [*local, *losses] if losses else []


def rank_shift(shift: Shift) -> tuple[int, bool]:
    """Return the sort key of shifts: most severe first, losses before gains."""
    return -shift.severity.rank, shift.direction is not Direction.LESS_FAVOURABLE


def drop_contradictions(shifts: Iterable[Shift]) -> list[Shift]:
    """Return the shifts of the topics that move one way only, each topic and sentence once.

    What one sentence loses and another one gains has only moved.
    """
    unique = list(dict.fromkeys(shifts))
    directions: dict[str, set[Direction]] = {}
    for shift in unique:
        directions.setdefault(shift.topic, set()).add(shift.direction)
    return [shift for shift in unique if len(directions[shift.topic]) == 1]


def find_direction(shifts: Iterable[Shift]) -> Direction | None:
    """Return which way shifts go together; None if there are none."""
    directions = {shift.direction for shift in shifts}
    return Direction.MIXED if len(directions) > 1 else next(iter(directions), None)
