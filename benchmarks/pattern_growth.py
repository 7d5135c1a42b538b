"""Measures whether the seconds of each regular expression grow faster than its text.

    python -m benchmarks.pattern_growth [MODULE]

The tests count the steps instead. This measures the engine of `re` itself, on texts up to a million
characters. A pattern is named only if it is slow again in each of several measurements apart, as a
busy machine slows single ones down.
"""

import argparse
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from tests.regex_inventory import list_uses
from tests.regex_limits import ENDINGS, MAX_CHARS
from tests.regex_worst_cases import WorstCase, build_worst_cases

SMALL_SIZE = 500
FIRST_SIZE = 2_000
"""Characters on which every worst case is tried; quadratic time shows at this size already."""
SIZES = (10_000, 40_000, 160_000, 1_000_000)
MAX_CASES = 500
"""A pattern with many phrases has thousands of worst cases, most of them alike."""
_MAX_CANDIDATES = 2_000
"""Worst cases, slowest first, that are measured twice on a small text, as a busy machine makes
one run in ten slow."""
_MEASURED_AGAIN = 12
"""Number of worst cases, slowest first, that are measured twice at the first size."""
_KEPT_AFTER_FIRST = 3
"""Number of worst cases, slowest first, that are tried on the second size."""
_KEPT_AFTER_SECOND = 1
"""Number of worst cases, slowest first, that are tried on larger sizes."""
_EXPONENT = 1.6
"""Time may grow with this power of the text: four times the text may cost 9 times, not 16."""
_TIMING_NOISE_SECONDS = 0.012
"""Seconds below which a measurement proves nothing, because clocks and caches are coarse."""
_MAX_SECONDS = 0.1
"""Seconds that a run may take at the first size."""
_MAX_EXPECTED_SECONDS = 0.05
"""A larger text that is expected to take longer is not tried."""
_SUSPICIOUS_SECONDS = _MAX_EXPECTED_SECONDS * FIRST_SIZE / SIZES[0]
"""Seconds at the first size from which a smaller text is tried instead of a larger one."""
_MAX_TRIES = 8
"""A busy machine can slow one run down, but rarely eight."""
_CONFIRMATIONS = 3
_SECONDS_APART = 10
_PAUSE_SECONDS = 0.25
"""Seconds between two runs of a suspect, because a busy machine slows runs in a row down."""

Use = Callable[[re.Pattern[str] | re.Pattern[bytes], str | bytes], object]
USES: dict[str, Use] = {
    "search": lambda pattern, text: pattern.search(text),  # type: ignore[arg-type]
    "match": lambda pattern, text: pattern.match(text),  # type: ignore[arg-type]
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),  # type: ignore[arg-type]
    "scan": lambda pattern, text: deque(pattern.finditer(text), 0),  # type: ignore[arg-type]
}
"""`scan` is sub, split, findall and finditer: all proceed from match to match."""


class _TimeIsUp(Exception):
    """The run exceeds its time limit."""


def _raise_time_is_up(_: int, __: FrameType | None) -> None:
    raise _TimeIsUp


@contextmanager
def _limit_time(seconds: float) -> Iterator[None]:
    """Raise _TimeIsUp after this much processor time; `re` checks for signals while it runs."""
    previous = signal.signal(signal.SIGVTALRM, _raise_time_is_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _build_text(
    pattern: re.Pattern[str] | re.Pattern[bytes], worst_case: WorstCase, size: int, ending: str
) -> str | bytes:
    text = worst_case.build(size)
    text = text[: text.rfind(ending) + 1] if ending else text
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


class Stopwatch:
    """Measures one pattern in one use."""

    def __init__(
        self, pattern: re.Pattern[str] | re.Pattern[bytes], use: str, ending: str = ""
    ) -> None:
        self._pattern, self._run, self._ending = pattern, USES[use], ending

    def _measure(self, worst_case: WorstCase, size: int, limit: float) -> float | None:
        """Return the processor seconds of one run, or None if they exceed the limit."""
        text = _build_text(self._pattern, worst_case, size, self._ending)
        start = time.thread_time()
        try:
            with _limit_time(max(limit * 1.5, 0.02)):
                self._run(self._pattern, text)
        except _TimeIsUp:
            return None
        seconds = time.thread_time() - start
        return seconds if seconds <= limit else None

    def _measure_best(self, worst_case: WorstCase, size: int, limit: float) -> float | None:
        """Return the first time within the limit of several runs apart, or None."""
        for number in range(_MAX_TRIES):
            time.sleep(_PAUSE_SECONDS if number else 0)
            seconds = self._measure(worst_case, size, limit)
            if seconds is not None:
                return seconds
        return None

    def _measure_growth(
        self, worst_case: WorstCase, sizes: Sequence[int], size: int, seconds: float
    ) -> float | None:
        """Return the seconds at the last size that was tried, or None if they grew too fast."""
        grown = self._measure_growth_once(worst_case, sizes, size, seconds)
        if grown is None:
            # The smaller text may have met a faster moment of the machine than the larger ones.
            time.sleep(_PAUSE_SECONDS)
            again = self._measure_best(worst_case, size, _MAX_SECONDS)
            grown = again and self._measure_growth_once(worst_case, sizes, size, again)
        return grown

    def _measure_growth_once(
        self, worst_case: WorstCase, sizes: Sequence[int], size: int, seconds: float
    ) -> float | None:
        for larger in sizes:
            factor = larger / size
            if seconds * factor > _MAX_EXPECTED_SECONDS:
                break
            limit = max(_TIMING_NOISE_SECONDS, factor**_EXPONENT * seconds)
            next_seconds = self._measure_best(worst_case, larger, limit)
            if next_seconds is None:
                return None
            size, seconds = larger, next_seconds
        return seconds

    def find_steep_case(
        self, worst_cases: list[WorstCase], max_size: int | None
    ) -> WorstCase | None:
        """Return a worst case on which the time grows faster than the text, or None."""
        sizes = [size for size in SIZES if max_size is None or size <= max_size]
        first = min(FIRST_SIZE, max_size or FIRST_SIZE)
        first_measures: list[tuple[float, WorstCase]] = []
        for worst_case in self._select_cases(worst_cases, first):
            seconds = self._measure_best(worst_case, first, _MAX_SECONDS)
            if seconds is None or (
                seconds > _SUSPICIOUS_SECONDS and self._is_steep_at_once(worst_case, seconds)
            ):
                return worst_case
            first_measures.append((seconds, worst_case))
        return self._find_steep_among(self._keep_slowest(first_measures, first), sizes, first)

    def _keep_slowest(
        self, measures: list[tuple[float, WorstCase]], size: int
    ) -> list[tuple[float, WorstCase]]:
        """Return the slowest worst cases; those that a busy machine slowed down once fall back."""
        slowest = sorted(measures, key=lambda pair: -pair[0])[:_MEASURED_AGAIN]
        again = [
            (min(seconds, self._measure(each, size, _MAX_SECONDS) or seconds), each)
            for seconds, each in slowest
        ]
        return sorted(again, key=lambda pair: -pair[0])[:_KEPT_AFTER_FIRST]

    def _select_cases(self, worst_cases: list[WorstCase], first: int) -> list[WorstCase]:
        """Return the worst cases; of thousands, those that are the slowest on a small text.

        On 500 characters a steep one takes twice as long as most others already.
        """
        if len(worst_cases) <= MAX_CASES or first <= SMALL_SIZE:
            return worst_cases
        measures = [
            (self._measure(worst_case, SMALL_SIZE, _MAX_SECONDS) or _MAX_SECONDS, number)
            for number, worst_case in enumerate(worst_cases)
        ]
        slowest = sorted(measures, reverse=True)[:_MAX_CANDIDATES]
        again = [
            (
                min(seconds, self._measure(worst_cases[number], SMALL_SIZE, seconds) or seconds),
                number,
            )
            for seconds, number in slowest
        ]
        kept = sorted(again, reverse=True)[:MAX_CASES]
        return [worst_cases[number] for _, number in kept]

    def _is_steep_at_once(self, worst_case: WorstCase, seconds: float) -> bool:
        """Return whether small sizes show fast growth; larger ones would take too long."""
        small = self._measure_best(worst_case, SMALL_SIZE, _MAX_SECONDS) or 0
        limit = small * (FIRST_SIZE / SMALL_SIZE) ** _EXPONENT
        return seconds > limit and self._measure_best(worst_case, FIRST_SIZE, limit) is None

    def _find_steep_among(
        self, slowest: list[tuple[float, WorstCase]], sizes: list[int], first: int
    ) -> WorstCase | None:
        second_measures: list[tuple[float, WorstCase]] = []
        for seconds, worst_case in slowest:
            next_seconds = self._measure_growth(worst_case, sizes[:1], first, seconds)
            if next_seconds is None:
                return worst_case
            second_measures.append((next_seconds, worst_case))
        second_measures.sort(key=lambda pair: -pair[0])
        for seconds, worst_case in second_measures[:_KEPT_AFTER_SECOND]:
            if sizes and self._measure_growth(worst_case, sizes[1:], sizes[0], seconds) is None:
                return worst_case
        return None


@dataclass(frozen=True)
class _Suspect:
    name: tuple[str, str]
    use: str
    stopwatch: Stopwatch
    worst_case: WorstCase

    def is_steep_again(self) -> bool:
        """Return whether the worst case is slow in each of several measurements apart."""
        for _ in range(_CONFIRMATIONS):
            time.sleep(_SECONDS_APART)
            again = self.stopwatch.find_steep_case([self.worst_case], MAX_CHARS.get(self.name))
            if again is None:
                return False
        return True


def _find_suspects(module_name: str | None) -> Iterator[_Suspect]:
    for name, uses in sorted(list_uses().items()):
        for pattern, use in uses if module_name in (None, name[0]) else ():
            stopwatch = Stopwatch(pattern, use, ENDINGS.get(name, ""))
            worst_cases = build_worst_cases(pattern)
            worst_case = stopwatch.find_steep_case(worst_cases, MAX_CHARS.get(name))
            if worst_case is not None:
                yield _Suspect(name, use, stopwatch, worst_case)


def main() -> None:
    """Print the patterns whose time grows faster than their text; exit with 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="?", help="measure the patterns of this module alone")
    suspects = list(_find_suspects(parser.parse_args().module))
    steep = [suspect for suspect in suspects if suspect.is_steep_again()]
    for suspect in steep:
        print(*suspect.name, suspect.use, suspect.worst_case)
    print(f"{len(steep)} grow faster than their text; {len(suspects) - len(steep)} did so once")
    sys.exit(bool(steep))


if __name__ == "__main__":
    main()
