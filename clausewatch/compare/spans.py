"""Where a pattern matches in a text, found once for many questions."""

import re
from bisect import bisect_left, bisect_right


class Spans:
    """Where a pattern matches in a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]

    def has_between(self, start: int, end: int) -> bool:
        """Tell whether a match begins and ends between two places."""
        first = bisect_left(self._starts, start)
        return first < len(self._ends) and self._ends[first] <= end

    def find_last_end(self, start: int, end: int) -> int:
        """Return the end of the last match between two places, or the first place."""
        last = bisect_right(self._ends, end) - 1
        return self._ends[last] if last >= 0 and self._starts[last] >= start else start
