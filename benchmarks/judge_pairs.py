"""Judge a list of pairs and write the decisions.

usage: judge_pairs.py PAIRS.jsonl DECISIONS.jsonl
"""

import json
import sys
import time
from pathlib import Path

from clausewatch.judging import judge


def _shown(done: int, total: int) -> None:
    if done % 20 == 0 or done == total:
        print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Read the arguments, judge, write."""
    pairs, out = map(Path, sys.argv[1:3])
    start = time.monotonic()
    with out.open("w", encoding="utf-8") as file:
        for decision in judge(pairs, progress=_shown):
            file.write(json.dumps(decision, ensure_ascii=False) + "\n")
    print(f" in {time.monotonic() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
