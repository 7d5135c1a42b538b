"""The language model of py3langid in a fifth of its memory, with the same answers.

The tables repeat themselves: the automaton has ten million transitions in 56,000 different rows of
16, and most features have the weight of a feature that was never seen in a language. Packing takes
half a second, so it pays where several processes share one model.
"""

from array import array
from collections import Counter
from collections.abc import Sequence

import numpy as np
from py3langid import langid  # type: ignore[import-untyped]  # it ships no annotations

_ROW_LENGTH = 16
"""A byte selects a row by its upper half and an entry of the row by its lower half."""
_ROW_BITS = 4
_HIGH = bytes(byte >> _ROW_BITS for byte in range(256))
_LOW = bytes(byte % _ROW_LENGTH for byte in range(256))
_NO_FEATURE = -1


class _Transitions:
    """The next states of an automaton, where equal rows are kept once."""

    def __init__(self, table: bytes, entry_size: int, rows_of_states: Sequence[int]) -> None:
        size = _ROW_LENGTH * entry_size
        numbers: dict[bytes, int] = {}
        self.rows = array(
            "I",
            (
                numbers.setdefault(table[start : start + size], len(numbers)) << _ROW_BITS
                for start in range(0, len(table), size)
            ),
        )
        self.entries = array("I" if entry_size == array("I").itemsize else "H", b"".join(numbers))
        self.states = array("I", (row << _ROW_BITS for row in rows_of_states))

    def find_features(self, text: bytes, features: Sequence[int]) -> Counter[int]:
        """Return how often each feature occurs in an encoded text."""
        rows, entries, states = self.rows, self.entries, self.states
        found: list[int] = []
        state = 0
        for high, low in zip(text.translate(_HIGH), text.translate(_LOW), strict=True):
            state = entries[rows[states[state] + high] + low]
            if features[state] != _NO_FEATURE:
                found.append(features[state])
        return Counter(found)


class _Weights:
    """The weights of features by language: one that is usual for a language is kept once."""

    def __init__(self, table: np.ndarray) -> None:
        bits = table.view(np.uint16)
        self.usual = np.array([np.bincount(column).argmax() for column in bits.T], dtype=np.uint16)
        is_other = bits != self.usual
        self.ends = np.cumsum(is_other.sum(axis=1, dtype=np.uint32), dtype=np.uint32)
        self.columns = np.nonzero(is_other)[1].astype(np.uint8)
        self.others = bits[is_other]

    def unpack(self, features: np.ndarray) -> np.ndarray:
        """Return the rows of some features as the table has them."""
        # The own weights of feature F stand from ends[F - 1] to ends[F]; the first has none before.
        starts = np.where(features > 0, self.ends[features - 1], 0).astype(np.intp)
        counts = self.ends[features].astype(np.intp) - starts
        lasts = np.cumsum(counts)
        places = np.arange(counts.sum()) + np.repeat(starts - lasts + counts, counts)
        rows = np.tile(self.usual, (len(features), 1))
        row_starts = np.arange(0, rows.size, rows.shape[1])
        rows.ravel()[np.repeat(row_starts, counts) + self.columns[places]] = self.others[places]
        return rows.view(np.float16)


class CompactIdentifier(langid.LanguageIdentifier):  # type: ignore[misc]  # see the import
    """An identifier that scores a text with the packed tables."""

    __slots__ = ("_features", "_transitions", "_weights")

    def __init__(self, whole: langid.LanguageIdentifier) -> None:
        super().__init__(
            np.empty((0, len(whole.nb_classes)), np.float16),
            whole.nb_pc,
            whole.nb_classes,
            array("I"),
            [],
            tk_row=array("H"),
        )
        table = whole.tk_nextmove
        self._transitions = _Transitions(table.tobytes(), table.itemsize, whole.tk_row)
        self._features = array("i", whole.tk_output)
        self._weights = _Weights(whole.nb_ptc)

    def _raw_score(self, text: bytes) -> np.ndarray:
        """Return the scores of an encoded text as the library does."""
        visits = self._transitions.find_features(text, self._features)
        if not visits:
            return np.full(len(self.nb_classes), langid.RAW_FLOOR, dtype=np.float32)
        features = np.fromiter(visits.keys(), dtype=np.intp, count=len(visits))
        counts = np.fromiter(visits.values(), dtype=np.float32, count=len(visits))
        scores: np.ndarray = np.log1p(counts) @ self._weights.unpack(features) + self.nb_pc
        return scores


def compact_model() -> None:
    """Load the model of this process, packed; the whole one is not kept."""
    langid.IDENTIFIER = CompactIdentifier(
        langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    )
