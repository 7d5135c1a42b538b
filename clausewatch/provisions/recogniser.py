"""The recogniser: passages to clause types, offline, from a file of weights that holds no code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Basis, Confidence, Finding
from clausewatch.provisions.calibration import (
    CALIBRATION_FEATURES,
    compare_margins,
    compute_probabilities,
    mark_cues,
)
from clausewatch.provisions.features import Features, Float32Array, Float64Array, SparseMatrix
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.words import tokenise

FORMAT = 1
_BATCH = 256
CERTAIN = 0.75
"""What a cue that is enough by itself makes of a passage that no cue excludes."""
_NEVER = -9.0
"""Margin of a type that the weights do not know: it leads over nothing."""
_CUE_ONLY = np.array([0.0] * (len(CALIBRATION_FEATURES) - 2) + [3.0, -4.0, -2.2])
"""Calibration of such a type: .69 where a cue says it, .04 where one excludes it, .10 otherwise."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability a finding is filed, and has medium or high confidence."""

    file: float
    medium: float
    high: float

    def confidence(self, chance: float) -> Confidence:
        """Return the confidence of a probability."""
        if chance >= self.high:
            return Confidence.HIGH
        return Confidence.MEDIUM if chance >= self.medium else Confidence.LOW


@dataclass(frozen=True)
class Recogniser:
    """A linear model per clause type and the comparison that turns margins into probabilities."""

    types: tuple[str, ...]
    features: Features
    weights: Float32Array
    """Columns x types."""
    constants: Float32Array
    calibration: Float64Array
    """Types x (`COMPARED` and a constant)."""
    levels: Thresholds
    release: str

    def probabilities(
        self, texts: Sequence[str], tokens: Sequence[Sequence[str]]
    ) -> tuple[Float64Array, list[set[int]]]:
        """Return texts x types, and the cue groups in each; `tokens` are the words of each text."""
        chances, found = [np.empty((0, len(self.types)))], []
        for start in range(0, len(texts), _BATCH):
            batch = slice(start, start + _BATCH)
            matrix, cues, lengths = self.features.rows(texts[batch], tokens[batch])
            chances.append(self._chances(matrix, cues, lengths))
            found.extend(cues)
        return np.concatenate(chances), found

    def _chances(
        self, matrix: SparseMatrix, cues: Sequence[set[int]], lengths: Float64Array
    ) -> Float64Array:
        names = self.features.cues.names
        certain, says, never = (
            mark_cues(cues, names, self.types, kind) for kind in ("certain", "says", "never")
        )
        margins = multiply(matrix, self.weights) + self.constants
        chances = compute_probabilities(
            compare_margins(margins, lengths, says, never), self.calibration
        )
        has_terms = np.diff(matrix.starts) > 0
        return np.maximum(chances, CERTAIN * certain * (1 - never)) * has_terms[:, None]

    def recognise(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Return what would be filed for each text, most probable first."""
        chances, cues = self.probabilities(texts, [tokenise(text) for text in texts])
        return [self.findings(row, found) for row, found in zip(chances, cues, strict=True)]

    def findings(self, chances: Float64Array, cues: set[int]) -> tuple[Finding, ...]:
        """Return the findings of one text from its probabilities and cue groups."""
        enough = np.flatnonzero(chances >= self.levels.file)
        order = enough[np.argsort(-chances[enough], kind="stable")].tolist()
        return tuple(self._finding(number, float(chances[number]), cues) for number in order)

    def _finding(self, number: int, chance: float, cues: set[int]) -> Finding:
        clause, confidence = self.types[number], self.levels.confidence(chance)
        says = self.features.cues.number(f"says:{clause}")
        is_said = says in cues or confidence is Confidence.HIGH
        return Finding(clause, chance, confidence, Basis.EXPLICIT if is_said else Basis.INFERRED)


def multiply(matrix: SparseMatrix, weights: Float32Array) -> Float64Array:
    """Return the matrix times the weights, row by row."""
    rows = len(matrix.starts) - 1
    result = np.zeros((rows, weights.shape[1]))
    filled = np.flatnonzero(np.diff(matrix.starts))
    if filled.size:
        each = weights[matrix.columns] * matrix.values[:, None]
        result[filled] = np.add.reduceat(each, matrix.starts[filled], axis=0)
    return result


def serialise_recogniser(recogniser: Recogniser) -> bytes:
    """Return the recogniser as an `.npz`: equal recognisers give equal bytes."""
    scale = np.maximum(np.abs(recogniser.weights).max(axis=0), 1e-9) / 127
    levels = recogniser.levels
    out = io.BytesIO()
    np.savez_compressed(
        out,
        format=np.array([FORMAT]),
        types=_packed(recogniser.types),
        cues=_packed(recogniser.features.cues.names),
        terms=_packed(recogniser.features.terms),
        idf=recogniser.features.idf.astype(np.float16),
        weights=np.round(recogniser.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        constants=recogniser.constants.astype(np.float32),
        calibration=recogniser.calibration.astype(np.float64),
        levels=np.array([levels.file, levels.medium, levels.high]),
        release=_packed((recogniser.release,)),
    )
    return out.getvalue()


def parse_recogniser(body: bytes, types: Taxonomy) -> Recogniser:
    """Read what `save` wrote; nothing in it can run. Raises ConfigError where it does not fit.

    A type of the taxonomy that the weights do not know is recognised by its cues alone.
    """
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as stored:
            held = {name: stored[name] for name in stored.files}
        if (
            int(held["format"][0]) != FORMAT
            or held["calibration"].shape[1] != len(CALIBRATION_FEATURES) + 1
        ):
            raise ConfigError(
                "The weights of the recogniser are of another release: run `clausewatch train`."
            )
        return _fitted(held, types)
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile) as fault:
        raise ConfigError(
            "The weights of the recogniser cannot be read: run `clausewatch train`."
        ) from fault


def _fitted(held: dict[str, np.ndarray], types: Taxonomy) -> Recogniser:
    """Bring types and cue columns into the order of the taxonomy, which may have moved on."""
    known, terms = _unpacked(held["types"]), _unpacked(held["terms"])
    cues = types.passage_cues
    stored = {name: number for number, name in enumerate(_unpacked(held["cues"]))}
    rows = [len(terms) + stored.get(name, -1) for name in cues.names]
    dense = held["weights"].astype(np.float32) * held["scale"]
    weights = np.zeros((len(terms) + len(cues.names), len(types.ids)), np.float32)
    constants = np.full(len(types.ids), _NEVER, np.float32)
    calibration = np.tile(_CUE_ONLY, (len(types.ids), 1))
    for column, clause in enumerate(types.ids):
        if clause not in known:
            continue
        one = known.index(clause)
        weights[: len(terms), column] = dense[: len(terms), one]
        for row, place in enumerate(rows):
            if place >= len(terms):
                weights[len(terms) + row, column] = dense[place, one]
        constants[column] = held["constants"][one]
        calibration[column] = held["calibration"][one]
    file, medium, high = (float(value) for value in held["levels"])
    return Recogniser(
        types=types.ids,
        features=Features(terms, held["idf"].astype(np.float32), cues),
        weights=weights,
        constants=constants,
        calibration=calibration,
        levels=Thresholds(file, medium, high),
        release=_unpacked(held["release"])[0],
    )


@cache
def load_recogniser() -> Recogniser:
    """Return the recogniser that ships with the program. Raises ConfigError."""
    path = files("clausewatch") / "data" / "recogniser.npz"
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise ConfigError(
            "clausewatch/data/recogniser.npz is missing: run `clausewatch train`."
        ) from fault
    return parse_recogniser(body, load_taxonomy())


def _packed(texts: Sequence[str]) -> np.ndarray:
    """Return texts as bytes, one a line: an array of objects would need pickle."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpacked(packed: np.ndarray) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
