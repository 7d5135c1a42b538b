"""Turns margins into probabilities by comparing the margin of each clause type with the others.

A passage mostly says one thing, so a clause type with a much smaller margin than another one is
rarely meant.
"""

from collections.abc import Sequence

import numpy as np

from clausewatch.provisions.features import Float64Array

CALIBRATION_FEATURES = (
    "own margin",
    "best other margin",
    "second other margin",
    "lead over the best other",
    "is the best",
    "own margin where the best",
    "best other margin, floored",
    "log of the length",
    "cue says it",
    "cue excludes it",
)
_MARGIN_FLOOR = -0.5


def compare_margins(
    margins: Float64Array, lengths: Float64Array, says: Float64Array, never: Float64Array
) -> Float64Array:
    """Return the features of each probability, as passages x types x `CALIBRATION_FEATURES`."""
    rows, types = margins.shape
    order = np.sort(margins, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    third = order[:, -3:-2] if types > 2 else second  # noqa: PLR2004
    is_best = margins >= best
    best_other = np.where(is_best, second, best)
    second_other = np.where(margins >= second, third, second)
    return np.stack(
        [
            margins,
            best_other,
            second_other,
            margins - best_other,
            is_best.astype(float),
            margins * is_best,
            np.maximum(best_other, _MARGIN_FLOOR),
            np.broadcast_to(lengths[:, None], (rows, types)),
            says,
            never,
        ],
        axis=2,
    )


def mark_cues(
    cue_groups: Sequence[set[int]], group_names: Sequence[str], types: Sequence[str], kind: str
) -> Float64Array:
    """Return passages x types: 1 where a cue of this kind (`says`, `never`, ...) matches."""
    column_by_type = {name: column for column, name in enumerate(types)}
    column_by_group = {
        number: column_by_type[name.partition(":")[2]]
        for number, name in enumerate(group_names)
        if name.startswith(f"{kind}:")
    }
    marks = np.zeros((len(cue_groups), len(types)))
    for row, groups in enumerate(cue_groups):
        for group in groups & column_by_group.keys():
            marks[row, column_by_group[group]] = 1.0
    return marks


def compute_probabilities(features: Float64Array, weights: Float64Array) -> Float64Array:
    """Return passages x types: the logistic of the weighted features; weights end in a constant."""
    score = np.einsum("rtf,tf->rt", features, weights[:, :-1]) + weights[:, -1]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)
