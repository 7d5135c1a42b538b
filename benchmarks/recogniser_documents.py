"""Find the provisions of whole documents, and measure the CPU cost.

usage: python benchmarks/recogniser_documents.py FOLDER OUT.jsonl [PASSAGES.jsonl ...]

FOLDER has JSON lines files whose rows name a `file` in the folder and a `service`. With passages,
the recogniser is first trained on them without the services of the folder, so that no document
meets a model that has seen its platform. Without passages the shipped weights are used. OUT has the
format of `clausewatch provisions --json`. CPU time is per 60 KB of text, without extraction.
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


def simplify_name(name: str) -> str:
    """Return a service's name without spaces and punctuation, which differ between lists."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def train_without(services: set[str], paths: list[Path]) -> Recogniser:
    """Train on the passages of all other services, with weights rounded as the shipped ones."""
    from clausewatch.provisions.training import read_passages, train_recogniser  # noqa: PLC0415  # only needed with passages

    kept = [
        passage
        for passage in read_passages(paths)
        if simplify_name(passage.service) not in services
    ]
    print(f"trained on {len(kept)} passages")
    return parse_recogniser(
        serialise_recogniser(train_recogniser(kept, load_taxonomy())), load_taxonomy()
    )


def main() -> None:
    """Find the provisions of every document that the lists of the folder name."""
    folder, out, *passages = (Path(name) for name in sys.argv[1:])
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rows_by_file = {row["file"]: row for row in rows if "file" in row}
    services = {simplify_name(row["service"]) for row in rows_by_file.values()}
    model = train_without(services, passages) if passages else load_recogniser()
    find_provisions(read([Page("warm", b"We may share your data.", "text/markdown")]), None, model)
    lines, seconds, size = [], 0.0, 0
    for name in sorted(rows_by_file):
        body = (folder / name).read_bytes()
        reading = read([Page(name, body, "text/markdown")])
        start = time.process_time()
        provisions = [serialise_provision(p) for p in find_provisions(reading, None, model)]
        seconds += time.process_time() - start
        size += len(body)
        lines.append(json.dumps({"file": name, "provisions": provisions}, ensure_ascii=False))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} documents, {1000 * seconds * UNIT_BYTES / size:.0f} ms CPU per 60 KB")


if __name__ == "__main__":
    main()
