"""Recognises the clause types of passages, offline, from a weights file that contains no code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
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
from clausewatch.provisions.engine_release import WEIGHTS_FILE
from clausewatch.provisions.features import (
    Features,
    Float32Array,
    Float64Array,
    Int8Array,
    SparseMatrix,
)
from clausewatch.provisions.packed_texts import pack_texts, unpack_texts
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.term_index import PackedTerms
from clausewatch.provisions.tokens import tokenise

FORMAT = 1
_BATCH_SIZE = 256
CERTAIN_PROBABILITY = 0.75
"""The least probability after a `certain` cue, unless another cue excludes the clause type."""
EXCLUDED_PROBABILITY = 0.3
"""The greatest probability after a `never` cue if no `says` or `general` cue occurs."""
_UNTRAINED_MARGIN = -9.0
"""Margin of a clause type that the weights do not know: below every other margin."""
_UNTRAINED_CALIBRATION = np.array([0.0] * (len(CALIBRATION_FEATURES) - 2) + [3.0, -4.0, -2.2])
"""Calibration of such a type: .69 if a cue says it, .04 if one excludes it, .10 otherwise."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least probabilities of findings with low, medium and high confidence."""

    low: float
    """There is no finding below it."""
    medium: float
    high: float

    def find_confidence(self, probability: float) -> Confidence:
        """Return the confidence of a probability."""
        if probability >= self.high:
            return Confidence.HIGH
        return Confidence.MEDIUM if probability >= self.medium else Confidence.LOW


@dataclass(frozen=True)
class Recogniser:
    """A linear model per clause type, and the calibration of its margins."""

    types: tuple[str, ...]
    features: Features
    weights: Float32Array | Int8Array
    """Columns x types, divided by the scale of the type."""
    scale: Float32Array
    """Per type; stored weights are whole numbers, and stay so in memory."""
    constants: Float32Array
    calibration: Float64Array
    """Types x (`CALIBRATION_FEATURES` and a constant)."""
    thresholds: Thresholds
    release: str

    def estimate_probabilities(
        self, texts: Sequence[str], tokens: Sequence[Sequence[str]]
    ) -> tuple[Float64Array, list[set[int]]]:
        """Return texts x types, and the cue groups in each text.

        `tokens` are the tokens of each text.
        """
        batches, cue_groups = [np.empty((0, len(self.types)))], []
        for start in range(0, len(texts), _BATCH_SIZE):
            batch = slice(start, start + _BATCH_SIZE)
            matrix, groups, lengths = self.features.build_matrix(texts[batch], tokens[batch])
            batches.append(self._estimate_batch(matrix, groups, lengths))
            cue_groups.extend(groups)
        return np.concatenate(batches), cue_groups

    def _estimate_batch(
        self, matrix: SparseMatrix, cue_groups: Sequence[set[int]], lengths: Float64Array
    ) -> Float64Array:
        names = self.features.cues.group_names
        certain, says, general, never = (
            mark_cues(cue_groups, names, self.types, kind)
            for kind in ("certain", "says", "general", "never")
        )
        margins = multiply(matrix, self.weights, self.scale) + self.constants
        features = compare_margins(margins, lengths, says, never)
        probabilities = compute_probabilities(features, self.calibration)
        has_terms = np.diff(matrix.starts) > 0
        least = CERTAIN_PROBABILITY * certain * (1 - never)
        # A cue that excludes a type decides if no cue states it or hints at it.
        is_excluded = never * (1 - says) * (1 - general) > 0
        most = np.where(is_excluded, EXCLUDED_PROBABILITY, 1.0)
        return np.minimum(np.maximum(probabilities, least), most) * has_terms[:, None]

    def recognise(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Return the findings of each text, most probable first."""
        tokens = [tokenise(text) for text in texts]
        probabilities, cue_groups = self.estimate_probabilities(texts, tokens)
        return [tuple(each) for each in self.select_findings(probabilities, cue_groups)]

    def select_findings(
        self,
        probabilities: Float64Array,
        cue_groups: Sequence[set[int]],
        least: float | None = None,
    ) -> list[list[Finding]]:
        """Return the findings of each text from its probabilities and cue groups.

        `least` is the least probability; without it, it is that of low confidence.
        """
        rows, columns = np.nonzero(
            probabilities >= (self.thresholds.low if least is None else least)
        )
        values = probabilities[rows, columns]
        order = np.lexsort((columns, -values, rows))
        findings: list[list[Finding]] = [[] for _ in cue_groups]
        for row, column, value in zip(
            rows[order].tolist(), columns[order].tolist(), values[order].tolist(), strict=True
        ):
            findings[row].append(self._make_finding(column, value, cue_groups[row]))
        return findings

    def _make_finding(self, column: int, probability: float, cue_groups: set[int]) -> Finding:
        confidence = self.thresholds.find_confidence(probability)
        is_explicit = self._says_groups[column] in cue_groups or confidence is Confidence.HIGH
        basis = Basis.EXPLICIT if is_explicit else Basis.INFERRED
        return Finding(self.types[column], probability, confidence, basis)

    @cached_property
    def _says_groups(self) -> tuple[int, ...]:
        """Per type the cue group that states it."""
        return tuple(self.features.cues.find_number(f"says:{clause}") for clause in self.types)


def multiply(
    matrix: SparseMatrix, weights: Float32Array | Int8Array, scale: Float32Array
) -> Float64Array:
    """Return the matrix times the scaled weights, row by row."""
    rows = len(matrix.starts) - 1
    result = np.zeros((rows, weights.shape[1]))
    filled = np.flatnonzero(np.diff(matrix.starts))
    if filled.size:
        products = weights[matrix.columns] * scale
        products *= matrix.values[:, None]
        result[filled] = np.add.reduceat(products, matrix.starts[filled], axis=0)
    return result


def serialise_recogniser(recogniser: Recogniser) -> bytes:
    """Return the recogniser as an `.npz` file: equal recognisers give equal bytes."""
    weights = recogniser.weights * recogniser.scale
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    thresholds = recogniser.thresholds
    out = io.BytesIO()
    np.savez_compressed(
        out,
        format=np.array([FORMAT]),
        types=pack_texts(recogniser.types),
        cues=pack_texts(recogniser.features.cues.group_names),
        terms=pack_texts(tuple(recogniser.features.terms)),
        idf=recogniser.features.idf.astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        constants=recogniser.constants.astype(np.float32),
        calibration=recogniser.calibration.astype(np.float64),
        levels=np.array([thresholds.low, thresholds.medium, thresholds.high]),
        release=pack_texts((recogniser.release,)),
    )
    return out.getvalue()


def parse_recogniser(body: bytes, taxonomy: Taxonomy) -> Recogniser:
    """Read what `serialise_recogniser` wrote, without running code from it.

    A clause type that the weights do not know is recognised by its cues alone. Raises ConfigError
    if the file is damaged or of another format.
    """
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        columns = len(CALIBRATION_FEATURES) + 1
        if int(arrays["format"][0]) != FORMAT or arrays["calibration"].shape[1] != columns:
            raise ConfigError(
                "The weights of the recogniser are of another release: run `clausewatch train`."
            )
        return _align_to_taxonomy(arrays, taxonomy)
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile) as fault:
        raise ConfigError(
            "The weights of the recogniser cannot be read: run `clausewatch train`."
        ) from fault


def _align_to_taxonomy(arrays: dict[str, np.ndarray], taxonomy: Taxonomy) -> Recogniser:
    """Reorder types and cue columns as in the taxonomy, which may be newer than the weights."""
    trained, terms = unpack_texts(arrays["types"]), PackedTerms(arrays["terms"].tobytes())
    cues, count = taxonomy.passage_cues, len(terms)
    stored_groups = {name: row for row, name in enumerate(unpack_texts(arrays["cues"]))}
    stored_rows = [count + stored_groups.get(name, -1) for name in cues.group_names]
    weights = np.zeros((count + len(cues.group_names), len(taxonomy.ids)), np.int8)
    scale = np.ones(len(taxonomy.ids), np.float32)
    constants = np.full(len(taxonomy.ids), _UNTRAINED_MARGIN, np.float32)
    calibration = np.tile(_UNTRAINED_CALIBRATION, (len(taxonomy.ids), 1))
    for column, clause in enumerate(taxonomy.ids):
        if clause not in trained:
            continue
        stored = trained.index(clause)
        weights[:count, column] = arrays["weights"][:count, stored]
        for row, stored_row in enumerate(stored_rows):
            if stored_row >= count:
                weights[count + row, column] = arrays["weights"][stored_row, stored]
        scale[column] = arrays["scale"][stored]
        constants[column] = arrays["constants"][stored]
        calibration[column] = arrays["calibration"][stored]
    low, medium, high = (float(value) for value in arrays["levels"])
    return Recogniser(
        types=taxonomy.ids,
        features=Features(terms, arrays["idf"].astype(np.float32), cues),
        weights=weights,
        scale=scale,
        constants=constants,
        calibration=calibration,
        thresholds=Thresholds(low, medium, high),
        release=unpack_texts(arrays["release"])[0],
    )


@cache
def load_recogniser() -> Recogniser:
    """Return the recogniser that ships with the program. Raises ConfigError."""
    try:
        body = WEIGHTS_FILE.read_bytes()
    except OSError as fault:
        raise ConfigError(
            "clausewatch/data/recogniser.npz is missing: run `clausewatch train`."
        ) from fault
    return parse_recogniser(body, load_taxonomy())
