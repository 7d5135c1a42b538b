"""How fast the catalogue loads and answers.

    python -m benchmarks.catalogue_lookup

Prints ms for loading, and median, 99th percentile and worst for `find` over exact, mistyped and
unknown names and for `search` as it is typed letter by letter.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks.figures import tell
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import read_entries

EVERY = 25
"""Of the catalogue's names each so-manieth is asked for."""


def timed(name: str, ask: Callable[[str], object], queries: Sequence[str]) -> str:
    """Return the figures for one kind of question."""
    spent = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    high = spent[min(len(spent) - 1, int(len(spent) * 0.99))]
    middle = statistics.median(spent)
    tell(f"catalogue, {name}, worst of {len(spent)}", spent[-1], "ms", 5)
    return f"{name}: median {middle:.2f} ms, p99 {high:.2f} ms"


def main() -> None:
    """Measure and print."""
    loads = []
    for _ in range(5):
        started = time.perf_counter()
        catalogue = Catalogue.load()
        loads.append((time.perf_counter() - started) * 1000)
    names = [entry.name for entry in read_entries()][::EVERY]
    typed = [name[:size] for name in names[::4] for size in range(min(len(name), 8))]
    print(f"{len(catalogue)} platforms, loaded in {statistics.median(loads):.0f} ms")
    with_kind = [f"{n[1:]} privacy policy" for n in names]
    print(timed("find as written", catalogue.find, names))
    print(timed("find mistyped", catalogue.find, [f"{n[:2]}{n[3:]}" for n in names]))
    print(timed("find with kind", catalogue.find, with_kind))
    print(timed("find unknown", catalogue.find, [f"zz {n[::-1]}" for n in names]))
    print(timed("search", catalogue.search, typed))


if __name__ == "__main__":
    main()
