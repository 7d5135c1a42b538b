"""Excerpts of the two sides of an edit, cut at word boundaries around everything that changed.

An excerpt has every changed word on both sides, because a lawyer reads "may not train" and "may
train unless you opt out" as one change. If that is too long, the least important words are left
out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clausewatch.compare.redline import build_redline
from clausewatch.compare.vocabulary import OPERATIVE_WORDS
from clausewatch.text.scripts import MARKS, UNSPACED

_WORD = re.compile(rf"[{UNSPACED}][{MARKS}]*+|[^\s{UNSPACED}]++")
_FIGURE = re.compile(r"\d|%")
_FIGURE_OR_NAME = re.compile(r"[\d$€£¥%]|^[(\"“]?[A-ZÀ-ÖØ-Þ]")
_CONTEXT_WORDS = 4
_WIDE_CONTEXT_WORDS = (9, 6)
_CONTEXT_WORDS_OF_FIGURES = (24, 16, 9, 6)
"""A figure means little without the words that tell what it counts."""
_NARROW_CONTEXT_WORDS = 2
_PHRASE_START_WORDS = 6
_MAX_FILLED_GAP = 2
"""A gap of at most this many words is filled, because leaving them out saves nothing."""
_WHOLE_CHARS = 110
_BRACKETS = {"(": ")", "[": "]", "“": "”"}
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    is_changed: bool
    is_anchor: bool
    """True if the other side has words here that this side lacks."""


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    words: tuple[_Word, ...]


def _mark_words(before: str, after: str) -> tuple[_Side, _Side]:
    """Return both sides with the changes at each of their words."""
    texts = {"removed": "", "added": ""}
    changed: dict[str, set[int]] = {"removed": set(), "added": set()}
    points: dict[str, set[int]] = {"removed": set(), "added": set()}
    for segment in build_redline(before, after):
        for side, text in texts.items():
            if segment.kind in {"same", side}:
                texts[side] = text + segment.text
            if segment.kind == side:
                changed[side].update(range(len(text), len(texts[side])))
            elif segment.kind != "same":
                points[side].update((len(text) - 2, len(text) - 1, len(text), len(text) + 1))
    if len(texts["removed"]) == len(before):
        texts["removed"] = before  # a redline shows unchanged words as the new text writes them
    old, new = (
        _Side(texts[side], _split_words(texts[side], changed[side], points[side]))
        for side in ("removed", "added")
    )
    return old, new


def _split_words(text: str, changed: set[int], points: set[int]) -> tuple[_Word, ...]:
    words = []
    for match in _WORD.finditer(text):
        place = range(*match.span())
        is_changed, is_anchor = not changed.isdisjoint(place), not points.isdisjoint(place)
        words.append(_Word(match.group(), match.start(), match.end(), is_changed, is_anchor))
    return tuple(words)


def _is_weighty(word: _Word) -> bool:
    """Tell whether a word negates, permits, obliges, conditions, counts or names."""
    plain = word.text.strip("()[]\"“”',.;:").casefold()
    return plain in OPERATIVE_WORDS or bool(_FIGURE_OR_NAME.search(word.text))


def _select_around(words: Sequence[_Word], reach: int) -> set[int]:
    """Return the indexes of every changed word with `reach` words on each side."""
    marked = (i for i, word in enumerate(words) if word.is_changed or word.is_anchor)
    kept = {j for i in marked for j in range(i - reach, i + reach + 1)}
    return kept & set(range(len(words)))


def _select_weighty_changes(words: Sequence[_Word]) -> set[int]:
    """Return the indexes of the start of each changed phrase and of its weighty words."""
    kept: set[int] = set()
    runs = groupby(range(len(words)), key=lambda i: words[i].is_changed or words[i].is_anchor)
    for is_marked, run in runs:
        indexes = list(run) if is_marked else []
        kept.update(
            j for i in indexes[:1] for j in range(i - _CONTEXT_WORDS, i + _PHRASE_START_WORDS)
        )
        weighty = (i for i in indexes if _is_weighty(words[i]))
        reach = _NARROW_CONTEXT_WORDS
        kept.update(j for i in weighty for j in range(i - reach, i + reach + 1))
    return kept & set(range(len(words)))


def _fill_gaps(words: Sequence[_Word], kept: set[int]) -> list[int]:
    """Return the indexes in order, with short gaps filled and brackets closed."""
    filled = set(kept)
    for low, high in zip(sorted(kept), sorted(kept)[1:], strict=False):
        if high - low - 1 <= _MAX_FILLED_GAP:
            filled.update(range(low, high))
    for opening, closing in _BRACKETS.items():
        start: int | None = None
        for i, word in enumerate(words):
            start = i if opening in word.text else start
            if closing in word.text and start is not None:
                bracketed = set(range(start, i + 1))
                filled |= bracketed if bracketed & filled else set()
                start = None
    return sorted(filled)


def _cut(side: _Side, selected: set[int]) -> str:
    """Return the selected words as they are in the text, with an ellipsis for what is left out."""
    words, kept = side.words, _fill_gaps(side.words, selected)
    if not kept:
        return ""
    parts = ["" if kept[0] == 0 else ELLIPSIS]
    for place, i in enumerate(kept):
        if place and kept[place - 1] == i - 1:
            parts.append(side.text[words[i - 1].end : words[i].start])
        elif place:
            parts.append(f" {ELLIPSIS} ")
        parts.append(words[i].text)
    cut = "".join(parts)
    return cut if kept[-1] == len(words) - 1 else cut.rstrip(" ,;:") + ELLIPSIS


def cut_around_changes(before: str, after: str, limit: int) -> tuple[str, str]:
    """Return excerpts of both texts around the changes, if possible of at most `limit` characters.

    Short texts are not cut. An excerpt that is too long even without its less important words is
    returned longer than the limit, for the caller to shorten.
    """
    texts = (" ".join(before.split()), " ".join(after.split()))
    old, new = _mark_words(*texts)
    has_figure = any(w.is_changed and _FIGURE.search(w.text) for w in (*old.words, *new.words))
    if max(map(len, texts)) <= (limit if has_figure else _WHOLE_CHARS):
        return texts
    for reach in (
        *(_CONTEXT_WORDS_OF_FIGURES if has_figure else _WIDE_CONTEXT_WORDS),
        _CONTEXT_WORDS,
    ):
        cuts = (
            _cut(old, _select_around(old.words, reach)),
            _cut(new, _select_around(new.words, reach)),
        )
        if max(map(len, cuts)) <= limit:
            return cuts
    return _cut(old, _select_weighty_changes(old.words)), _cut(
        new, _select_weighty_changes(new.words)
    )
