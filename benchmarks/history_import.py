"""How long an archive's history takes: a written repository through the real command.

    python -m benchmarks.history_import [COMMITS]

Forty services with two documents each of about 2,800 words; a commit alters one sentence, every
tenth filters anew, every twenty-first is no policy at all.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.clausewatch.history.archive import (
    RECORD,
    REFILTER,
    TOPICS,
    Commit,
    policy,
    repository,
)

SERVICES, WORDS = 40, 8
GARBAGE = "# Just a moment\n\nChecking your browser. Enable JavaScript and cookies to go on.\n"


def commits(count: int) -> list[Commit]:
    """Return commits in turn over all documents, the same ones every time."""
    chance = random.Random(7)  # noqa: S311  # for figures that can be had again
    paths = [
        f"Service {n:02}/{kind}.md"
        for n in range(SERVICES)
        for kind in ("Privacy Policy", "Terms of Service")
    ]
    periods: dict[str, dict[str, int]] = {path: {} for path in paths}
    found = []
    for n in range(count):
        path = paths[n % len(paths)]
        periods[path][chance.choice(TOPICS)] = chance.randrange(10, 900)
        text = GARBAGE if n % 21 == 20 else policy(periods[path], words=WORDS)
        text = text.replace("# Privacy Policy", f"# {Path(path).stem}")
        subject = REFILTER if n % 10 == 9 else RECORD
        found.append(Commit(path, text, 1_500_000_000 + 3_600 * n, subject))
    return found


def main() -> None:
    """Write the repository, import it, import it again."""
    from bot.cli.history_import import import_checkout  # noqa: PLC0415  # workers import this file again
    from clausewatch.config import load_settings  # noqa: PLC0415  # as above

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    with tempfile.TemporaryDirectory() as folder:
        repo = repository(Path(folder) / "versions", commits(count))
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
