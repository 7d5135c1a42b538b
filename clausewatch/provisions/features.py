"""Turns passages into numbers: words, word pairs, stems, and the cues that match.

Stems are the first five letters of words. Term weights are (1 + log of the count) times the inverse
document frequency. Words and stems are each scaled to length one (Salton and Buckley 1988,
doi:10.1016/0306-4573(88)90021-0).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from clausewatch.provisions.cues import CueTable
from clausewatch.provisions.term_index import (
    PAIR,
    STEM,
    STEM_LETTERS,
    IntArray,
    TermCounts,
    TermIndex,
    Terms,
)

MAX_WORDS = 400
"""Words of a passage that count; the longest sentence that people quote has a third of it."""
MIN_PASSAGES = 3
"""A term in fewer passages says nothing about other documents."""
CUE_WEIGHT = 0.2
_MIN_LETTERS, _MAX_LETTERS = 30, 1000
"""The length of a passage in letters is informative between these; it is clipped beyond them."""

Float64Array = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
Int8Array = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class SparseMatrix:
    """A sparse matrix by rows: row r has `values[starts[r]:starts[r+1]]` at `columns[...]`."""

    starts: IntArray
    columns: IntArray
    values: Float32Array


def extract_terms(tokens: Sequence[str]) -> list[str]:
    """Return the terms of a passage: words and word pairs, then stems and stem pairs."""
    used = tokens[:MAX_WORDS]
    stems = [token[:STEM_LETTERS] for token in used]
    terms = list(used)
    terms += [f"{first}{PAIR}{second}" for first, second in pairwise(used)]
    terms += [STEM + stem for stem in stems]
    terms += [f"{STEM}{first}{PAIR}{second}" for first, second in pairwise(stems)]
    return terms


def build_vocabulary(
    passages: Iterable[Sequence[str]],
) -> tuple[tuple[str, ...], Float32Array]:
    """Return the frequent terms in code-point order, with their inverse document frequencies."""
    counts: Counter[str] = Counter()
    size = 0
    for tokens in passages:
        counts.update(set(extract_terms(tokens)))
        size += 1
    frequent = sorted(term for term, count in counts.items() if count >= MIN_PASSAGES)
    frequencies = np.array([counts[term] for term in frequent], dtype=np.float64)
    inverse = np.log((1 + size) / (1 + frequencies)) + 1
    return tuple(frequent), inverse.astype(np.float32)


@dataclass(frozen=True)
class Features:
    """The columns of the matrix: first the terms, then the cue groups."""

    terms: Terms
    idf: Float32Array
    cues: CueTable

    @cached_property
    def _term_index(self) -> TermIndex:
        return TermIndex(self.terms)

    @cached_property
    def _is_stem(self) -> npt.NDArray[np.bool_]:
        return np.fromiter((term.startswith(STEM) for term in self.terms), bool, len(self.terms))

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.terms) + len(self.cues.group_names)

    def build_matrix(
        self, texts: Sequence[str], tokens: Sequence[Sequence[str]]
    ) -> tuple[SparseMatrix, list[set[int]], Float64Array]:
        """Return the matrix of the texts, the cue groups in each text, and the log of its length.

        `tokens` are the tokens of each text.
        """
        used = [text_tokens[:MAX_WORDS] for text_tokens in tokens]
        cue_groups = [self.cues.find_groups(text_tokens) for text_tokens in used]
        lengths = [min(max(len(text), _MIN_LETTERS), _MAX_LETTERS) for text in texts]
        terms = self._weigh_terms(self._term_index.count_terms(used))
        matrix = _append_cues(terms, cue_groups, len(self.idf))
        return matrix, cue_groups, np.log1p(np.array(lengths, float))

    def _weigh_terms(self, terms: TermCounts) -> SparseMatrix:
        """Weigh the terms, and scale whole words and stems of each row to length one."""
        sizes, column = terms.sizes, terms.columns
        weight = (1 + np.log(terms.counts.astype(np.float32))) * self.idf[column]
        row = np.repeat(np.arange(len(sizes)), sizes)
        half = row * 2 + self._is_stem[column]
        norms = np.sqrt(np.bincount(half, weight * weight, minlength=2 * len(sizes)))
        scaled = (weight / np.maximum(norms[half], 1e-9)).astype(np.float32)
        return SparseMatrix(np.concatenate(([0], np.cumsum(sizes))), column, scaled)


def _append_cues(
    matrix: SparseMatrix, cue_groups: Sequence[set[int]], first_column: int
) -> SparseMatrix:
    """Append the cue groups of each row to its terms."""
    sizes = np.array([len(groups) for groups in cue_groups], dtype=np.int64)
    numbers = [number for groups in cue_groups for number in sorted(groups)]
    columns = np.array(numbers, np.int64) + first_column
    indexes = np.arange(len(cue_groups))
    rows = np.concatenate([np.repeat(indexes, np.diff(matrix.starts)), np.repeat(indexes, sizes)])
    order = np.argsort(rows, kind="stable")
    weights = np.full(len(columns), CUE_WEIGHT, np.float32)
    return SparseMatrix(
        matrix.starts + np.concatenate(([0], np.cumsum(sizes))),
        np.concatenate([matrix.columns, columns])[order],
        np.concatenate([matrix.values, weights])[order],
    )
