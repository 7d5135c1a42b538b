"""Choose the thresholds without one fifth of the services and score that fifth, five times.

usage: crossvalidate.py PAIRS.jsonl [FOLDS]

Services of one company stay together. For each fold every threshold starts in the middle of its
grid, not at the shipped value. Then each one in turn gets the value with the fewest wrong decisions
on the other folds. The rules and word lists were written with all services in view, so the figures
show only how far the *thresholds* depend on single services.
"""

import json
import multiprocessing
import multiprocessing.pool
import random
import sys
from collections import Counter
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from clausewatch.compare import (
    alignment,
    compare,
    page_index,
    plausibility,
    plausibility_facts,
    renames,
    significance,
)
from clausewatch.compare.thresholds import THRESHOLDS, Thresholds
from clausewatch.errors import ExtractError
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import PagePair, find_implausible_side, read_pairs
from clausewatch.extract import read
from clausewatch.model.reading import Page, Reading, Significance

GRID: dict[str, tuple[float, ...]] = {
    "min_vocabulary_similarity": (0.45, 0.5, 0.57, 0.65, 0.7),
    "min_kept_share": (0.15, 0.25, 0.4),
    "min_titled_similarity": (0.1, 0.2, 0.3),
    "min_legal_share": (0.04, 0.06, 0.08),
    "min_similarity": (0.5, 0.6, 0.7),
    "max_spelling_distance": (1, 2),
    "short_tokens": (3, 4, 5),
}
"""The values to try of each threshold that can alter a decision on the corpus."""
_PLAUSIBILITY_THRESHOLDS = frozenset(
    {
        "min_vocabulary_similarity",
        "min_kept_share",
        "min_titled_similarity",
        "min_legal_share",
        "short_tokens",
    }
)
_EDIT_THRESHOLDS = frozenset({"min_similarity", "max_spelling_distance", "short_tokens"})
NO_ALERT_LABELS = frozenset({"noise", "broken", "date_only"})
_SEED = 20261123
_MODULES = (
    alignment,
    plausibility_facts,
    renames,
    page_index,
    significance,
    plausibility,
)


def _use(thresholds: Thresholds) -> None:
    for module in _MODULES:
        if hasattr(module, "THRESHOLDS"):
            setattr(module, "THRESHOLDS", thresholds)  # noqa: B010  # mypy sees it as final
    page_index.index_page.cache_clear()


@cache
def _read_pair(pair: PagePair) -> tuple[Reading, Reading] | None:
    try:
        old, new = (
            read([Page(pair.expected.url, read_body(path), "")])
            for path in (pair.before, pair.after)
        )
    except ExtractError:
        return None
    return old, new


@cache
def _is_refused(pair: PagePair, _thresholds: Thresholds) -> bool:
    readings = _read_pair(pair)
    return readings is None or find_implausible_side(*readings, pair.expected) is not None


@cache
def _is_substantive(pair: PagePair, _thresholds: Thresholds) -> bool:
    readings = _read_pair(pair)
    # The same text is never an alert, whatever the thresholds.
    if readings is None or readings[0].text_fingerprint == readings[1].text_fingerprint:
        return False
    return compare(*readings).significance is Significance.SUBSTANTIVE


def _keep_only(thresholds: Thresholds, names: frozenset[str]) -> Thresholds:
    """Return the shipped thresholds except for those named, so that more results are cached."""
    values: dict[str, Any] = {name: getattr(thresholds, name) for name in names}
    return replace(THRESHOLDS, **values)


def _find_alerts(job: tuple[Thresholds, list[PagePair]]) -> set[str]:
    thresholds, pairs = job
    _use(thresholds)
    for_plausibility = _keep_only(thresholds, _PLAUSIBILITY_THRESHOLDS)
    for_edits = _keep_only(thresholds, _EDIT_THRESHOLDS)
    return {
        pair.name
        for pair in pairs
        if _is_substantive(pair, for_edits) and not _is_refused(pair, for_plausibility)
    }


class Evaluation:
    """Decides all pairs with given thresholds, once for each set of thresholds."""

    def __init__(self, pairs: list[PagePair], pools: list[multiprocessing.pool.Pool]) -> None:
        # A pool with one process for each half, so that a process caches what it has read.
        self._halves = [(pools[i], pairs[i :: len(pools)]) for i in range(len(pools))]
        self._alerts: dict[Thresholds, frozenset[str]] = {}

    def find_alerts(self, thresholds: Thresholds) -> frozenset[str]:
        """Return the names of the pairs that raise an alert."""
        if thresholds not in self._alerts:
            results = [
                pool.apply_async(_find_alerts, [(thresholds, half)]) for pool, half in self._halves
            ]
            self._alerts[thresholds] = frozenset().union(*(result.get() for result in results))
            print(f"\r{len(self._alerts)} settings tried", end="", file=sys.stderr, flush=True)
        return self._alerts[thresholds]


def _count_wrong(alerts: frozenset[str], rows: list[dict[str, str]]) -> int:
    return sum(
        (row["id"] in alerts) != (row["label"] == "substantive")
        for row in rows
        if row["label"] in NO_ALERT_LABELS | {"substantive"}
    )


def _set_threshold(thresholds: Thresholds, name: str, value: float) -> Thresholds:
    values: dict[str, Any] = {name: value}
    return replace(thresholds, **values)


def fit_thresholds(evaluation: Evaluation, rows: list[dict[str, str]]) -> Thresholds:
    """Choose every threshold on some pairs, starting in the middle of its grid."""
    middle: dict[str, Any] = {n: sorted(v)[len(v) // 2] for n, v in GRID.items()}
    chosen = replace(THRESHOLDS, **middle)
    for name, values in GRID.items():
        scored = [
            (
                _count_wrong(evaluation.find_alerts(candidate), rows),
                abs(value - middle[name]),
                value,
            )
            for value in values
            for candidate in [_set_threshold(chosen, name, value)]
        ]
        chosen = _set_threshold(chosen, name, min(scored)[2])
    return chosen


def make_folds(rows: list[dict[str, str]], count: int) -> list[list[dict[str, str]]]:
    """Assign companies to folds at random, with a fixed seed."""
    companies = sorted({row["company_group"] for row in rows})
    random.Random(_SEED).shuffle(companies)  # noqa: S311  # a split, not a secret
    fold_by_company = {company: i % count for i, company in enumerate(companies)}
    return [[r for r in rows if fold_by_company[r["company_group"]] == i] for i in range(count)]


def count_alerts(alerts: frozenset[str], rows: list[dict[str, str]]) -> Counter[str]:
    """Count pairs and alerts by label, and those with a sure label."""
    counts: Counter[str] = Counter()
    for row in rows:
        kind = "no alert" if row["label"] in NO_ALERT_LABELS else row["label"]
        counts[f"{kind}, alerts"] += row["id"] in alerts
        counts[kind] += 1
        if row.get("confidence") == "high":
            counts[f"{kind}, sure, alerts"] += row["id"] in alerts
            counts[f"{kind}, sure"] += 1
    return counts


def main() -> None:
    """Read the arguments, fit and score each fold, print the sums."""
    path = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    total: Counter[str] = Counter()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(1) as first, spawn.Pool(1) as second:
        evaluation = Evaluation(read_pairs(path), [first, second])
        for i, fold in enumerate(make_folds(rows, count)):
            held_out = {row["id"] for row in fold}
            chosen = fit_thresholds(evaluation, [row for row in rows if row["id"] not in held_out])
            counts = count_alerts(evaluation.find_alerts(chosen), fold)
            total += counts
            chosen_values = {name: value for name, value in asdict(chosen).items() if name in GRID}
            print(
                f"\nfold {i + 1}: {dict(counts)}\n  chosen without it: {chosen_values}", flush=True
            )
        print(f"held out, all folds: {dict(total)}")
        print(f"shipped thresholds: {dict(count_alerts(evaluation.find_alerts(THRESHOLDS), rows))}")
        for name, values in GRID.items():
            wrong_counts = {
                v: _count_wrong(evaluation.find_alerts(_set_threshold(THRESHOLDS, name, v)), rows)
                for v in values
            }
            print(f"wrong decisions by {name}, others as shipped: {wrong_counts}")


if __name__ == "__main__":
    main()
