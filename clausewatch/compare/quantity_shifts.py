"""The moves of periods and amounts between a sentence and the one that replaced it."""

from collections.abc import Iterator
from dataclasses import replace

from clausewatch.compare.quantities import PERIOD, Quantity, find_quantities
from clausewatch.compare.quantity_measures import is_about
from clausewatch.compare.replacements import find_weighty_replacements
from clausewatch.compare.sentence_pairs import MAX_CHANGED_WORDS, count_changed_words
from clausewatch.compare.shift_sentences import make_shift
from clausewatch.compare.shift_words import Measure, ShiftWords
from clausewatch.model.reading import Severity, Shift

_SAME = 1.03
"""24 months are two years."""
_LARGE_MOVE = 3
"""A period or an amount that moves by this factor is another term, not an adjustment."""
_DENIED_CHARS = 14


def find_quantity_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of the quantities that both sentences have, and of a period that goes."""
    old, new = find_quantities(before, words), find_quantities(after, words)
    kinds = [[(q.measure.topic, q.unit) for q in side] for side in (old, new)]
    if kinds[0] == kinds[1]:
        compared = (_compare(*pair) for pair in zip(old, new, strict=True))
        yield from _tell_apart([shift for shift in compared if shift is not None])
    elif count_changed_words(before, after) <= MAX_CHANGED_WORDS:
        first, last = (old, before), (new, after)
        yield from _find_dropped_period(first, last, words, is_dropped=True)
        yield from _find_dropped_period(last, first, words, is_dropped=False)


def _tell_apart(shifts: list[Shift]) -> list[Shift]:
    """Return the moves of one sentence, with topics of their own if they go both ways.

    Each belongs to another thing: chats are kept for 30 days instead of 90, calls for 90 instead of
    30.
    """
    if len({shift.direction for shift in shifts}) == 1:
        return shifts
    return [replace(shift, topic=f"{shift.topic} {i}") for i, shift in enumerate(shifts)]


def _compare(old: Quantity, new: Quantity) -> Shift | None:
    if 0 in {old.value, new.value}:
        return None
    factor = max(new.value / old.value, old.value / new.value)
    if factor == 1 or (old.unit in {"days", "interval"} and factor < _SAME):
        return None
    is_loss = (new.value > old.value) == old.measure.is_worse_if_higher
    is_large = factor >= _LARGE_MOVE and not old.measure.is_never_high
    is_high = old.measure.is_always_high or is_large
    topic = old.measure.topic
    sentence = f"{topic[:1].upper()}{topic[1:]} goes from {old.text} to {new.text}."
    severity = Severity.HIGH if is_high else Severity.MEDIUM
    return make_shift(topic, severity, sentence, is_loss=is_loss)


def _find_dropped_period(
    having: tuple[list[Quantity], str],
    lacking: tuple[list[Quantity], str],
    words: ShiftWords,
    *,
    is_dropped: bool,
) -> Iterator[Shift]:
    """Yield the move of a sentence that names a period on one side only.

    Each side has its quantities and its text. The side without the period must be about the same
    thing, and not deny what counts against users: that lasts no time.
    """
    (quantities, sentence), (others, other) = having, lacking
    periods = [q for q in quantities if q.unit == "days" and q.measure.if_dropped]
    if not periods or any(q.unit == "days" for q in others):
        return
    period, measure = periods[0], periods[0].measure
    is_length = measure.is_worse_if_higher and not measure.is_deadline
    if is_length and _is_denied(measure, other, words):
        return
    is_at_once = bool(words.grammar["at_once"].search(other))
    if is_at_once and measure.is_worse_if_higher:
        return  # "immediately" is no longer than three days
    if not is_at_once and not is_about(measure, other):
        return
    is_endless = bool(words.grammar["endless"].search(other))
    severity = Severity.HIGH if measure.is_always_high or is_endless else Severity.MEDIUM
    verb = "is no longer set at" if is_dropped else "is now set at"
    told = f"{measure.topic[:1].upper()}{measure.topic[1:]} {verb} {period.text}."
    is_sooner = measure.is_deadline and _happens_at(other, sentence, words)
    is_loss = (measure.if_dropped == "worse") == (is_dropped is not is_sooner)
    yield make_shift(measure.topic, severity, told, is_loss=is_loss)


def _is_denied(measure: Measure, text: str, words: ShiftWords) -> bool:
    """Tell whether a text denies what a period limits: "is not stored"."""
    negation = words.grammar["negation"]
    return any(
        negation.search(text, max(0, match.start() - _DENIED_CHARS), match.start())
        for match in measure.words.finditer(text)
    )


def _happens_at(other: str, sentence: str, words: ShiftWords) -> bool:
    """Tell whether something happens when another event does, and no period after that.

    "When you leave" is sooner than "30 days after you leave".
    """
    return any(
        words.grammar["moment"].match(replacement.removed)
        and PERIOD.search(replacement.added)
        and words.grammar["later"].search(replacement.added)
        for replacement in find_weighty_replacements(other, sentence)
    )
