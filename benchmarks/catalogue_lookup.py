"""Time to load the catalogue and to look platforms up.

    python -m benchmarks.catalogue_lookup

Prints the milliseconds of loading, and the median, 99th percentile and worst of `find` for exact,
mistyped and unknown names and of `search` for names typed letter by letter.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks.figures import print_figure
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import read_entries

SAMPLING_STEP = 25
"""Every 25th name of the catalogue is looked up."""


def measure_lookups(name: str, look_up: Callable[[str], object], queries: Sequence[str]) -> str:
    """Return the times of one kind of query as a line."""
    times_ms = []
    for query in queries:
        started = time.perf_counter()
        look_up(query)
        times_ms.append((time.perf_counter() - started) * 1000)
    times_ms.sort()
    p99 = times_ms[min(len(times_ms) - 1, int(len(times_ms) * 0.99))]
    median = statistics.median(times_ms)
    print_figure(f"catalogue, {name}, worst of {len(times_ms)}", times_ms[-1], "ms", 5)
    return f"{name}: median {median:.2f} ms, p99 {p99:.2f} ms"


def main() -> None:
    """Measure and print the times."""
    catalogue = Catalogue.load()
    loads = []
    for _ in range(5):
        started = time.perf_counter()
        catalogue = Catalogue.load()
        loads.append((time.perf_counter() - started) * 1000)
    names = [entry.name for entry in read_entries()][::SAMPLING_STEP]
    typed = [name[:size] for name in names[::4] for size in range(min(len(name), 8))]
    print(f"{len(catalogue)} platforms, loaded in {statistics.median(loads):.0f} ms")
    with_kind = [f"{n[1:]} privacy policy" for n in names]
    print(measure_lookups("find as written", catalogue.find, names))
    print(measure_lookups("find mistyped", catalogue.find, [f"{n[:2]}{n[3:]}" for n in names]))
    print(measure_lookups("find with kind", catalogue.find, with_kind))
    print(measure_lookups("find unknown", catalogue.find, [f"zz {n[::-1]}" for n in names]))
    print(measure_lookups("search", catalogue.search, typed))


if __name__ == "__main__":
    main()
