"""Change one thing in a page at a time, and count the right decisions.

Run: `python -m benchmarks.metamorphic [--corpus FOLDER] [--pages FOLDER] [--texts FOLDER]
[--per-kind 12] [--seed 1] [--only KIND] [--misses OUT.jsonl] [--keep FOLDER]`

The changes were written without knowledge of the rules that judge them. With `--corpus`, which
names the services that the rules were written for, pages of other services are counted separately.
"""

import argparse
import json
import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path

from benchmarks.metamorphic.trials import (
    TABLES,
    Outcome,
    TrialOptions,
    load_pages,
    read_pages,
    run_trials,
)


def _print_tables(outcomes: Sequence[Outcome]) -> None:
    groups = sorted({o.trial.group for o in outcomes})
    for number, group in enumerate(groups, 1):
        print(f"({number}) {group}")
    numbers = "".join(f"{f'({i})':>9}" for i, _ in enumerate(groups, 1))
    for table in TABLES:
        rows = [o for o in outcomes if o.trial.table == table]
        right, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for outcome in rows:
            for kind in (outcome.trial.kind, "all"):
                total[kind, outcome.trial.group] += 1
                right[kind, outcome.trial.group] += outcome.is_right
        print(f"\n{table + ': right':32}{numbers}")
        for kind in [*dict.fromkeys(o.trial.kind for o in rows), "all"]:
            cells = (
                f"{right[kind, g]}/{total[kind, g]}" if total[kind, g] else "-" for g in groups
            )
            print(f"{kind:32}" + "".join(f"{cell:>9}" for cell in cells))


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metamorphic")
    parser.add_argument("--corpus", type=Path, help="folder with pairs.jsonl and its snapshots")
    parser.add_argument("--pages", type=Path, help="folder of *.html.gz")
    parser.add_argument("--texts", type=Path, help="folder of *.md")
    parser.add_argument("--per-kind", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--group", default="", help="only groups of pages with this in the name")
    parser.add_argument(
        "--only", type=lambda text: frozenset(text.split(",")), help="tables or kinds of change"
    )
    parser.add_argument("--misses", type=Path, help="write one line for each wrong decision")
    parser.add_argument("--keep", type=Path, help="write both pages of each wrong decision here")
    return parser.parse_args()


def _write_misses(path: Path, outcomes: Sequence[Outcome]) -> None:
    rows = [
        {"table": o.trial.table, "kind": o.trial.kind, "page": o.trial.name, "why": o.why}
        for o in outcomes
        if not o.is_right
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(lines, encoding="utf-8")


def main() -> None:
    """Read the arguments, try every change, and print the tables."""
    arguments = _parse_arguments()
    options = TrialOptions(**{f.name: getattr(arguments, f.name) for f in fields(TrialOptions)})
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    groups = list(dict.fromkeys(page.group for page in read_pages(options)))
    jobs: list[tuple[str, str, str, TrialOptions]] = [
        (table, kind, group, options)
        for table, kinds in TABLES.items()
        for kind in kinds
        if not arguments.only or arguments.only & {table, kind}
        for group in groups
    ]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        2, mp_context=spawn, initializer=load_pages, initargs=(options,)
    ) as pool:
        outcomes = [outcome for result in pool.map(run_trials, jobs) for outcome in result]
    _print_tables(outcomes)
    if arguments.misses:
        _write_misses(arguments.misses, outcomes)


if __name__ == "__main__":
    main()
