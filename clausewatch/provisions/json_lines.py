"""Provisions and passages as lines of JSON: what the commands print."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Provision, Quote
from clausewatch.provisions.recogniser import load_recogniser, serialise_recogniser
from clausewatch.provisions.taxonomy_files import load_taxonomy


def render_json(file: str, found: Sequence[Provision]) -> str:
    """Return one line for one file: its name as given, and its provisions."""
    held = [serialise_provision(one) for one in found]
    return json.dumps({"file": file, "provisions": held}, ensure_ascii=False)


def render_text(file: str, found: Sequence[Provision]) -> str:
    """Return the provisions of a file for a reader: severity, type, polarity and quote."""
    lines = [file]
    for one in found:
        name = load_taxonomy().clauses[one.clause].name
        said = str(one.polarity).replace("_", " ")
        lines.append(f"  {one.severity}: {name} ({said}, {one.confidence} confidence)")
        lines.append(f"    “{one.quote.text}”")
    return "\n".join(lines if found else [*lines, "  nothing found"])


def serialise_provision(provision: Provision) -> dict[str, object]:
    """Return a provision as plain values, quotes first as text, then with their positions."""
    return {
        "clause": provision.clause,
        "polarity": str(provision.polarity),
        "severity": str(provision.severity),
        "confidence": str(provision.confidence),
        "basis": str(provision.basis),
        "quote": provision.quote.text,
        "quotes": [quote.text for quote in provision.further],
        "evidence": [_place(quote) for quote in (provision.quote, *provision.further)],
        "facets": {
            one.id: one.quote.text if one.quote is not None else None for one in provision.facets
        },
        "note": provision.note,
        "engine": provision.engine,
    }


def _place(quote: Quote) -> dict[str, object]:
    return {
        "start": quote.start,
        "end": quote.end,
        "section": quote.section,
        "sha256": quote.sha256,
    }


def recognise_file(path: Path) -> Iterator[str]:
    """Yield a line per passage of a file of `{"id", "text"}`: what would be filed for it.

    Raises ConfigError, naming the line.
    """
    rows = list(_rows(path))
    for (key, _), found in zip(
        rows, load_recogniser().recognise([text for _, text in rows]), strict=True
    ):
        clauses = [
            {
                "id": one.clause,
                "confidence": str(one.confidence),
                "probability": round(one.probability, 4),
                "basis": str(one.basis),
            }
            for one in found
        ]
        yield json.dumps({"id": key, "clauses": clauses}, ensure_ascii=False)


def _rows(path: Path) -> Iterator[tuple[object, str]]:
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
    """Train on files of labelled passages, write the weights, and return one line about them.

    Needs scikit-learn. Raises ConfigError.
    """
    from clausewatch.provisions.training import read_passages, train_recogniser  # noqa: PLC0415 - training only

    model = train_recogniser(read_passages(paths), load_taxonomy())
    body = serialise_recogniser(model)
    out.write_bytes(body)
    return f"{out}: {len(body)} bytes, {len(model.features.terms)} terms, release {model.release}"
