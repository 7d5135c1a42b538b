"""Caches for values that depend on a text or a reading alone, kept for the duration of one check.

A check needs the normal form of each statement about four times, and two versions of a policy share
nearly all of their statements. It also compares one reading with several others.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

MAX_TEXTS = 4096
"""Per function; nearly all pages have fewer statements."""
MAX_CHARS = 4000
"""Longer texts are computed each time, so that the cache stays small."""

MAX_LONG_EDITS = 8
"""Longer edits per function: several rules read the same one in turn, each at its full cost."""

MAX_READINGS = 8
"""Per function: those that one check compares with each other at a time."""

_CLEAR_FUNCTIONS: list[Callable[[], None]] = []


def cache_per_check(compute: Callable[[str], Result]) -> Callable[[str], Result]:
    """Decorate a function of one text so that its results are cached until `clear_cache`."""
    cached = lru_cache(maxsize=MAX_TEXTS)(compute)
    _CLEAR_FUNCTIONS.append(cached.cache_clear)

    @wraps(compute)
    def look_up(text: str) -> Result:
        return cached(text) if len(text) <= MAX_CHARS else compute(text)

    return look_up


def cache_edits(
    compute: Callable[[str | None, str | None], Result],
) -> Callable[[str | None, str | None], Result]:
    """Decorate a function of the wording before and after in the same way.

    The last few longer edits are kept as well.
    """
    cached = lru_cache(maxsize=MAX_TEXTS)(compute)
    cached_long = lru_cache(maxsize=MAX_LONG_EDITS)(compute)
    _CLEAR_FUNCTIONS.extend((cached.cache_clear, cached_long.cache_clear))

    @wraps(compute)
    def look_up(before: str | None, after: str | None) -> Result:
        is_short = len(before or "") + len(after or "") <= MAX_CHARS
        return cached(before, after) if is_short else cached_long(before, after)

    return look_up


def cache_readings(compute: Callable[Given, Result]) -> Callable[Given, Result]:
    """Decorate a function of a reading in the same way; hashing one takes less than 1 ms."""
    cached = lru_cache(maxsize=MAX_READINGS)(compute)
    _CLEAR_FUNCTIONS.append(cached.cache_clear)

    @wraps(compute)
    def look_up(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        return cached(*args, **kwargs)  # type: ignore[arg-type]  # readings are frozen

    return look_up


def clear_cache() -> None:
    """Empty all caches: their entries, spread over the heap, would keep a worker from shrinking."""
    for clear in _CLEAR_FUNCTIONS:
        clear()
