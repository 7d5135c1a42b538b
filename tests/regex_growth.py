"""How the work of a regular expression grows with the text: straight, or with its square."""

import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from tests.regex_worst_cases import Killer, killers

SMALL = 500
FIRST = 2_000
"""Characters on which all killers are tried; the square shows here already."""
SIZES = (10_000, 40_000, 160_000, 1_000_000)
_WORST = 3
"""So many killers go on from the first size, by their time."""
_LAST = 1
"""So many go beyond the second size."""
_EXPONENT = 1.6
"""Work may grow with this power of the text: four times the text may cost 9 times, not 16."""
_UNSEEN = 0.012
"""Seconds of work below which nothing is concluded: clocks and caches are coarse."""
_DEAR = 0.1
"""Seconds that one run may take at the first size."""
_WORTH_WAITING = 0.05
"""Seconds that a larger text may be expected to take; it is not tried where they are more."""
_SUSPECT = _WORTH_WAITING * FIRST / SIZES[0]
"""Seconds at the first size from which the next is not tried: a smaller one tells instead."""
_TRIES = 8
"""A machine that is busy elsewhere makes one run slow, and hardly eight."""

Use = Callable[[re.Pattern[str] | re.Pattern[bytes], str | bytes], object]
USES: dict[str, Use] = {
    "search": lambda pattern, text: pattern.search(text),  # type: ignore[arg-type]
    "match": lambda pattern, text: pattern.match(text),  # type: ignore[arg-type]
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),  # type: ignore[arg-type]
    "scan": lambda pattern, text: deque(pattern.finditer(text), 0),  # type: ignore[arg-type]
}
"""`scan` stands for sub, split, findall and finditer: all go from match to match."""


class _Enough(Exception):
    """The run has taken more than it may."""


def _stop(_: int, __: FrameType | None) -> None:
    raise _Enough


@contextmanager
def _cut_off(seconds: float) -> Iterator[None]:
    """Raise _Enough when the work inside has taken so much of the processor; `re` listens."""
    former = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _text(
    pattern: re.Pattern[str] | re.Pattern[bytes], killer: Killer, size: int, up_to: str
) -> str | bytes:
    text = killer.of(size)
    text = text[: text.rfind(up_to) + 1] if up_to else text
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


class Growth:
    """Tries one pattern in one use."""

    def __init__(
        self, pattern: re.Pattern[str] | re.Pattern[bytes], use: str, up_to: str = ""
    ) -> None:
        self._pattern, self._run, self._up_to = pattern, USES[use], up_to

    def _seconds(self, killer: Killer, size: int, most: float) -> float | None:
        """Return the processor time of one run, or None where it is more than `most`."""
        text = _text(self._pattern, killer, size, self._up_to)
        start = time.thread_time()
        try:
            with _cut_off(max(most * 1.5, 0.02)):
                self._run(self._pattern, text)
        except _Enough:
            return None
        taken = time.thread_time() - start
        return taken if taken <= most else None

    def _least(self, killer: Killer, size: int, most: float) -> float | None:
        tries = (self._seconds(killer, size, most) for _ in range(_TRIES))
        return next((taken for taken in tries if taken is not None), None)

    def _grows(self, killer: Killer, sizes: Iterable[int], size: int, taken: float) -> float | None:
        """Return the time at the last size that was tried, or None where it grew too fast."""
        for larger in sizes:
            factor = larger / size
            if taken * factor > _WORTH_WAITING:
                break
            now = self._least(killer, larger, max(_UNSEEN, factor**_EXPONENT * taken))
            if now is None:
                return None
            size, taken = larger, now
        return taken

    def steep(self, most: int | None = None) -> Killer | None:
        """Return a killer on which the work grows faster than the text, or None."""
        sizes = [size for size in SIZES if most is None or size <= most]
        first = min(FIRST, most or FIRST)
        at_first: list[tuple[float, Killer]] = []
        for killer in killers(self._pattern):
            taken = self._seconds(killer, first, _DEAR)
            if taken is None or (taken > _SUSPECT and self._is_steep_at_once(killer, taken)):
                return killer
            at_first.append((taken, killer))
        at_first.sort(key=lambda pair: -pair[0])
        return self._steep_of(at_first[:_WORST], sizes, first)

    def _is_steep_at_once(self, killer: Killer, taken: float) -> bool:
        """Tell whether the first sizes show it: larger ones would take too long to try."""
        small = self._seconds(killer, SMALL, _DEAR) or 0
        again = (self._seconds(killer, FIRST, _DEAR) or taken for _ in range(_TRIES - 1))
        return min(taken, *again) > small * (FIRST / SMALL) ** _EXPONENT

    def _steep_of(
        self, worst: list[tuple[float, Killer]], sizes: list[int], first: int
    ) -> Killer | None:
        at_second: list[tuple[float, Killer]] = []
        for taken, killer in worst:
            now = self._grows(killer, sizes[:1], first, taken)
            if now is None:
                return killer
            at_second.append((now, killer))
        at_second.sort(key=lambda pair: -pair[0])
        for taken, killer in at_second[:_LAST]:
            if sizes and self._grows(killer, sizes[1:], sizes[0], taken) is None:
                return killer
        return None
