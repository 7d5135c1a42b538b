"""Finds links in the data that scripts build a page from: a label and a URL in one record."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from clausewatch.catalogue.link_phrases import MAX_LABEL_CHARS, score_label

MAX_SCRIPT_CHARS = 3_000_000
MAX_RECORDS = 50_000
"""Records in all scripts of a page together."""
MAX_STRINGS_PER_RECORD = 8
"""A record with more strings is text and not a link."""


def find_labelled_urls(scripts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield labels that name a policy, each with the URL beside it or one level below."""
    for record in islice(_find_records(scripts), MAX_RECORDS):
        yield from _pair_labels(record)


def _find_records(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        waiting = [_parse_script(script)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                yield value
                waiting += value.values()


def _parse_script(script: str) -> Any:  # noqa: ANN401  # any JSON value
    """Return the data of a script that is JSON, or that assigns one object; else None."""
    start, end = script.find("{"), script.rfind("}")
    if start < 0 or end - start > MAX_SCRIPT_CHARS:
        return None
    text = script.strip()
    try:
        return json.loads(text if text.startswith("[") else script[start : end + 1])
    except (ValueError, RecursionError):
        return None


def _pair_labels(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    strings = [value for value in record.values() if isinstance(value, str)]
    nested = [
        value
        for inner in record.values()
        if isinstance(inner, dict)
        for value in inner.values()
        if isinstance(value, str)
    ]
    labels = [text for text in strings if len(text) <= MAX_LABEL_CHARS and not _is_url(text)]
    urls = [text for text in strings if _is_url(text)]
    urls = urls or [text for text in nested if _is_url(text)]
    counts = (len(labels), len(urls))
    if min(counts) > 0 and max(counts) <= MAX_STRINGS_PER_RECORD:
        for label in labels:
            if score_label(label):
                yield label, urls[0]


def _is_url(text: str) -> bool:
    is_path = text.startswith("/") and len(text) > 1
    return (is_path or text.startswith(("http://", "https://"))) and " " not in text
