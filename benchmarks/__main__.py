"""`make bench`: every benchmark that needs nothing but this machine, one after the other."""

import subprocess
import sys

BENCHMARKS = (
    ("fetch", "benchmarks.fetch_cost"),
    ("checks", "benchmarks.check_cost"),
    ("comparing", "benchmarks.compare_cost"),
    ("store", "benchmarks.store_claims"),
    ("catalogue", "benchmarks.catalogue_lookup"),
    ("commands", "benchmarks.list_latency"),
)


def main() -> int:
    """Run them; the exit status is that of the first which failed."""
    for title, module in BENCHMARKS:
        print(f"== {title} (python -m {module})", flush=True)
        done = subprocess.run([sys.executable, "-m", module], check=False)  # noqa: S603  # our own
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
