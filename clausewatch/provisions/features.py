"""Passages to numbers: words and word pairs, whole and cut to five letters, and the cues they hold.

Term weights are (1 + log of the count) times the inverse document frequency, each of the two
vocabularies scaled to length one (Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from clausewatch.provisions.cues import CueTable

STEM_LETTERS = 5
MAX_WORDS = 400
"""A passage is read up to here; the longest sentence that people quote has a third of it."""
MIN_PASSAGES = 3
"""A term that fewer passages hold says nothing about other documents."""
CUE_WEIGHT = 0.2
_PAIR, _STEM = " ", "~"
_LENGTHS = 30, 1000
"""Between these, the length of a passage in letters says something; beyond them it is cut."""

Float64Array = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SparseMatrix:
    """A sparse matrix by rows: row r holds `values[starts[r]:starts[r+1]]` at `columns[...]`."""

    starts: IntArray
    columns: IntArray
    values: Float32Array


def extract_terms(tokens: Sequence[str]) -> list[str]:
    """Return the terms of a passage: words, pairs, and both again cut to five letters."""
    cut = tokens[:MAX_WORDS]
    stems = [token[:STEM_LETTERS] for token in cut]
    found = list(cut)
    found += [f"{a}{_PAIR}{b}" for a, b in pairwise(cut)]
    found += [_STEM + stem for stem in stems]
    found += [f"{_STEM}{a}{_PAIR}{b}" for a, b in pairwise(stems)]
    return found


def build_vocabulary(passages: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], Float32Array]:
    """Return the terms of enough passages in code-point order, with their inverse frequencies."""
    counts: Counter[str] = Counter()
    size = 0
    for tokens in passages:
        counts.update(set(extract_terms(tokens)))
        size += 1
    kept = sorted(term for term, count in counts.items() if count >= MIN_PASSAGES)
    held = np.array([counts[term] for term in kept], dtype=np.float64)
    return tuple(kept), (np.log((1 + size) / (1 + held)) + 1).astype(np.float32)


@dataclass(frozen=True)
class Features:
    """The columns of the matrix: terms, then the names of the cue groups."""

    terms: tuple[str, ...]
    idf: Float32Array
    cues: CueTable

    @cached_property
    def _column(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def _is_stem(self) -> npt.NDArray[np.bool_]:
        return np.array([term.startswith(_STEM) for term in self.terms], dtype=bool)

    @property
    def width(self) -> int:
        """Count the columns."""
        return len(self.terms) + len(self.cues.names)

    def rows(
        self, texts: Sequence[str], tokens: Sequence[Sequence[str]]
    ) -> tuple[SparseMatrix, list[set[int]], Float64Array]:
        """Return the matrix of the texts, the cue groups in each, and the log of each length.

        `tokens` are the words of each text.
        """
        columns: list[int] = []
        values: list[int] = []
        sizes: list[int] = []
        cues: list[set[int]] = []
        lengths: list[int] = []
        column = self._column.get
        for text, all_words in zip(texts, tokens, strict=True):
            cut = all_words[:MAX_WORDS]
            # Counting the unknown terms too and dropping them is cheaper than asking each.
            known: Counter[Any] = Counter(map(column, extract_terms(cut)))
            del known[None]
            columns.extend(known)
            values.extend(known.values())
            sizes.append(len(known))
            cues.append(self.cues.found(cut))
            lengths.append(min(max(len(text), _LENGTHS[0]), _LENGTHS[1]))
        matrix = self._weighted(sizes, columns, values)
        return _with_cues(matrix, cues, len(self.terms)), cues, np.log1p(np.array(lengths, float))

    def _weighted(self, sizes: list[int], columns: list[int], counts: list[int]) -> SparseMatrix:
        """Weigh the terms and scale whole words and stems of each row to length one."""
        column = np.array(columns, dtype=np.int64)
        weight = (1 + np.log(np.array(counts, dtype=np.float32))) * self.idf[column]
        row = np.repeat(np.arange(len(sizes)), sizes)
        half = row * 2 + self._is_stem[column]
        norms = np.sqrt(np.bincount(half, weight * weight, minlength=2 * len(sizes)))
        scaled = (weight / np.maximum(norms[half], 1e-9)).astype(np.float32)
        return SparseMatrix(np.concatenate(([0], np.cumsum(sizes))), column, scaled)


def _with_cues(matrix: SparseMatrix, cues: Sequence[set[int]], first: int) -> SparseMatrix:
    """Add the cue groups of each row behind its terms."""
    sizes = np.array([len(found) for found in cues], dtype=np.int64)
    extra = np.array([number for found in cues for number in sorted(found)], np.int64) + first
    each = np.arange(len(cues))
    rows = np.concatenate([np.repeat(each, np.diff(matrix.starts)), np.repeat(each, sizes)])
    order = np.argsort(rows, kind="stable")
    weights = np.full(len(extra), CUE_WEIGHT, np.float32)
    return SparseMatrix(
        matrix.starts + np.concatenate(([0], np.cumsum(sizes))),
        np.concatenate([matrix.columns, extra])[order],
        np.concatenate([matrix.values, weights])[order],
    )
