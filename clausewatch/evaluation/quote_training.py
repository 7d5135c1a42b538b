"""Trains the model of quotes on labelled sentences.

It needs scikit-learn, which running the model does not.

Training is deterministic: the same labels, documents, data files and library releases give the same
bytes.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # no stubs, training only
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # as above

from clausewatch.errors import ConfigError
from clausewatch.evaluation.page_lists import read_body
from clausewatch.extract import read
from clausewatch.model.reading import Page
from clausewatch.provisions.passage_memory import PassageMemory
from clausewatch.provisions.quote_model import (
    Candidate,
    QuoteModel,
    list_features,
    serialise_quote_model,
)
from clausewatch.provisions.recogniser import load_recogniser
from clausewatch.provisions.split_document import SplitDocument, split_document
from clausewatch.provisions.statements import find_candidates
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise
from clausewatch.provisions.training import LabelledPassage, read_passages

PENALTY = 1.0
"""C of the logistic regression; 0.5 and 3 were no better."""
MIN_EXAMPLES = 3
"""A feature of fewer sentences says nothing about other documents."""
_DIGEST_DIGITS = 12
_CONTENT_TYPES = {".pdf": "application/pdf", ".md": "text/markdown"}
GOOD, NONE = "y", "n"
"""The labels of a sentence that a lawyer would quote, and of none; `w` is a weak quote."""


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """The labels of the sentences of one document."""

    file: str
    service: str
    labels: dict[tuple[str, str], str]
    """By clause type and digest of the sentence."""


def read_labels(path: Path) -> list[LabelledDocument]:
    """Read labels: a JSON object a line, with `file`, `service` and `quotes`.

    `quotes` are lists of clause type, digest of the sentence, and label. Raises ConfigError.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [
            LabelledDocument(
                row["file"],
                row["service"],
                {(clause, digest): label for clause, digest, label in row["quotes"]},
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ConfigError(f'{path}: needs lines with "file", "service" and "quotes".') from fault


def compute_digest(text: str) -> str:
    """Return the digest by which labels name a sentence, whatever its typography."""
    return hashlib.sha256(" ".join(tokenise(text)).encode()).hexdigest()[:_DIGEST_DIGITS]


def find_labelled(document: LabelledDocument, folder: Path) -> Iterator[tuple[Candidate, str]]:
    """Yield the candidates of a document that have a label. Raises UserError."""
    body = read_body(folder / document.file)
    suffix = Path(document.file.removesuffix(".gz")).suffix
    split = _split(Page("", body, _CONTENT_TYPES.get(suffix, "text/html")))
    for candidate in find_candidates(split, load_taxonomy(), load_recogniser()):
        label = document.labels.get((candidate.clause, compute_digest(candidate.text)))
        if label is not None:
            yield candidate, label


def find_written(passage: LabelledPassage) -> Iterator[tuple[Candidate, str]]:
    """Yield the candidates of a passage that stands alone; its clause types are good quotes."""
    split = _split(Page("", passage.text.encode(), "text/plain"))
    if len(split.passages) > 1:
        # The label does not say which sentence it means.
        return
    for candidate in find_candidates(split, load_taxonomy(), load_recogniser()):
        if candidate.clause in passage.clauses:
            yield candidate, GOOD
        elif passage.scope is None or candidate.clause in passage.scope:
            yield candidate, NONE


def _split(page: Page) -> SplitDocument:
    return split_document(read([page]), PassageMemory(load_taxonomy().grammar))


def train_from_files(labels: Path, folder: Path, written: Sequence[Path], out: Path) -> str:
    """Train on labelled documents and written passages, write the weights, and summarise them.

    Raises ConfigError or UserError.
    """
    documents = read_labels(labels)
    examples = [each for document in documents for each in find_labelled(document, folder)]
    examples += [each for passage in read_passages(written) for each in find_written(passage)]
    model = train_quote_model(examples)
    body = serialise_quote_model(model)
    out.write_bytes(body)
    size = f"{len(body)} bytes, {len(model.weights)} features"
    return f"{out}: {size}, {len(examples)} sentences, release {model.release}"


def train_quote_model(examples: Sequence[tuple[Candidate, str]]) -> QuoteModel:
    """Fit one weight for each feature that enough candidates have."""
    described = [dict(list_features(candidate)) for candidate, _ in examples]
    counts = Counter(name for features in described for name in features)
    names = sorted(name for name, count in counts.items() if count >= MIN_EXAMPLES)
    columns = {name: column for column, name in enumerate(names)}
    used = [
        [(columns[name], value) for name, value in features.items() if name in columns]
        for features in described
    ]
    starts = np.cumsum([0, *(len(row) for row in used)])
    table = csr_matrix(
        (
            [value for row in used for _, value in row],
            [column for row in used for column, _ in row],
            starts,
        ),
        shape=(len(used), len(names)),
    )
    is_good = np.array([label == GOOD for _, label in examples])
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(table, is_good)
    # The release is that of the weights as stored, which other recognisers change as well.
    rounded = model.coef_[0].astype(np.float16).tobytes()
    digest = hashlib.sha256("\n".join(names).encode() + rounded).hexdigest()
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return QuoteModel(weights, float(model.intercept_[0]), digest[:_DIGEST_DIGITS])
