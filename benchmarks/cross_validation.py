"""Choose the thresholds without one fifth of the services, then score that fifth; five times.

usage: crossvalidate.py PAIRS.jsonl [FOLDS]

Services of one company stay together. For each fold every threshold starts in the middle of its
grid, not at the shipped value, and is then chosen, one after the other, as the value with the
fewest wrong decisions on the other folds alone. The rules and word lists were written with all
services in view, so the figures tell how far the *numbers* depend on single services; what the
rules are worth on unseen services, only unseen services can tell.
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
from clausewatch.evaluation.pairs import PagePair, find_implausible_side, read_body, read_pairs
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
"""Those thresholds on which a decision of the corpus can turn."""
_OF_VERDICT = frozenset(
    {
        "min_vocabulary_similarity",
        "min_kept_share",
        "min_titled_similarity",
        "min_legal_share",
        "short_tokens",
    }
)
_OF_EDITS = frozenset({"min_similarity", "max_spelling_distance", "short_tokens"})
QUIET = frozenset({"noise", "broken", "date_only"})
_SEED = 20261123
_ROOMS = (
    alignment,
    plausibility_facts,
    renames,
    page_index,
    significance,
    plausibility,
)


def _use(chosen: Thresholds) -> None:
    for room in _ROOMS:
        if hasattr(room, "THRESHOLDS"):
            setattr(room, "THRESHOLDS", chosen)  # noqa: B010  # the rooms' own type is final
    page_index.index_page.cache_clear()


@cache
def _readings(pair: PagePair) -> tuple[Reading, Reading] | None:
    try:
        old, new = (
            read([Page(pair.expected.url, read_body(path), "")])
            for path in (pair.before, pair.after)
        )
    except ExtractError:
        return None
    return old, new


@cache
def _is_refused(pair: PagePair, _chosen: Thresholds) -> bool:
    found = _readings(pair)
    return found is None or find_implausible_side(*found, pair.expected) is not None


@cache
def _is_substantive(pair: PagePair, _chosen: Thresholds) -> bool:
    found = _readings(pair)
    # The same text is told under no thresholds at all.
    if found is None or found[0].text_fingerprint == found[1].text_fingerprint:
        return False
    return compare(*found).significance is Significance.SUBSTANTIVE


def _only(chosen: Thresholds, names: frozenset[str]) -> Thresholds:
    """Return thresholds as shipped but for some, so that what does not depend on others is kept."""
    values: dict[str, Any] = {name: getattr(chosen, name) for name in names}
    return replace(THRESHOLDS, **values)


def _told(job: tuple[Thresholds, list[PagePair]]) -> set[str]:
    chosen, pairs = job
    _use(chosen)
    looked, compared = _only(chosen, _OF_VERDICT), _only(chosen, _OF_EDITS)
    return {
        pair.name
        for pair in pairs
        if _is_substantive(pair, compared) and not _is_refused(pair, looked)
    }


class Trial:
    """Decides all pairs under some thresholds, each set of thresholds once."""

    def __init__(self, pairs: list[PagePair], pools: list[multiprocessing.pool.Pool]) -> None:
        # A pool of one for each half, so that a process keeps what it has read.
        self._halves = [(pools[i], pairs[i :: len(pools)]) for i in range(len(pools))]
        self._known: dict[Thresholds, frozenset[str]] = {}

    def told(self, chosen: Thresholds) -> frozenset[str]:
        """Return the names of the pairs that are told."""
        if chosen not in self._known:
            asked = [pool.apply_async(_told, [(chosen, half)]) for pool, half in self._halves]
            self._known[chosen] = frozenset().union(*(answer.get() for answer in asked))
            print(f"\r{len(self._known)} settings tried", end="", file=sys.stderr, flush=True)
        return self._known[chosen]


def _wrong(told: frozenset[str], rows: list[dict[str, str]]) -> int:
    return sum(
        (row["id"] in told) != (row["label"] == "substantive")
        for row in rows
        if row["label"] in QUIET | {"substantive"}
    )


def _with(chosen: Thresholds, name: str, value: float) -> Thresholds:
    values: dict[str, Any] = {name: value}
    return replace(chosen, **values)


def fitted(trial: Trial, rows: list[dict[str, str]]) -> Thresholds:
    """Choose every threshold on some pairs, from the middle of its grid."""
    middle: dict[str, Any] = {n: sorted(v)[len(v) // 2] for n, v in GRID.items()}
    chosen = replace(THRESHOLDS, **middle)
    for name, values in GRID.items():
        scored = [
            (_wrong(trial.told(candidate), rows), abs(value - middle[name]), value)
            for value in values
            for candidate in [_with(chosen, name, value)]
        ]
        chosen = _with(chosen, name, min(scored)[2])
    return chosen


def folds_of(rows: list[dict[str, str]], count: int) -> list[list[dict[str, str]]]:
    """Deal companies into folds, at random with a fixed seed."""
    companies = sorted({row["company_group"] for row in rows})
    random.Random(_SEED).shuffle(companies)  # noqa: S311  # a split, not a secret
    place = {company: i % count for i, company in enumerate(companies)}
    return [[r for r in rows if place[r["company_group"]] == i] for i in range(count)]


def score(told: frozenset[str], rows: list[dict[str, str]]) -> Counter[str]:
    """Count what was told, per label."""
    out: Counter[str] = Counter()
    for row in rows:
        kind = "quiet" if row["label"] in QUIET else row["label"]
        out[f"{kind} told"] += row["id"] in told
        out[kind] += 1
        if row.get("confidence") == "high":
            out[f"{kind} told, sure"] += row["id"] in told
            out[f"{kind}, sure"] += 1
    return out


def main() -> None:
    """Read the arguments, fit and score each fold, print the sums."""
    path = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    total: Counter[str] = Counter()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(1) as one, spawn.Pool(1) as other:
        trial = Trial(read_pairs(path), [one, other])
        for i, fold in enumerate(folds_of(rows, count)):
            held = {row["id"] for row in fold}
            chosen = fitted(trial, [row for row in rows if row["id"] not in held])
            found = score(trial.told(chosen), fold)
            total += found
            values = {name: value for name, value in asdict(chosen).items() if name in GRID}
            print(f"\nfold {i + 1}: {dict(found)}\n  chosen without it: {values}", flush=True)
        print(f"held out, all folds: {dict(total)}")
        print(f"shipped thresholds: {dict(score(trial.told(THRESHOLDS), rows))}")
        for name, values in GRID.items():
            counts = {v: _wrong(trial.told(_with(THRESHOLDS, name, v)), rows) for v in values}
            print(f"wrong decisions by {name}, others as shipped: {counts}")


if __name__ == "__main__":
    main()
