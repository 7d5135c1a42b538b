"""Measure the recogniser on labelled passages, each service judged by a model that never saw it.

usage: python benchmarks/recogniser_accuracy.py OUT.jsonl PASSAGES.jsonl [MORE.jsonl ...]

Writes the predictions for the first file in the format of `clausewatch recognise`; the other files
are only trained on, without the services of the fold that is judged. Prints micro F1, precision and
coverage of high confidence, and speed.
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
    judged, extra = read_passages([first]), read_passages(more) if more else []
    ids = [json.loads(line).get("id") for line in first.read_text().splitlines() if line.strip()]
    folds = assign_folds([one.service for one in judged])
    rows: list[str] = [""] * len(judged)
    seconds = 0.0
    for fold in range(FOLDS):
        inside = [one for one, place in zip(judged, folds, strict=True) if place != fold]
        outside = np.flatnonzero(folds == fold)
        hidden = {judged[n].service for n in outside}
        inside += [one for one in extra if one.service not in hidden]
        model = parse_recogniser(
            serialise_recogniser(train_recogniser(inside, load_taxonomy())), load_taxonomy()
        )
        texts = [judged[n].text for n in outside]
        start = time.process_time()
        found = model.recognise(texts)
        seconds += time.process_time() - start
        print(f"fold {fold}: {len(inside)} trained, {len(outside)} judged, {model.thresholds}")
        for n, findings in zip(outside, found, strict=True):
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
    print(f"{len(judged) / seconds:.0f} passages a second on one core")


main()
