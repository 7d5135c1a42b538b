"""Tells whether the steps of a regular expression grow faster than its text.

A worst case repeats a piece. Once the text is longer than what the bounded repeats of the pattern
span, each further piece costs a linear pattern the same number of steps, and any other one more.
"""

from math import log2

from tests.regex_nodes import ENDLESS, REPEATS, Nodes, Pattern, constants, list_inner, parse
from tests.regex_repeats import TooManySteps
from tests.regex_steps import StepCounter
from tests.regex_worst_cases import WorstCase, build_worst_cases

_FIRST_SIZE = 64
_LEAST_PIECES = 4
_LONG_PIECE = 256
"""A piece of this length repeats something itself, and half of the pieces are enough."""
_LEAST_LAST_SIZE = 256
"""A growth that stops before this size, or twice what the bounded repeats span, has a bound."""
_MAX_SPAN = 4_000
_MAX_GROWTH = 1.1
"""The last third of a text may cost this many times the steps of the second third."""
_TOLERATED_STEPS = 8
"""Matches end now within one third, now within the next."""
_MAX_STEPS = 5_000_000
"""The engine takes some 25 milliseconds for them, whatever the length of the text."""
_PREDICTING_SIZE = 1_024
"""The steps on a longer text are predicted from this size and half of it."""


def _measure_span(nodes: Nodes, length: int) -> int:
    """Return how many characters the bounded repeats match at most on pieces of this length."""
    span = 0
    for node in nodes:
        op, value = node
        spans = [_measure_span(inner, length) for inner in list_inner(node)]
        if op in REPEATS and value[1] != ENDLESS:
            width = value[2].getwidth()[1]
            # A word ends with its piece.
            span += int(value[1]) * (width if width < _MAX_SPAN else length)
        else:
            span += max(spans) if op is constants.BRANCH else sum(spans)
    return min(span, _MAX_SPAN)


class GrowthTest:
    """Tests one pattern in one use: `search`, `match`, `fullmatch` or `scan`."""

    def __init__(self, pattern: Pattern, use: str, ending: str = "") -> None:
        self._pattern, self._ending = pattern, ending
        self._counter = StepCounter(pattern, use)
        self._nodes = parse(pattern)[0]

    def find_steep_case(self, max_size: int | None = None) -> WorstCase | None:
        """Return a worst case on which the steps grow faster than the text, or None.

        If no text is longer than a maximum, return one on which that many characters cost too much.
        """
        for worst_case in build_worst_cases(self._pattern):
            try:
                if max_size is None:
                    is_steep = self._grows_faster(worst_case)
                else:
                    is_steep = self._predict_steps(worst_case, max_size) > _MAX_STEPS
            except TooManySteps:
                is_steep = True
            if is_steep:
                return worst_case
        return None

    def _count(self, worst_case: WorstCase, size: int) -> int:
        text = worst_case.build(size)
        text = text[: text.rfind(self._ending) + 1] if self._ending else text
        if isinstance(self._pattern.pattern, bytes):
            text = text.encode("latin-1", "replace").decode("latin-1")
        return self._counter.count(text, _MAX_STEPS)

    def _grows_faster(self, worst_case: WorstCase) -> bool:
        """Return whether the steps grow faster than the text up to the last size."""
        length = len(worst_case.piece)
        least = _LEAST_PIECES if length < _LONG_PIECE else _LEAST_PIECES // 2
        size = length * max(least, -(-_FIRST_SIZE // length))
        while self._grows_at(worst_case, size):
            if size >= max(_LEAST_LAST_SIZE, 2 * _measure_span(self._nodes, length)):
                return True
            size *= 2
        return False

    def _grows_at(self, worst_case: WorstCase, size: int) -> bool:
        first, second, third = (self._count(worst_case, size * times) for times in (1, 2, 3))
        return third - second > _MAX_GROWTH * (second - first) + _TOLERATED_STEPS

    def _predict_steps(self, worst_case: WorstCase, max_size: int) -> float:
        size = min(max_size, _PREDICTING_SIZE)
        half, whole = self._count(worst_case, size // 2), self._count(worst_case, size)
        exponent = log2(whole / half)
        return float(whole * (max_size / size) ** exponent)
