"""CPU cost of comparing a changed page: a policy of 240 KB, and a page with many versions of one.

Run: `python -m benchmarks.compare_cost [PAIRS.jsonl]`; with pairs, real pages are measured too.
"""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.figures import measure_peak_memory, print_figure
from benchmarks.loopback_server import make_policy
from clausewatch.compare import compare, find_implausibility
from clausewatch.evaluation.page_lists import read_body
from clausewatch.evaluation.pairs import read_pairs
from clausewatch.extract import read
from clausewatch.model.reading import Expected, Page
from clausewatch.text.cache import clear_cache

URL = "https://acme.example/privacy"
EXPECTED = Expected("Acme", "privacy policy", URL)
ALL_VERSIONS_BYTES = 1_400_000
"""The largest known page of this kind has 1.4 million characters of text."""


def measure_comparison(before: bytes, after: bytes) -> float:
    """Return the CPU ms of reading a changed page and comparing it with the last good version."""
    old = read([Page(URL, before)])
    # A worker receives the last good version as values, so nothing of it is cached yet.
    clear_cache()
    started = time.process_time()
    new = read([Page(URL, after)])
    find_implausibility(new, old, EXPECTED)
    compare(old, new)
    return (time.process_time() - started) * 1000


def make_page_of_versions(count: int) -> bytes:
    """Return a page with `count` versions of one policy, one below the other."""
    size = ALL_VERSIONS_BYTES // 12
    parts = [f"<h1>Version {n}</h1>{make_policy(n, size * 4).decode()}" for n in range(count)]
    return ("<html lang='en'><body><main>" + "".join(parts) + "</main></body></html>").encode()


def main(pairs: Path | None) -> None:
    """Print the figures."""
    page = make_policy(1)
    measure_comparison(
        page, page.replace(b"In case 7 ", b"In no case 7 ")
    )  # loads the language model
    times_ms = [
        measure_comparison(
            page, page.replace(f"In case {n} ".encode(), f"In no case {n} ".encode())
        )
        for n in range(7, 27)
    ]
    median, worst = statistics.median(times_ms), max(times_ms)
    print(f"changed page of 240 KB: median {median:.0f} ms, worst {worst:.0f} ms CPU")
    print_figure("changed page of 240 KB read and judged, median", median, "ms CPU", 150)
    seconds = measure_comparison(make_page_of_versions(11), make_page_of_versions(12)) / 1000
    print_figure("all versions in one page, 1.4 million characters", seconds, "s CPU", 10)
    if pairs is not None:
        times_ms = [
            measure_comparison(read_body(p.before), read_body(p.after)) for p in read_pairs(pairs)
        ]
        print(
            f"{len(times_ms)} real pairs: median {statistics.median(times_ms):.0f} ms, worst"
            f" {max(times_ms) / 1000:.2f} s CPU"
        )
    print_figure("process that compares", measure_peak_memory(), "MB", 400)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
