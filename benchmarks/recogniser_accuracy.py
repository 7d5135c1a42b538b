"""Measure the recogniser on labelled passages, each service with a model that never saw it.

usage: python benchmarks/recogniser_accuracy.py OUT.jsonl PASSAGES.jsonl [MORE.jsonl ...]

Writes the predictions for the first file in the format of `clausewatch recognise`. The other files
are used for training only, without the services of the evaluated fold. Prints the sizes and
thresholds of each fold, and the speed.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from clausewatch.provisions.recogniser import parse_recogniser, serialise_recogniser
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.training import FOLDS, assign_folds, read_passages, train_recogniser


def main() -> None:
    """Cross-validate and write the predictions."""
    out, first, *more = (Path(name) for name in sys.argv[1:])
    passages, extra = read_passages([first]), read_passages(more) if more else []
    ids = [json.loads(line).get("id") for line in first.read_text().splitlines() if line.strip()]
    folds = assign_folds([passage.service for passage in passages])
    rows: list[str] = [""] * len(passages)
    seconds = 0.0
    for fold in range(FOLDS):
        training = [p for p, other in zip(passages, folds, strict=True) if other != fold]
        held_out = np.flatnonzero(folds == fold)
        hidden_services = {passages[n].service for n in held_out}
        training += [p for p in extra if p.service not in hidden_services]
        model = parse_recogniser(
            serialise_recogniser(train_recogniser(training, load_taxonomy())), load_taxonomy()
        )
        texts = [passages[n].text for n in held_out]
        start = time.process_time()
        results = model.recognise(texts)
        seconds += time.process_time() - start
        print(
            f"fold {fold}: {len(training)} for training, {len(held_out)} evaluated,"
            f" {model.thresholds}"
        )
        for n, findings in zip(held_out, results, strict=True):
            clauses = [
                {
                    "id": f.clause,
                    "confidence": str(f.confidence),
                    "probability": round(f.probability, 4),
                }
                for f in findings
            ]
            rows[n] = json.dumps({"id": ids[n], "clauses": clauses})
    out.write_text("\n".join(rows) + "\n")
    print(f"{len(passages) / seconds:.0f} passages a second on one core")


if __name__ == "__main__":
    main()
