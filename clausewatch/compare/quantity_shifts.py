"""The moves of periods and amounts between a sentence and the one that replaced it."""

from collections.abc import Iterator

from clausewatch.compare.quantities import Quantity, find_period_measure, find_quantities
from clausewatch.compare.sentence_pairs import MAX_CHANGED_WORDS, count_changed_words
from clausewatch.compare.shift_sentences import make_shift
from clausewatch.compare.shift_words import Measure, ShiftWords
from clausewatch.model.reading import Severity, Shift

_LARGE_MOVE = 3
"""A period or an amount that moves by this factor is another term, not an adjustment."""


def find_quantity_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of the quantities that both sentences have, and of a period that goes."""
    old, new = find_quantities(before, words), find_quantities(after, words)
    kinds = [[(q.measure.topic, q.unit) for q in side] for side in (old, new)]
    if kinds[0] == kinds[1]:
        for pair in zip(old, new, strict=True):
            shift = _compare(*pair)
            if shift is not None:
                yield shift
    elif count_changed_words(before, after) <= MAX_CHANGED_WORDS:
        lacking = find_period_measure(after, words), find_period_measure(before, words)
        yield from _find_dropped_period(old, new, lacking[0], is_dropped=True)
        yield from _find_dropped_period(new, old, lacking[1], is_dropped=False)


def _compare(old: Quantity, new: Quantity) -> Shift | None:
    if old.value == new.value or 0 in {old.value, new.value}:
        return None
    is_loss = (new.value > old.value) == old.measure.is_worse_if_higher
    factor = max(new.value / old.value, old.value / new.value)
    is_high = old.measure.is_always_high or factor >= _LARGE_MOVE
    topic = old.measure.topic
    sentence = f"{topic[:1].upper()}{topic[1:]} goes from {old.text} to {new.text}."
    severity = Severity.HIGH if is_high else Severity.MEDIUM
    return make_shift(topic, severity, sentence, is_loss=is_loss)


def _find_dropped_period(
    having: list[Quantity], lacking: list[Quantity], other: Measure | None, *, is_dropped: bool
) -> Iterator[Shift]:
    """Yield the move of a sentence that names a period on one side only.

    `other` is what the side without the period is about. It must be the same thing.
    """
    periods = [q for q in having if q.unit == "days" and q.measure.if_dropped]
    if not periods or any(q.unit == "days" for q in lacking):
        return
    period, measure = periods[0], periods[0].measure
    if other != measure:
        return
    severity = Severity.HIGH if measure.is_always_high else Severity.MEDIUM
    verb = "is no longer set at" if is_dropped else "is now set at"
    sentence = f"{measure.topic[:1].upper()}{measure.topic[1:]} {verb} {period.text}."
    is_loss = (measure.if_dropped == "worse") == is_dropped
    yield make_shift(measure.topic, severity, sentence, is_loss=is_loss)
