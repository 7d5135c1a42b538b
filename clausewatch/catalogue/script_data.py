"""Links in the data that scripts draw a page from: a label and an address in one record. Pure."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from clausewatch.catalogue.link_phrases import MAX_LABEL_CHARS, score_label

MAX_SCRIPT_CHARS = 3_000_000
MAX_RECORDS = 50_000
"""Of one page's scripts together."""
MAX_STRINGS_PER_RECORD = 8
"""Of one record: a record with more strings is text and no link."""


def find_labelled_urls(scripts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield labels that name a policy, each with the address that stands beside it or below."""
    for record in islice(_records(scripts), MAX_RECORDS):
        yield from _pairs(record)


def _records(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        waiting = [_data(script)]
        while waiting:
            record = waiting.pop()
            if isinstance(record, list):
                waiting += record
            elif isinstance(record, dict):
                yield record
                waiting += record.values()


def _data(script: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return the data of a script that is JSON, or that assigns one object; else None."""
    start, end = script.find("{"), script.rfind("}")
    if start < 0 or end - start > MAX_SCRIPT_CHARS:
        return None
    text = script.strip()
    try:
        return json.loads(text if text.startswith("[") else script[start : end + 1])
    except (ValueError, RecursionError):
        return None


def _pairs(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    strings = [value for value in record.values() if isinstance(value, str)]
    below = [
        value
        for inner in record.values()
        if isinstance(inner, dict)
        for value in inner.values()
        if isinstance(value, str)
    ]
    labels = [text for text in strings if len(text) <= MAX_LABEL_CHARS and not _is_address(text)]
    addresses = [text for text in strings if _is_address(text)]
    addresses = addresses or [text for text in below if _is_address(text)]
    if 0 < len(labels) <= MAX_STRINGS_PER_RECORD and 0 < len(addresses) <= MAX_STRINGS_PER_RECORD:
        for label in labels:
            if score_label(label):
                yield label, addresses[0]


def _is_address(text: str) -> bool:
    is_path = text.startswith("/") and len(text) > 1
    return (is_path or text.startswith(("http://", "https://"))) and " " not in text
