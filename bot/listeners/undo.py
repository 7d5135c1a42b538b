"""What the *Undo* buttons carry: enough to take a command back, whenever it is pressed."""

import json
from collections.abc import Sequence

from clausewatch.model import Cadence, Channel, Document, DocumentId, Watch, WatchId
from clausewatch.reading import Severity

MOST_VALUE = 2_000
"""Characters of a button's value; a longer list has no *Undo*."""


def of_watch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `watch`, or None where nothing new was added."""
    return _value([watch.platform_key for watch in watches])


def keys(value: str) -> list[str]:
    """Return the platform keys that a `watch` added."""
    return [str(key) for key in json.loads(value)]


def of_unwatch(watches: Sequence[Watch]) -> str | None:
    """Return the value of *Undo* after `unwatch`."""
    return _value(
        [
            [
                w.platform_key,
                w.platform_name,
                [d.id for d in w.documents],
                w.minimum,
                w.cadence,
                w.topics,
            ]
            for w in watches
        ]
    )


def document_ids(value: str) -> list[DocumentId]:
    """Return the ids of every document in an *Undo* of `unwatch`."""
    return [DocumentId(number) for row in json.loads(value) for number in row[2]]


def watches(value: str, channel: Channel, documents: Sequence[Document]) -> list[Watch]:
    """Return the watches to restore, each with its documents as far as they still exist."""
    known = {document.id: document for document in documents}
    return [
        Watch(
            id=WatchId(0),
            channel=channel,
            platform_key=key,
            platform_name=name,
            documents=tuple(known[number] for number in numbers if number in known),
            minimum=Severity(minimum),
            cadence=Cadence(cadence),
            # A button from before there were topics has none.
            topics=tuple(*topics),
        )
        for key, name, numbers, minimum, cadence, *topics in json.loads(value)
    ]


def _value(rows: Sequence[object]) -> str | None:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text if rows and len(text) <= MOST_VALUE else None
