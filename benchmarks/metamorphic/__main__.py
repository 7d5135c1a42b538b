"""What is told and what is not, when one thing in a page is changed at a time.

Run: `python -m benchmarks.metamorphic [--corpus FOLDER] [--pages FOLDER] [--texts FOLDER]
[--per-kind 12] [--seed 1] [--only KIND] [--misses OUT.jsonl] [--keep FOLDER]`

The changes were written without a look at the rules that judge them. Pages of services that no rule
was written for are counted by themselves, where `--corpus` says which services the rules know.
"""

import argparse
import json
import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.metamorphic.trials import TABLES, Asked, Outcome, done, load, sites_of


def _table(outcomes: Sequence[Outcome]) -> None:
    groups = sorted({o.trial.group for o in outcomes})
    for number, group in enumerate(groups, 1):
        print(f"({number}) {group}")
    for table in TABLES:
        rows = [o for o in outcomes if o.trial.table == table]
        right, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for o in rows:
            for cell in ((o.trial.kind, o.trial.group), ("all", o.trial.group)):
                total[cell] += 1
                right[cell] += o.is_right
        print(
            f"\n{table + ': right':32}" + "".join(f"{f'({i})':>9}" for i, _ in enumerate(groups, 1))
        )
        for kind in [*dict.fromkeys(o.trial.kind for o in rows), "all"]:
            cells = (
                f"{right[kind, g]}/{total[kind, g]}" if total[kind, g] else "-" for g in groups
            )
            print(f"{kind:32}" + "".join(f"{cell:>9}" for cell in cells))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metamorphic")
    parser.add_argument("--corpus", type=Path, help="folder with pairs.jsonl and its snapshots")
    parser.add_argument("--pages", type=Path, help="folder of *.html.gz")
    parser.add_argument("--texts", type=Path, help="folder of *.md")
    parser.add_argument("--per-kind", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--group", default="", help="only groups of pages with this in the name")
    parser.add_argument("--only", type=lambda text: frozenset(text.split(",")))
    parser.add_argument("--misses", type=Path, help="write one line for each wrong decision")
    parser.add_argument("--keep", type=Path, help="write both pages of each wrong decision here")
    return parser.parse_args()


def main() -> None:
    """Read the arguments, try every change, print the table."""
    options = _arguments()
    names = Asked.__dataclass_fields__
    asked = Asked(**{name: getattr(options, name) for name in names})
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    groups = list(dict.fromkeys(site.group for site in sites_of(asked)))
    jobs = [
        (table, kind, group, asked)
        for table, changes in TABLES.items()
        for kind in changes
        if not options.only or options.only & {table, kind}
        for group in groups
    ]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=load, initargs=(asked,)) as pool:
        outcomes = [o for found in pool.map(done, jobs) for o in found]
    _table(outcomes)
    if options.misses:
        rows = [
            {"table": o.trial.table, "kind": o.trial.kind, "page": o.trial.name, "why": o.why}
            for o in outcomes
            if not o.is_right
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.misses.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
