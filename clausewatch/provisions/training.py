"""Training of the recogniser. Needs scikit-learn, which running it does not.

Deterministic: the same passages, data files and library releases give the same bytes.
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
from clausewatch.provisions.features import Features, Float64Array, SparseMatrix, build_vocabulary
from clausewatch.provisions.recogniser import Recogniser, Thresholds
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.words import tokenise

FOLDS = 5
PENALTY = 0.3
"""C of the margin models; 0.15 and 0.6 were .005 worse in micro F1."""
POOLING_LIMIT = 40
"""Types with fewer examples share one calibration."""
MIN_EXAMPLES = 3
"""Types with fewer examples get no margin model: their cues decide."""
HIGH_PRECISION = 0.92
MEDIUM_PRECISION = 0.85
_ALL = "tosdr"
_SCORE_ABSENT = -1.5

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A labelled passage: `scope` None means that every type was judged."""

    text: str
    clauses: frozenset[str]
    scope: frozenset[str] | None
    service: str


@dataclass(frozen=True)
class LabelTable:
    """Passages x types: what holds, and what was judged at all."""

    holds: Bools
    judged: Bools


def read_passages(paths: Iterable[Path]) -> list[LabelledPassage]:
    """Read labelled passages, one JSON object a line. Raises ConfigError, naming file and line."""
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigError(f"{path} cannot be read: {fault}.") from fault
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.append(_passage(line, f"{path}, line {number}"))
    if not found:
        raise ConfigError("There are no passages to train on.")
    return found


def _passage(line: str, where: str) -> LabelledPassage:
    """Return one passage. Raises ConfigError."""
    try:
        row = json.loads(line)
        scope = row["scope"]
        return LabelledPassage(
            text=str(row["text"]),
            clauses=frozenset(row["clause"]),
            scope=None if scope == _ALL else frozenset(scope),
            service=str(row["service"]).casefold(),
        )
    except (json.JSONDecodeError, KeyError, TypeError) as fault:
        raise ConfigError(f'{where}: needs "text", "clause", "scope" and "service".') from fault


def train_recogniser(passages: Sequence[LabelledPassage], types: Taxonomy) -> Recogniser:
    """Fit margins on all passages and calibration on margins of services not trained on."""
    texts, labels = [one.text for one in passages], build_label_table(passages, types.ids)
    features = _features(texts, types)
    matrix, cues, lengths = features.rows(texts, [tokenise(text) for text in texts])
    table = _table(matrix, features.width)
    margins = np.zeros(labels.holds.shape)
    folds = assign_folds([one.service for one in passages])
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights, constants = _margins(table[inside], labels, inside)
        margins[outside] = table[outside] @ weights + constants
    says, never = (
        mark_cues(cues, features.cues.names, types.ids, kind) for kind in ("says", "never")
    )
    compare = compare_margins(margins, lengths, says, never)
    calibration, chances = _calibrate(compare, labels, folds)
    weights, constants = _margins(table, labels, np.arange(len(texts)))
    return Recogniser(
        types=types.ids,
        features=features,
        weights=weights.astype(np.float32),
        constants=constants.astype(np.float32),
        calibration=calibration,
        levels=choose_thresholds(chances, labels),
        release=_release(passages, types),
    )


def build_label_table(passages: Sequence[LabelledPassage], ids: Sequence[str]) -> LabelTable:
    """Return the labels of the passages as tables."""
    column = {clause: number for number, clause in enumerate(ids)}
    holds = np.zeros((len(passages), len(ids)), dtype=bool)
    judged = np.zeros_like(holds)
    for row, passage in enumerate(passages):
        holds[row, [column[clause] for clause in passage.clauses if clause in column]] = True
        if passage.scope is None:
            judged[row] = True
        else:
            judged[row, [column[clause] for clause in passage.scope if clause in column]] = True
    return LabelTable(holds, judged)


def assign_folds(services: Sequence[str]) -> Ints:
    """Return a fold per passage: a service is in one fold only, the folds are of like size."""
    names, counts = np.unique(np.array(services), return_counts=True)
    load, fold = np.zeros(FOLDS), {}
    for place in np.lexsort((names, -counts)):
        lightest = int(np.argmin(load))
        load[lightest] += counts[place]
        fold[str(names[place])] = lightest
    return np.array([fold[service] for service in services], dtype=np.int64)


def _features(texts: Sequence[str], types: Taxonomy) -> Features:
    kept, idf = build_vocabulary(tokenise(text) for text in texts)
    return Features(kept, idf, types.passage_cues)


def _table(matrix: SparseMatrix, width: int) -> csr_matrix:
    shape = (len(matrix.starts) - 1, width)
    return csr_matrix((matrix.values, matrix.columns, matrix.starts), shape=shape)


def _margins(
    table: csr_matrix, labels: LabelTable, rows: Ints
) -> tuple[Float64Array, Float64Array]:
    """Fit one linear margin per type on the rows that were judged for it."""
    types = labels.holds.shape[1]
    weights, constants = np.zeros((table.shape[1], types)), np.full(types, _SCORE_ABSENT)
    for column in range(types):
        judged = labels.judged[rows, column]
        holds = labels.holds[rows, column][judged]
        if holds.sum() < MIN_EXAMPLES or holds.all():
            continue
        model = LinearSVC(C=PENALTY, random_state=0, dual=True, max_iter=5000)
        model.fit(table[judged], holds)
        weights[:, column], constants[column] = model.coef_[0], model.intercept_[0]
    return weights, constants


def _calibrate(
    compare: Float64Array, labels: LabelTable, folds: Ints
) -> tuple[Float64Array, Float64Array]:
    """Return the calibration of every type, and probabilities that no own fold took part in."""
    chances = np.zeros(labels.holds.shape)
    for fold in range(FOLDS):
        weights = _logistics(compare, labels, folds != fold)
        chances[folds == fold] = compute_probabilities(compare[folds == fold], weights)
    return _logistics(compare, labels, np.ones(len(folds), dtype=bool)), chances


def _logistics(compare: Float64Array, labels: LabelTable, rows: Bools) -> Float64Array:
    """Fit one small logistic regression per type, and one for all rare types together."""
    judged = labels.judged & rows[:, None]
    counts = (labels.holds & judged).sum(axis=0)
    rare = counts < POOLING_LIMIT
    result = np.zeros((labels.holds.shape[1], len(CALIBRATION_FEATURES) + 1))
    if rare.any():
        mask = judged & rare[None, :]
        result[rare] = _logistic(compare[mask], labels.holds[mask])
    for column in np.flatnonzero(~rare):
        mask = judged[:, column]
        result[column] = _logistic(compare[mask, column], labels.holds[mask, column])
    return result


def _logistic(features: Float64Array, holds: Bools) -> Float64Array:
    """Return weights and constant for features as they are, fitted on scaled ones."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    if not holds.any() or holds.all():
        return np.concatenate([np.zeros(len(mean)), [_SCORE_ABSENT * 2]])
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((features - mean) / spread, holds)
    weights = model.coef_[0] / spread
    return np.round(np.concatenate([weights, [model.intercept_[0] - weights @ mean]]), 6)


def choose_thresholds(chances: Float64Array, labels: LabelTable) -> Thresholds:
    """Choose the levels: filing where micro F1 is best, confidence by the promised precision.

    For probabilities the best level is half the best F1 (Lipton, Elkan, Narayanaswamy 2014,
    arXiv:1402.1892). The curve itself is flat and uneven there: its highest point moved by a tenth
    from one fifth of the services to the next, and cost up to .006 on those not chosen on.
    """
    chance, holds = chances[labels.judged], labels.holds[labels.judged]
    order = np.argsort(-chance, kind="stable")
    right = np.cumsum(holds[order])
    found = np.arange(1, len(order) + 1)
    f1 = 2 * right / (found + holds.sum())
    file = float(f1.max()) / 2

    def reaching(precision: float) -> float:
        enough = np.flatnonzero(right / found >= precision)
        return float(chance[order[int(enough[-1])]]) if enough.size else 1.0

    high = max(file, reaching(HIGH_PRECISION))
    medium = min(high, max(file, reaching(MEDIUM_PRECISION)))
    return Thresholds(*(round(level, 4) for level in (file, medium, high)))


def _release(passages: Sequence[LabelledPassage], types: Taxonomy) -> str:
    # Of the taxonomy only the cues count: correcting a text must not make other weights.
    cues = {clause.id: asdict(clause.cues) for clause in types.clauses.values()}
    digest = hashlib.sha256(json.dumps(cues, sort_keys=True).encode())
    for passage in passages:
        digest.update(f"{passage.text}\0{sorted(passage.clauses)}\0".encode())
    return digest.hexdigest()[:12]
