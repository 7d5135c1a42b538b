"""Renders provisions and recognised passages as lines of JSON or text, for the commands."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Provision, Quote
from clausewatch.provisions.recogniser import load_recogniser, serialise_recogniser
from clausewatch.provisions.taxonomy_files import load_taxonomy


def render_json(file: str, provisions: Sequence[Provision]) -> str:
    """Return one line for one file: its name and its provisions."""
    objects = [serialise_provision(provision) for provision in provisions]
    return json.dumps({"file": file, "provisions": objects}, ensure_ascii=False)


def render_text(file: str, provisions: Sequence[Provision]) -> str:
    """Return the provisions of a file for people: severity, clause type, polarity and quote."""
    lines = [file]
    for provision in provisions:
        name = load_taxonomy().clauses[provision.clause].name
        polarity = str(provision.polarity).replace("_", " ")
        confidence = f"{provision.confidence} confidence"
        lines.append(f"  {provision.severity}: {name} ({polarity}, {confidence})")
        lines.append(f"    “{provision.quote.text}”")
    return "\n".join(lines if provisions else [*lines, "  nothing found"])


def serialise_provision(provision: Provision) -> dict[str, object]:
    """Return a provision as plain values: the texts of its quotes, then their positions."""
    return {
        "clause": provision.clause,
        "polarity": str(provision.polarity),
        "severity": str(provision.severity),
        "confidence": str(provision.confidence),
        "basis": str(provision.basis),
        "quote": provision.quote.text,
        "quotes": [quote.text for quote in provision.further],
        "evidence": [_serialise_position(quote) for quote in (provision.quote, *provision.further)],
        "facets": {
            facet.id: facet.quote.text if facet.quote is not None else None
            for facet in provision.facets
        },
        "note": provision.note,
        "engine": provision.engine,
    }


def _serialise_position(quote: Quote) -> dict[str, object]:
    return {
        "start": quote.start,
        "end": quote.end,
        "section": quote.section,
        "sha256": quote.sha256,
    }


def recognise_file(path: Path) -> Iterator[str]:
    """Yield the clause types of each passage in a file of `{"id", "text"}` lines.

    Raises ConfigError, naming the line.
    """
    passages = list(_read_passages(path))
    findings = load_recogniser().recognise([text for _, text in passages])
    for (passage_id, _), passage_findings in zip(passages, findings, strict=True):
        clauses = [
            {
                "id": finding.clause,
                "confidence": str(finding.confidence),
                "probability": round(finding.probability, 4),
                "basis": str(finding.basis),
            }
            for finding in passage_findings
        ]
        yield json.dumps({"id": passage_id, "clauses": clauses}, ensure_ascii=False)


def _read_passages(path: Path) -> Iterator[tuple[object, str]]:
    """Yield id and text of each passage. Raises ConfigError, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{path} cannot be read: {fault}.") from fault
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["id"], str(row["text"])
        except (json.JSONDecodeError, KeyError, TypeError) as fault:
            raise ConfigError(f'{path}, line {number}: needs "id" and "text".') from fault


def train_from_files(paths: Iterable[Path], out: Path) -> str:
    """Train on files of labelled passages, write the weights, and return a summary of them.

    Needs scikit-learn. Raises ConfigError.
    """
    from clausewatch.provisions.training import read_passages, train_recogniser  # noqa: PLC0415 - training only

    recogniser = train_recogniser(read_passages(paths), load_taxonomy())
    body = serialise_recogniser(recogniser)
    out.write_bytes(body)
    terms = len(recogniser.features.terms)
    return f"{out}: {len(body)} bytes, {terms} terms, release {recogniser.release}"
