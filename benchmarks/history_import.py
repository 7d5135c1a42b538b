"""Time to import the history of an archive: a generated repository and the real command.

    python -m benchmarks.history_import [COMMITS]

There are forty services with two documents each of about 2,800 words. A commit changes one
sentence. Every tenth commit only filters the page again, and every twenty-first is not a policy.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.clausewatch.history.git_archives import (
    RECORD,
    REFILTER,
    TOPICS,
    Commit,
    render_policy,
    write_repository,
)

SERVICES = 40
SENTENCE_REPEATS = 8
BLOCKER_PAGE = "# Just a moment\n\nChecking your browser. Enable JavaScript and cookies to go on.\n"


def make_commits(count: int) -> list[Commit]:
    """Return commits to all documents in turn, always the same ones."""
    rng = random.Random(7)  # noqa: S311  # for figures that can be repeated
    paths = [
        f"Service {n:02}/{kind}.md"
        for n in range(SERVICES)
        for kind in ("Privacy Policy", "Terms of Service")
    ]
    periods: dict[str, dict[str, int]] = {path: {} for path in paths}
    commits = []
    for n in range(count):
        path = paths[n % len(paths)]
        periods[path][rng.choice(TOPICS)] = rng.randrange(10, 900)
        text = (
            BLOCKER_PAGE if n % 21 == 20 else render_policy(periods[path], repeats=SENTENCE_REPEATS)
        )
        text = text.replace("# Privacy Policy", f"# {Path(path).stem}")
        subject = REFILTER if n % 10 == 9 else RECORD
        commits.append(Commit(path, text, 1_500_000_000 + 3_600 * n, subject))
    return commits


def main() -> None:
    """Write the repository and import it twice."""
    from bot.cli.history_import import import_checkout  # noqa: PLC0415  # worker processes import this file again
    from clausewatch.config import load_settings  # noqa: PLC0415  # as above

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    with tempfile.TemporaryDirectory() as folder:
        repo = write_repository(Path(folder) / "versions", make_commits(count))
        settings = load_settings(data_dir=Path(folder) / "data", worker_processes=2)
        for run in ("first", "again"):
            started = time.perf_counter()
            lines = asyncio.run(import_checkout(settings, repo, lambda *_: None))
            seconds = time.perf_counter() - started
            print(f"{run}: {count} commits in {seconds:.1f} s, {count / seconds:.0f} a second")
            print("\n".join(lines))
        size = sum(file.stat().st_size for file in (Path(folder) / "data").iterdir())
        print(f"database: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
