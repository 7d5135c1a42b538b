"""Looks up the terms of passages: words, word pairs, stems and stem pairs.

Words and stems have numbers, and a pair is one number made of two. So only words are looked up as
texts, and the pairs of all passages are found at once.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

STEM_LETTERS = 5
PAIR, STEM = " ", "~"
_MAX_KNOWN_TOKENS = 50_000
_NOTHING = -1


@dataclass(frozen=True, slots=True)
class PackedTerms:
    """Terms as bytes, one a line: as objects they would take five times the memory."""

    body: bytes

    def __len__(self) -> int:
        """Return the number of terms."""
        return self.body.count(b"\n") + 1

    def __iter__(self) -> Iterator[str]:
        """Yield each term."""
        return (line.rstrip(b"\n").decode() for line in io.BytesIO(self.body))


Terms = tuple[str, ...] | PackedTerms


class TermCounts(NamedTuple):
    """The known terms of passages, by passage in the order of their first occurrence."""

    sizes: IntArray
    """The number of different terms of each passage."""
    columns: IntArray
    counts: IntArray


class _Numbers(dict[str, int]):
    """The number of each token, or of its beginning; 0 for one that no term has."""

    def __init__(self, numbers: dict[str, int], letters: int | None) -> None:
        super().__init__()
        self._numbers, self._letters = numbers, letters

    def __missing__(self, token: str) -> int:
        """Look a token up once."""
        if len(self) >= _MAX_KNOWN_TOKENS:
            self.clear()
        self[token] = number = self._numbers.get(token[: self._letters], 0)
        return number


class _Lexicon:
    """The columns of single texts and of pairs of texts."""

    def __init__(self, columns: Iterable[tuple[str, int]], letters: int | None) -> None:
        single: dict[str, int] = {}
        pairs: list[tuple[str, str, int]] = []
        for term, column in columns:
            first, separator, second = term.partition(PAIR)
            if separator:
                pairs.append((first, second, column))
            else:
                single[first] = column
        texts = dict.fromkeys((*single, *(text for pair in pairs for text in pair[:2])))
        numbers = {text: number for number, text in enumerate(texts, 1)}
        self.numbers = _Numbers(numbers, letters)
        self._base = len(numbers) + 1
        self._columns = np.array([_NOTHING, *(single.get(text, _NOTHING) for text in texts)])
        # The last key is greater than that of any pair, so that every search ends at a key.
        keys = [numbers[first] * self._base + numbers[second] for first, second, _ in pairs]
        order = np.argsort(np.array(keys, np.int64))
        self._pair_keys = np.append(np.array(keys, np.int64)[order], self._base**2)
        self._pair_columns = np.append(
            np.array([column for _, _, column in pairs], np.int64)[order], _NOTHING
        )

    def find_columns(self, numbers: IntArray) -> IntArray:
        """Return the column of each text, or -1."""
        return self._columns[numbers]

    def find_pair_columns(self, numbers: IntArray) -> IntArray:
        """Return the column of each pair of neighbours, or -1."""
        keys = numbers[:-1] * self._base + numbers[1:]
        places = np.searchsorted(self._pair_keys, keys)
        return np.where(self._pair_keys[places] == keys, self._pair_columns[places], _NOTHING)


class TermIndex:
    """The columns of terms."""

    def __init__(self, terms: Terms) -> None:
        self._width = max(1, len(terms))
        columns = ((term, at) for at, term in enumerate(terms))
        stems = ((term, at) for at, term in enumerate(terms) if term.startswith(STEM))
        self._lexicons = (
            _Lexicon(((term, at) for term, at in columns if not term.startswith(STEM)), None),
            _Lexicon(((term[len(STEM) :], at) for term, at in stems), STEM_LETTERS),
        )

    def count_terms(self, passages: Sequence[Sequence[str]]) -> TermCounts:
        """Return the known terms of passages, each given as its tokens."""
        sizes = np.array([len(tokens) for tokens in passages], np.int64)
        tokens = [token for passage in passages for token in passage]
        rows = np.repeat(np.arange(len(sizes)), sizes)
        # The terms of a passage are its words, its word pairs, its stems and its stem pairs.
        lengths = np.maximum(4 * sizes - 2, 0)
        starts = np.cumsum(lengths) - lengths - (np.cumsum(sizes) - sizes)
        places = starts[rows] + np.arange(len(tokens))
        has_next = rows[:-1] == rows[1:]
        columns = np.full(int(lengths.sum()), _NOTHING)
        for half, lexicon in enumerate(self._lexicons):
            numbers = np.fromiter(map(lexicon.numbers.__getitem__, tokens), np.int64, len(tokens))
            own = places + half * (2 * sizes[rows] - 1)
            columns[own] = lexicon.find_columns(numbers)
            pairs = (own + sizes[rows])[:-1]
            columns[pairs[has_next]] = lexicon.find_pair_columns(numbers)[has_next]
        return self._count(columns, np.repeat(np.arange(len(sizes)), lengths), len(sizes))

    def _count(self, columns: IntArray, rows: IntArray, row_count: int) -> TermCounts:
        is_known = columns >= 0
        keys, firsts, counts = np.unique(
            rows[is_known] * self._width + columns[is_known],
            return_index=True,
            return_counts=True,
        )
        order = np.argsort(firsts)
        sizes = np.bincount(keys // self._width, minlength=row_count)
        return TermCounts(sizes, keys[order] % self._width, counts[order])
