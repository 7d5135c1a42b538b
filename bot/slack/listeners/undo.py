"""What the *Undo* buttons carry: enough to take a command back, whenever it is pressed."""

import json
from collections.abc import Sequence
from typing import Any

from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DocumentId, WatchId
from clausewatch.model.watches import Cadence, Channel, Watch

MAX_VALUE_CHARS = 2_000
"""Characters of a button's value; a longer list has no *Undo*."""
DEFAULT_OPTIONS: list[Any] = [Severity.LOW, Cadence.NOW, []]
"""Options of a watch that are left out, so that eighty platforms still have an *Undo*."""


def encode_watch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `watch`, or None where nothing new was added."""
    return _encode_rows([watch.platform_key for watch in watches])


def decode_keys(value: str) -> list[str]:
    """Return the platform keys that a `watch` added."""
    return [str(key) for key in json.loads(value)]


def encode_unwatch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `unwatch`."""
    return _encode_rows([_encode_row(watch) for watch in watches])


def _encode_row(watch: Watch) -> list[object]:
    options = [watch.minimum, watch.cadence, list(watch.topics)]
    ids = [document.id for document in watch.documents]
    return [watch.platform_key, ids, *(options if options != DEFAULT_OPTIONS else [])]


def decode_document_ids(value: str) -> list[DocumentId]:
    """Return the ids of every document in an *Undo* of `unwatch`."""
    return [DocumentId(number) for row in json.loads(value) for number in row[1]]


def decode_watches(value: str, channel: Channel, documents: Sequence[Document]) -> list[Watch]:
    """Return the watches to restore, each with its documents as far as they still exist."""
    known = {document.id: document for document in documents}
    found = []
    for key, numbers, *options in json.loads(value):
        minimum, cadence, topics = options or DEFAULT_OPTIONS
        mine = tuple(known[number] for number in numbers if number in known)
        found.append(
            Watch(
                id=WatchId(0),
                channel=channel,
                platform_key=key,
                platform_name=mine[0].platform_name if mine else key,
                documents=mine,
                minimum=Severity(minimum),
                cadence=Cadence(cadence),
                topics=tuple(topics),
            )
        )
    return found


def _encode_rows(rows: Sequence[object]) -> str | None:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text if rows and len(text) <= MAX_VALUE_CHARS else None
