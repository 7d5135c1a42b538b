"""The values of *Undo* buttons: enough to reverse a command, however late it is pressed."""

import json
from collections.abc import Sequence
from typing import Any

from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DocumentId, WatchId
from clausewatch.model.watches import Cadence, Channel, Watch

MAX_VALUE_CHARS = 2_000
"""Slack's limit of a button's value; a longer list gets no *Undo*."""
DEFAULT_OPTIONS: list[Any] = [Severity.LOW, Cadence.NOW, []]
"""Options that a value omits, so that the value of eighty platforms is short enough."""


def encode_watch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `watch`, or None if it added no watch."""
    return _encode_rows([watch.platform_key for watch in watches])


def decode_keys(value: str) -> list[str]:
    """Return the platform keys of a value after `watch` or `mute`."""
    return [str(key) for key in json.loads(value)]


def encode_unwatch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `unwatch`."""
    return _encode_rows([_encode_row(watch) for watch in watches])


def _encode_row(watch: Watch) -> list[object]:
    options = [watch.minimum, watch.cadence, list(watch.topics)]
    document_ids = [document.id for document in watch.documents]
    return [watch.platform_key, document_ids, *(options if options != DEFAULT_OPTIONS else [])]


def decode_document_ids(value: str) -> list[DocumentId]:
    """Return the ids of all documents of a value after `unwatch`."""
    return [DocumentId(number) for row in json.loads(value) for number in row[1]]


def decode_watches(value: str, channel: Channel, documents: Sequence[Document]) -> list[Watch]:
    """Return the watches of a value after `unwatch`, each with those documents that exist."""
    documents_by_id = {document.id: document for document in documents}
    watches = []
    for key, numbers, *options in json.loads(value):
        minimum, cadence, topics = options or DEFAULT_OPTIONS
        watched = tuple(documents_by_id[number] for number in numbers if number in documents_by_id)
        watches.append(
            Watch(
                id=WatchId(0),
                channel=channel,
                platform_key=key,
                platform_name=watched[0].platform_name if watched else key,
                documents=watched,
                minimum=Severity(minimum),
                cadence=Cadence(cadence),
                topics=tuple(topics),
            )
        )
    return watches


def _encode_rows(rows: Sequence[object]) -> str | None:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text if rows and len(text) <= MAX_VALUE_CHARS else None
