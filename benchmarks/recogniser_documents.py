"""File the provisions of whole documents, and measure what that costs.

usage: python benchmarks/recogniser_documents.py FOLDER OUT.jsonl [PASSAGES.jsonl ...]

FOLDER holds JSON lines files whose rows name a `file` in it and a `service`. With passages, the
recogniser is first trained on them without any service of the folder, so that no document is
judged by a model that has seen its platform; without, the shipped weights are used. OUT is what
`clausewatch provisions --json` prints. CPU time is per 60 KB of text and excludes extraction.
"""

import json
import re
import sys
import time
from pathlib import Path

from clausewatch.extract import read
from clausewatch.model.reading import Page
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.json_lines import serialise_provision
from clausewatch.provisions.recogniser import (
    Recogniser,
    load_recogniser,
    parse_recogniser,
    serialise_recogniser,
)
from clausewatch.provisions.taxonomy_files import load_taxonomy

UNIT_BYTES = 60_000


def plain(name: str) -> str:
    """Return a service's name without spaces and signs: lists write it differently."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def model_without(services: set[str], paths: list[Path]) -> Recogniser:
    """Train on the passages of all other services, rounded as the shipped weights are."""
    from clausewatch.provisions.training import read_passages, train_recogniser  # noqa: PLC0415 - not always needed

    kept = [one for one in read_passages(paths) if plain(one.service) not in services]
    print(f"trained on {len(kept)} passages")
    return parse_recogniser(
        serialise_recogniser(train_recogniser(kept, load_taxonomy())), load_taxonomy()
    )


def main() -> None:
    """Read every document that the folder's lists name."""
    folder, out, *passages = (Path(name) for name in sys.argv[1:])
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    named = {row["file"]: row for row in rows if "file" in row}
    services = {plain(row["service"]) for row in named.values()}
    model = model_without(services, passages) if passages else load_recogniser()
    find_provisions(read([Page("warm", b"We may share your data.", "text/markdown")]), None, model)
    lines, seconds, size = [], 0.0, 0
    for name in sorted(named):
        body = (folder / name).read_bytes()
        reading = read([Page(name, body, "text/markdown")])
        start = time.process_time()
        held = [serialise_provision(one) for one in find_provisions(reading, None, model)]
        seconds += time.process_time() - start
        size += len(body)
        lines.append(json.dumps({"file": name, "provisions": held}, ensure_ascii=False))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} documents, {1000 * seconds * UNIT_BYTES / size:.0f} ms CPU per 60 KB")


main()
