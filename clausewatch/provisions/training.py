"""Trains the recogniser. Needs scikit-learn, which running the recogniser does not.

Training is deterministic: the same passages, data files and library releases give the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # no stubs, training only
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # as above
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]  # as above

from clausewatch.errors import ConfigError
from clausewatch.provisions.calibration import (
    CALIBRATION_FEATURES,
    compare_margins,
    compute_probabilities,
    mark_cues,
)
from clausewatch.provisions.features import (
    Features,
    Float64Array,
    SparseMatrix,
    build_vocabulary,
)
from clausewatch.provisions.recogniser import Recogniser, Thresholds
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.term_index import IntArray
from clausewatch.provisions.tokens import tokenise

FOLDS = 5
PENALTY = 0.3
"""C of the margin models; 0.15 and 0.6 were .005 worse in micro F1."""
POOLING_LIMIT = 40
"""Clause types with fewer examples share one calibration."""
MIN_EXAMPLES = 3
"""Clause types with fewer examples have no margin model, so their cues decide."""
HIGH_PRECISION = 0.92
MEDIUM_PRECISION = 0.85
_ALL_TYPES = "tosdr"
_ABSENT_MARGIN = -1.5

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage with its clause types; `scope` names those that were judged, None for all."""

    text: str
    clauses: frozenset[str]
    scope: frozenset[str] | None
    service: str


@dataclass(frozen=True)
class LabelTable:
    """The labels as passages x types: which types apply, and which were judged at all."""

    applies: BoolArray
    is_judged: BoolArray


def read_passages(paths: Iterable[Path]) -> list[LabelledPassage]:
    """Read labelled passages, one JSON object a line. Raises ConfigError, naming file and line."""
    passages = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigError(f"{path} cannot be read: {fault}.") from fault
        for number, line in enumerate(lines, 1):
            if line.strip():
                passages.extend(_parse_passage(line, f"{path}, line {number}"))
    if not passages:
        raise ConfigError("There are no passages to train on.")
    return passages


def _parse_passage(line: str, position: str) -> list[LabelledPassage]:
    """Return one passage as often as its `times` says. Raises ConfigError, naming the position."""
    try:
        row = json.loads(line)
        scope = row["scope"]
        passage = LabelledPassage(
            text=str(row["text"]),
            clauses=frozenset(row["clause"]),
            scope=None if scope == _ALL_TYPES else frozenset(scope),
            service=str(row["service"]).casefold(),
        )
        return [passage] * int(row.get("times", 1))
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as fault:
        raise ConfigError(f'{position}: needs "text", "clause", "scope" and "service".') from fault


def train_recogniser(passages: Sequence[LabelledPassage], taxonomy: Taxonomy) -> Recogniser:
    """Fit margins on all passages, and calibration on margins of services not trained on."""
    texts = [passage.text for passage in passages]
    labels = build_label_table(passages, taxonomy.ids)
    features = _build_features(texts, taxonomy)
    matrix, cue_groups, lengths = features.build_matrix(texts, [tokenise(text) for text in texts])
    table = _convert_matrix(matrix, features.width)
    margins = np.zeros(labels.applies.shape)
    folds = assign_folds([passage.service for passage in passages])
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights, constants = _fit_margins(table[inside], labels, inside)
        margins[outside] = table[outside] @ weights + constants
    says, never = (
        mark_cues(cue_groups, features.cues.group_names, taxonomy.ids, kind)
        for kind in ("says", "never")
    )
    calibration_features = compare_margins(margins, lengths, says, never)
    calibration, probabilities = _calibrate(calibration_features, labels, folds)
    weights, constants = _fit_margins(table, labels, np.arange(len(texts)))
    return Recogniser(
        types=taxonomy.ids,
        features=features,
        weights=weights.astype(np.float32),
        scale=np.ones(weights.shape[1], np.float32),
        constants=constants.astype(np.float32),
        calibration=calibration,
        thresholds=choose_thresholds(probabilities, labels),
        release=_compute_release(passages, taxonomy),
    )


def build_label_table(passages: Sequence[LabelledPassage], ids: Sequence[str]) -> LabelTable:
    """Return the labels of the passages for the clause types of these ids."""
    column_by_id = {clause: column for column, clause in enumerate(ids)}
    applies = np.zeros((len(passages), len(ids)), dtype=bool)
    is_judged = np.zeros_like(applies)
    for row, passage in enumerate(passages):
        applies[row, [column_by_id[id_] for id_ in passage.clauses if id_ in column_by_id]] = True
        if passage.scope is None:
            is_judged[row] = True
        else:
            judged = [column_by_id[id_] for id_ in passage.scope if id_ in column_by_id]
            is_judged[row, judged] = True
    return LabelTable(applies, is_judged)


def assign_folds(services: Sequence[str]) -> IntArray:
    """Return a fold per passage: each service is in one fold, and the folds are of similar size."""
    names, counts = np.unique(np.array(services), return_counts=True)
    sizes, fold_by_service = np.zeros(FOLDS), {}
    for index in np.lexsort((names, -counts)):
        smallest = int(np.argmin(sizes))
        sizes[smallest] += counts[index]
        fold_by_service[str(names[index])] = smallest
    return np.array([fold_by_service[service] for service in services], dtype=np.int64)


def _build_features(texts: Sequence[str], taxonomy: Taxonomy) -> Features:
    terms, idf = build_vocabulary(tokenise(text) for text in texts)
    return Features(terms, idf, taxonomy.passage_cues)


def _convert_matrix(matrix: SparseMatrix, width: int) -> csr_matrix:
    shape = (len(matrix.starts) - 1, width)
    return csr_matrix((matrix.values, matrix.columns, matrix.starts), shape=shape)


def _fit_margins(
    table: csr_matrix, labels: LabelTable, rows: IntArray
) -> tuple[Float64Array, Float64Array]:
    """Fit one linear margin per clause type on the rows that were judged for it."""
    types = labels.applies.shape[1]
    weights, constants = np.zeros((table.shape[1], types)), np.full(types, _ABSENT_MARGIN)
    for column in range(types):
        is_judged = labels.is_judged[rows, column]
        applies = labels.applies[rows, column][is_judged]
        if applies.sum() < MIN_EXAMPLES or applies.all():
            continue
        model = LinearSVC(C=PENALTY, random_state=0, dual=True, max_iter=5000)
        model.fit(table[is_judged], applies)
        weights[:, column], constants[column] = model.coef_[0], model.intercept_[0]
    return weights, constants


def _calibrate(
    features: Float64Array, labels: LabelTable, folds: IntArray
) -> tuple[Float64Array, Float64Array]:
    """Return the calibration of every clause type, and cross-validated probabilities.

    The probabilities of each fold come from a calibration on the other folds.
    """
    probabilities = np.zeros(labels.applies.shape)
    for fold in range(FOLDS):
        weights = _fit_calibration(features, labels, folds != fold)
        probabilities[folds == fold] = compute_probabilities(features[folds == fold], weights)
    return _fit_calibration(features, labels, np.ones(len(folds), dtype=bool)), probabilities


def _fit_calibration(features: Float64Array, labels: LabelTable, rows: BoolArray) -> Float64Array:
    """Fit a small logistic regression per clause type, and one for all rare types together."""
    is_judged = labels.is_judged & rows[:, None]
    counts = (labels.applies & is_judged).sum(axis=0)
    is_rare = counts < POOLING_LIMIT
    weights = np.zeros((labels.applies.shape[1], len(CALIBRATION_FEATURES) + 1))
    if is_rare.any():
        mask = is_judged & is_rare[None, :]
        weights[is_rare] = _fit_logistic(features[mask], labels.applies[mask])
    for column in np.flatnonzero(~is_rare):
        mask = is_judged[:, column]
        weights[column] = _fit_logistic(features[mask, column], labels.applies[mask, column])
    return weights


def _fit_logistic(features: Float64Array, applies: BoolArray) -> Float64Array:
    """Fit on scaled features, and return weights and constant for the features as they are."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    if not applies.any() or applies.all():
        return np.concatenate([np.zeros(len(mean)), [_ABSENT_MARGIN * 2]])
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((features - mean) / spread, applies)
    weights = model.coef_[0] / spread
    return np.round(np.concatenate([weights, [model.intercept_[0] - weights @ mean]]), 6)


def choose_thresholds(probabilities: Float64Array, labels: LabelTable) -> Thresholds:
    """Choose the low threshold for the best micro F1, and the others for the promised precision.

    For probabilities the best threshold is half the best F1 (Lipton, Elkan, Narayanaswamy 2014,
    arXiv:1402.1892). The curve itself is flat and uneven there: its highest point moved by a tenth
    from one fifth of the services to the next, and cost up to .006 on those not chosen on.
    """
    probability, applies = probabilities[labels.is_judged], labels.applies[labels.is_judged]
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum(applies[order])
    count = np.arange(1, len(order) + 1)
    f1 = 2 * right / (count + applies.sum())
    low = float(f1.max()) / 2

    def find_threshold(precision: float) -> float:
        precise = np.flatnonzero(right / count >= precision)
        return float(probability[order[int(precise[-1])]]) if precise.size else 1.0

    high = max(low, find_threshold(HIGH_PRECISION))
    medium = min(high, max(low, find_threshold(MEDIUM_PRECISION)))
    return Thresholds(*(round(threshold, 4) for threshold in (low, medium, high)))


def _compute_release(passages: Sequence[LabelledPassage], taxonomy: Taxonomy) -> str:
    # Only the cues of the taxonomy count: correcting a text must not make other weights.
    cues = {clause.id: asdict(clause.cues) for clause in taxonomy.clauses.values()}
    digest = hashlib.sha256(json.dumps(cues, sort_keys=True).encode())
    for passage in passages:
        digest.update(f"{passage.text}\0{sorted(passage.clauses)}\0".encode())
    return digest.hexdigest()[:12]
