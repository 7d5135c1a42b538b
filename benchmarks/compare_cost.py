"""CPU of judging a changed page: a policy of 240 KB, and all versions of one in a single page.

Run: `python -m benchmarks.compare_cost [PAIRS.jsonl]`; with pairs, the same over real pages.
"""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.figures import peak, tell
from benchmarks.loopback_server import policy
from clausewatch.compare import compare, find_implausibility
from clausewatch.evaluation.pairs import read_body, read_pairs
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page
from clausewatch.text.cache import clear_cache

URL = "https://acme.example/privacy"
EXPECTED = Expected("Acme", "privacy policy", URL)
ALL_VERSIONS_BYTES = 1_400_000
"""Of text: the largest page of its kind that was seen holds 1.4 million characters."""


def judged(before: bytes, after: bytes) -> float:
    """Return the CPU ms of reading the changed page and holding it against the last good one."""
    old = read([Page(URL, before)])
    # A worker is handed the last good version as values: of its texts nothing is worked out yet.
    clear_cache()
    started = time.process_time()
    new = read([Page(URL, after)])
    find_implausibility(new, old, EXPECTED)
    compare(old, new)
    return (time.process_time() - started) * 1000


def all_versions(count: int) -> bytes:
    """Return a page that holds `count` versions of one policy, one under the other."""
    size = ALL_VERSIONS_BYTES // 12
    parts = [f"<h1>Version {n}</h1>{policy(n, size * 4).decode()}" for n in range(count)]
    return ("<html lang='en'><body><main>" + "".join(parts) + "</main></body></html>").encode()


def main(pairs: Path | None) -> None:
    """Print the figures."""
    page = policy(1)
    judged(page, page.replace(b"In case 7 ", b"In no case 7 "))  # loads the language model
    runs = [
        judged(page, page.replace(f"In case {n} ".encode(), f"In no case {n} ".encode()))
        for n in range(7, 27)
    ]
    median, worst = statistics.median(runs), max(runs)
    print(f"changed page of 240 KB: median {median:.0f} ms, worst {worst:.0f} ms CPU")
    tell("changed page of 240 KB read and judged, median", median, "ms CPU", 150)
    seconds = judged(all_versions(11), all_versions(12)) / 1000
    tell("all versions in one page, 1.4 million characters", seconds, "s CPU", 10)
    if pairs is not None:
        found = [judged(read_body(p.before), read_body(p.after)) for p in read_pairs(pairs)]
        print(
            f"{len(found)} real pairs: median {statistics.median(found):.0f} ms, worst"
            f" {max(found) / 1000:.2f} s CPU"
        )
    tell("process that compares", peak(), "MB", 400)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
