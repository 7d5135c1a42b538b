"""Changes that users marked as not a change, as pairs that measure the judgement."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.store import DeniedPair, Store

SNAPSHOTS = "snapshots"
NAME_DIGITS = 16
"""Digits of the SHA-256 that a file's name has."""
FETCHER = "htmlOnly"
"""Plain HTTP: the bytes as the watcher saw them."""


async def write_denied_pairs(settings: Settings, folder: Path) -> int:
    """Write pairs.jsonl and the pages beside it; return the number of pairs. Raises UserError."""
    store = await Store.open(settings.database)
    try:
        folder.joinpath(SNAPSHOTS).mkdir(parents=True, exist_ok=True)
        rows = [
            row
            async for pair in store.denials.iterate_pairs()
            for row in _write_pages(pair, folder)
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        folder.joinpath("pairs.jsonl").write_text(lines, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error}); choose another folder.") from None
    finally:
        await store.close()
    return len(rows)


def _write_pages(pair: DeniedPair, folder: Path) -> Iterator[dict[str, Any]]:
    """Write the two files of each page that differs and yield its row, without any user's name."""
    change = pair.change
    pages = zip(pair.before, pair.after, strict=False)
    for number, (before, after) in enumerate(pages, start=1):
        if before.sha256 == after.sha256:
            continue
        suffix = f"-{number}" if len(change.document.urls) > 1 else ""
        yield {
            "id": f"{change.record_id}{suffix}",
            "service": change.document.platform_name,
            "document": change.document.kind,
            "url": after.url,
            "url_from_snapshot": True,
            "before": _write_page(before, change.before, folder),
            "after": _write_page(after, change.after, folder),
            "label": "noise",
            "confidence": "low",
            "topics": [],
            "must_mention": [],
            "note": f"marked as not a change; reported as {change.comparison.significance}",
            "broken_side": None,
            "same_visible_text": False,
            "labelled_by": "not a change",
            "language": change.after.reading.language,
        }


def _write_page(snapshot: Snapshot, version: StoredVersion, folder: Path) -> dict[str, Any]:
    name = f"{SNAPSHOTS}/{snapshot.sha256[:NAME_DIGITS]}.html.gz"
    folder.joinpath(name).write_bytes(gzip.compress(snapshot.body, mtime=0))
    return {
        "file": name,
        "captured_at": f"{version.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "sha256": snapshot.sha256,
        "bytes": len(snapshot.body),
        "fetcher": FETCHER,
        "content_type": snapshot.find_header("content-type") or "text/html",
    }
