"""Earlier versions below the current one on the same page: text that is no longer valid.

Some sites keep all versions of a document on one page, the newest first. An earlier version repeats
most of the text above it, and its first lines say so: they name a version or an earlier date, or
repeat the title. Parts for several countries repeat each other too, but have titles of their own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from clausewatch.model.drop_reasons import EARLIER_VERSION
from clausewatch.model.reading import Block, BlockKind, Dropped
from clausewatch.text.date_lines import VERSION, is_date_line
from clausewatch.text.date_words import build_label_pattern, list_labels, list_version_labels
from clausewatch.text.dates import find_dates
from clausewatch.text.normal_form import make_heading_key, make_key
from clausewatch.text.sentences import SENTENCE_ENDS

_EARLIER = re.compile(build_label_pattern(list_labels("earlier")), re.IGNORECASE)
_VERSION_NAME = re.compile(build_label_pattern(list_version_labels()), re.IGNORECASE)
_MIN_TOKENS = 6
"""Shorter blocks recur by chance."""
_MIN_BLOCKS = 6
"""A version has at least so many longer blocks."""
_MIN_SHARE = 0.5
"""Share of the text of an earlier version that is above it as well."""
_MAX_OPENING_CHARS = 120
_MAX_LABEL_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page that starts with a dated heading or with the name of a version."""

    start: int
    end: int
    is_earlier: bool
    """Whether its first lines name an earlier version."""


def names_earlier_version(text: str) -> bool:
    """Return whether a text calls something earlier, previous or archived."""
    return _EARLIER.search(text) is not None


def _find_sizes(blocks: Sequence[Block]) -> dict[str, int]:
    """Return the number of tokens of each longer block by its key."""
    keys = (make_key(block.text) for block in blocks if block.kind is not BlockKind.HEADING)
    return {key: size for key in keys if (size := key.count(" ") + 1) >= _MIN_TOKENS}


def _list_heading_keys(blocks: Sequence[Block]) -> list[str]:
    return [make_heading_key(block.text) for block in blocks if block.kind is BlockKind.HEADING]


class _Openings:
    """Looks up the blocks that open a version."""

    def __init__(self, blocks: Sequence[Block], language: str) -> None:
        self._blocks = blocks
        self._language = language
        self._days = [self._find_day(block) for block in blocks]
        days = (day or date.min for day in self._days)
        self._newest = [date.min, *accumulate(days, max)]
        """The latest day that a line above each index states."""

    def _find_day(self, block: Block) -> date | None:
        if not is_date_line(block.text):
            return None
        return max((m.day for m in find_dates(block.text, self._language)), default=None)

    def is_dated_heading(self, at: int) -> bool:
        """Tell whether a block is a heading that only states a date."""
        return self._blocks[at].kind is BlockKind.HEADING and self._days[at] is not None

    def is_earlier(self, at: int) -> bool:
        """Tell whether a block names an earlier version: by words, a number or a date."""
        block, newest = self._blocks[at], self._newest[at]
        if len(block.text) > _MAX_OPENING_CHARS:
            return False
        is_heading = block.kind is BlockKind.HEADING
        is_date_line_of_version = self._days[at] is not None and _VERSION_NAME.search(block.text)
        has_name = bool(
            is_date_line_of_version or _EARLIER.search(block.text) or VERSION.search(block.text)
        )
        if not (is_heading or has_name):
            return False
        days = [mention.day for mention in find_dates(block.text, self._language)]
        if days and newest > date.min:
            is_earlier = min(days) < newest and max(days) <= newest
            return is_earlier and (has_name or self._days[at] is not None)
        following = next((day for day in self._days[at + 1 : at + 2] if day), newest)
        is_label = is_heading or bool(days) or following < newest
        return bool(_EARLIER.search(block.text)) and is_label


def _find_parts(blocks: Sequence[Block], language: str) -> list[_Part]:
    openings = _Openings(blocks, language)
    starts = [
        (at, is_earlier)
        for at in range(1, len(blocks))
        if (is_earlier := openings.is_earlier(at)) or openings.is_dated_heading(at)
    ]
    return [
        _Part(start, following, is_earlier)
        for (start, is_earlier), (following, _) in pairwise([*starts, (len(blocks), False)])
    ]


def _find_end(blocks: Sequence[Block], part: _Part, seen: Mapping[str, int]) -> int:
    """Return the end of an earlier version: a higher heading with new text below it, if any."""
    level = blocks[part.start].level if blocks[part.start].kind is BlockKind.HEADING else 0
    end = part.end
    known: set[str] = set()
    total = repeated = 0
    for i in range(part.end - 1, part.start, -1):
        block = blocks[i]
        if block.kind is not BlockKind.HEADING:
            for key, size in _find_sizes([block]).items():
                total += 0 if key in known else size
                repeated += size if key in seen and key not in known else 0
                known.add(key)
        elif block.level < level and make_heading_key(block.text) not in seen:
            end = end if repeated and repeated >= _MIN_SHARE * total else i
    return end


def _is_repeated(sizes: Mapping[str, int], seen: Mapping[str, int]) -> bool:
    """Tell whether most of a text is above it as well."""
    repeated = [size for key, size in sizes.items() if key in seen]
    return len(repeated) >= _MIN_BLOCKS and sum(repeated) >= _MIN_SHARE * sum(sizes.values())


def _has_repetitions(blocks: Sequence[Block]) -> bool:
    keys = [make_key(block.text) for block in blocks if block.kind is not BlockKind.HEADING]
    long_keys = [key for key in keys if key.count(" ") + 1 >= _MIN_TOKENS]
    return len(long_keys) - len(set(long_keys)) >= _MIN_BLOCKS


def _is_heading_of_version(block: Block) -> bool:
    """Tell whether a block is a heading, or a short label that names an earlier version."""
    if block.kind is BlockKind.HEADING:
        return True
    is_label = len(block.text) <= _MAX_LABEL_CHARS and not block.text.endswith(SENTENCE_ENDS)
    return is_label and names_earlier_version(block.text)


def _find_earlier_blocks(blocks: Sequence[Block], language: str) -> set[int]:
    """Return the indices of the blocks of earlier versions; their text is mostly above as well."""
    earlier: set[int] = set()
    seen: dict[str, int] = {}
    at = 0
    for part in _find_parts(blocks, language):
        seen |= _find_sizes(blocks[at : part.start])
        seen |= dict.fromkeys(_list_heading_keys(blocks[at : part.start]), 0)
        sizes = _find_sizes(blocks[part.start : part.end])
        if part.is_earlier and _is_repeated(sizes, seen):
            start = part.start
            # The title, the headings and the label of the fold above the date belong to it.
            while start > 1 and _is_heading_of_version(blocks[start - 1]):
                start -= 1
            earlier.update(range(start, _find_end(blocks, part, seen)))
        seen |= sizes | dict.fromkeys(_list_heading_keys(blocks[part.start : part.end]), 0)
        at = part.end
    return earlier


def split_earlier_versions(
    blocks: Sequence[Block], language: str
) -> tuple[tuple[Block, ...], tuple[Dropped, ...]]:
    """Return the blocks that are in force, and those of earlier versions as dropped."""
    earlier = _find_earlier_blocks(blocks, language) if _has_repetitions(blocks) else set()
    kept = tuple(block for i, block in enumerate(blocks) if i not in earlier)
    return kept, tuple(Dropped(blocks[i].text, EARLIER_VERSION) for i in sorted(earlier))
