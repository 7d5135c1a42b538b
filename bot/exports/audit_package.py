"""The audit package of a workspace over a period: a zip that a third party checks without us.

It has what is watched, the result of the checks, the changes, who decided what about them, and the
bytes of every snapshot that these rest on, with hashes and as a web archive.
"""

import asyncio
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bot.exports.audit_texts import README
from bot.exports.item_lists import COLLECTIONS, ExportRequest, list_watched
from bot.exports.items import Item, format_time
from bot.exports.tables import write_csv, write_json
from clausewatch.model.documents import DocumentSummary
from clausewatch.model.formats import find_suffix
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.record_lists import SnapshotLine
from clausewatch.store import ListPage, Store
from clausewatch.store.record_lists import ChangeFilter

SUMS_FILE = "SHA256SUMS"
WARC_FILE = "snapshots.warc.gz"
MAX_SNAPSHOTS = 1_000
"""Of one document."""
BODY_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers about how a body was sent; the archive has the body itself."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass
class Package:
    """A zip file in the making, with the hash of each of its files."""

    archive: zipfile.ZipFile
    sums: list[str] = field(default_factory=list)

    def add(self, name: str, body: bytes) -> None:
        """Add a file."""
        info = zipfile.ZipInfo(name, _ZIP_TIME)
        self.archive.writestr(info, body, zipfile.ZIP_DEFLATED)
        self.sums.append(f"{sha256(body).hexdigest()}  {name}\n")

    def add_table(self, name: str, items: list[Item], now: datetime) -> None:
        """Add items as CSV and as JSON."""
        self.add(f"{name}.csv", write_csv(items))
        self.add(f"{name}.json", write_json(name, items, now))


async def write_audit_package(
    store: Store, request: ExportRequest, now: datetime, file: BinaryIO
) -> int:
    """Write the package into a file and return the number of its files. Raises UserError."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        package = Package(archive)
        period = {name: format_time(getattr(request, name)) for name in ("since", "until")}
        package.add("README.txt", README.format(**period, made=format_time(now)).encode())
        for name, collect in COLLECTIONS.items():
            package.add_table(name, await collect(store, request), now)
        watched = await list_watched(store, request)
        documents = {s.document.id: s for each in watched for s in each.statuses}
        checks: list[Item] = []
        snapshots: list[Snapshot] = []
        for document_id, status in documents.items():
            lines = await _list_snapshots(store, request, document_id)
            checks += _make_check_items(status, lines)
            hashes = await _list_hashes(store, request, document_id, lines)
            snapshots += await store.versions.load_snapshots(document_id, hashes)
        package.add_table("checks", checks, now)
        await asyncio.to_thread(_add_snapshots, package, snapshots)
        package.archive.writestr(zipfile.ZipInfo(SUMS_FILE, _ZIP_TIME), "".join(package.sums))
        return len(package.sums) + 1


async def _list_snapshots(
    store: Store, request: ExportRequest, document_id: DocumentId
) -> list[SnapshotLine]:
    """Return the snapshots of a document that checks of the period brought."""
    page = ListPage(0, MAX_SNAPSHOTS)
    lines, _ = await store.record_lists.list_snapshots(document_id, page)
    return [
        line
        for line in lines
        if line.first_seen_at < request.until and line.last_seen_at >= request.since
    ]


async def _list_hashes(
    store: Store, request: ExportRequest, document_id: DocumentId, lines: Iterable[SnapshotLine]
) -> list[str]:
    """Return the hashes of these snapshots and of both sides of each change of the period."""
    wanted = ChangeFilter(document_id=document_id, since=request.since, until=request.until)
    page = ListPage(0, MAX_SNAPSHOTS)
    changes, _ = await store.record_lists.list_changes(request.workspace_id, wanted, page)
    sides = [side for change in changes for side in (change.before, change.after)]
    hashes = [digest for side in sides for digest in side.snapshots]
    return list(dict.fromkeys([*(line.sha256 for line in lines if line.has_bytes), *hashes]))


def _make_check_items(status: object, lines: Iterable[SnapshotLine]) -> list[Item]:
    """Return the results of a document's checks: one item for each answer of the host."""
    if not isinstance(status, DocumentSummary):
        return []
    document, unreadable = status.document, status.unreadable
    facts: dict[str, object] = {
        "document_id": document.record_id,
        "platform": document.platform_name,
        "document": document.kind,
        "last_checked_at": format_time(status.last_checked_at),
        "last_verified_at": format_time(status.seen_at),
        "unreadable_since": format_time(unreadable.since) if unreadable else None,
        "unreadable_reason": unreadable.reason if unreadable else None,
    }
    answers: list[dict[str, object]] = [
        {
            "sha256": line.sha256,
            "page": line.position + 1,
            "url": line.final_url,
            "status": line.status,
            "verdict": line.verdict,
            "first_seen_at": format_time(line.first_seen_at),
            "last_seen_at": format_time(line.last_seen_at),
            "fetches": line.looks,
        }
        for line in lines
    ]
    nothing: dict[str, object] = dict.fromkeys(
        ("sha256", "page", "url", "status", "verdict", "first_seen_at", "last_seen_at", "fetches")
    )
    return [facts | answer for answer in answers or [nothing]]


def _add_snapshots(package: Package, snapshots: Iterable[Snapshot]) -> None:
    """Add the bytes of snapshots, each named by its hash, and all of them as a web archive."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    names: set[str] = set()
    for snapshot in snapshots:
        suffix = find_suffix(snapshot.find_header("content-type"))
        name = f"snapshots/{snapshot.sha256}{suffix}"
        if name not in names:
            names.add(name)
            package.add(name, snapshot.body)
        _write_record(writer, snapshot)
    package.add(WARC_FILE, buffer.getvalue())


def _write_record(writer: WARCWriter, snapshot: Snapshot) -> None:
    """Write a snapshot as the response that it was, without headers on how its body was sent."""
    headers = [pair for pair in snapshot.headers if pair[0].lower() not in BODY_HEADERS]
    record = writer.create_warc_record(
        snapshot.final_url,
        "response",
        payload=BytesIO(snapshot.body),
        length=len(snapshot.body),
        http_headers=StatusAndHeaders(f"{snapshot.status} -", headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": format_time(snapshot.fetched_at),
            "X-Clausewatch-SHA256": snapshot.sha256,
        },
    )
    writer.write_record(record)
