"""What was worked out about a text is kept for the rest of a look, which asks for it again.

A look needs the form of each statement some four times over, and of two versions of a policy nearly
all statements are the same.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Result = TypeVar("Result")

TEXTS = 4096
"""Kept by each function: more than nearly all pages have."""
CHARS = 4000
"""Longer texts are worked out each time, so that what is kept stays small."""

_FORGET: list[Callable[[], None]] = []


def remembered(work_out: Callable[[str], Result]) -> Callable[[str], Result]:
    """Keep what a function returns for a text; it must depend on that text alone."""
    kept = lru_cache(maxsize=TEXTS)(work_out)
    _FORGET.append(kept.cache_clear)

    @wraps(work_out)
    def found(text: str) -> Result:
        return kept(text) if len(text) <= CHARS else work_out(text)

    return found


def forget() -> None:
    """Let go of all that is kept: strewn over the heap, it would keep a worker from shrinking."""
    for empty in _FORGET:
        empty()
