"""Margins to probabilities: how a type's own margin stands against the other types' margins.

A passage mostly says one thing, so a type that is beaten clearly by another one is rarely meant.
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
_FLOOR = -0.5


def compare_margins(
    margins: Float64Array, lengths: Float64Array, says: Float64Array, never: Float64Array
) -> Float64Array:
    """Return passages x types x `COMPARED`: what the probability of a type is worked out from."""
    rows, types = margins.shape
    order = np.sort(margins, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    third = order[:, -3:-2] if types > len("ab") else second
    is_best = margins >= best
    other = np.where(is_best, second, best)
    next_other = np.where(margins >= second, third, second)
    return np.stack(
        [
            margins,
            other,
            next_other,
            margins - other,
            is_best.astype(float),
            margins * is_best,
            np.maximum(other, _FLOOR),
            np.broadcast_to(lengths[:, None], (rows, types)),
            says,
            never,
        ],
        axis=2,
    )


def mark_cues(
    found: Sequence[set[int]], names: Sequence[str], types: Sequence[str], kind: str
) -> Float64Array:
    """Return passages x types: 1 where a cue of this kind (`says`, `never`) stands in it."""
    column = {name: number for number, name in enumerate(types)}
    places = {
        number: column[name.partition(":")[2]]
        for number, name in enumerate(names)
        if name.startswith(f"{kind}:")
    }
    table = np.zeros((len(found), len(types)))
    for row, groups in enumerate(found):
        for group in groups & places.keys():
            table[row, places[group]] = 1.0
    return table


def compute_probabilities(features: Float64Array, weights: Float64Array) -> Float64Array:
    """Return passages x types: the logistic of the weighted features; weights end in a constant."""
    score = np.einsum("rtf,tf->rt", features, weights[:, :-1]) + weights[:, -1]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)
