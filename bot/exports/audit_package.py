"""The audit package of a workspace over a period: a zip that a third party checks without us.

It has what is watched, the result of the checks, the changes, who decided what about them, and the
bytes of every snapshot that these rest on, with hashes and as a web archive.
"""

import asyncio
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import file_digest, sha256
from io import BufferedRandom, BytesIO
from itertools import count
from tempfile import TemporaryFile
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bot.exports.audit_texts import README
from bot.exports.item_lists import COLLECTIONS, PAGE_SIZE, ExportRequest, find_changes, list_watched
from bot.exports.items import Item, format_time
from bot.exports.tables import write_csv, write_json
from clausewatch.model.documents import AnyDocumentStatus
from clausewatch.model.formats import find_suffix
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.record_lists import SnapshotLine
from clausewatch.store import ListPage, Store

SUMS_FILE = "SHA256SUMS"
WARC_FILE = "snapshots.warc.gz"
SNAPSHOTS_AT_ONCE = 10
BODY_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers about how a body was sent; the archive has the body itself."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Package:
    """A zip file in the making, with the hash of each of its files."""

    def __init__(self, archive: zipfile.ZipFile, warc: BufferedRandom) -> None:
        """Take the open zip file, and a file for the web archive until that is complete."""
        self._archive = archive
        self._warc = warc
        self._writer = WARCWriter(warc, gzip=True)
        self._sums: dict[str, str] = {}

    def add(self, name: str, body: bytes) -> None:
        """Add a file."""
        info = zipfile.ZipInfo(name, _ZIP_TIME)
        self._archive.writestr(info, body, zipfile.ZIP_DEFLATED)
        self._sums[name] = sha256(body).hexdigest()

    def add_table(self, name: str, items: list[Item], now: datetime) -> None:
        """Add items as CSV and as JSON."""
        self.add(f"{name}.csv", write_csv(items))
        self.add(f"{name}.json", write_json(name, items, now))

    def add_snapshots(self, snapshots: Iterable[Snapshot]) -> None:
        """Add the bytes of snapshots, each once and named by its hash, and to the web archive."""
        for snapshot in snapshots:
            suffix = find_suffix(snapshot.find_header("content-type"))
            name = f"snapshots/{snapshot.sha256}{suffix}"
            if name not in self._sums:
                self.add(name, snapshot.body)
            _write_record(self._writer, snapshot)

    def finish(self) -> int:
        """Add the web archive and the hashes of all files; return the number of files."""
        self._warc.seek(0)
        info = zipfile.ZipInfo(WARC_FILE, _ZIP_TIME)
        with self._archive.open(info, "w", force_zip64=True) as target:
            shutil.copyfileobj(self._warc, target)
        self._warc.seek(0)
        self._sums[WARC_FILE] = file_digest(self._warc, "sha256").hexdigest()
        lines = "".join(f"{digest}  {name}\n" for name, digest in self._sums.items())
        self._archive.writestr(zipfile.ZipInfo(SUMS_FILE, _ZIP_TIME), lines)
        return len(self._sums) + 1


async def write_audit_package(
    store: Store, request: ExportRequest, now: datetime, file: BinaryIO
) -> int:
    """Write the package into a file and return the number of its files. Raises UserError."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, TemporaryFile() as warc:
        package = Package(archive, warc)
        period = {name: format_time(getattr(request, name)) for name in ("since", "until")}
        package.add("README.txt", README.format(**period, made=format_time(now)).encode())
        for name, collect in COLLECTIONS.items():
            items = await collect(store, request)
            await asyncio.to_thread(package.add_table, name, items, now)
        hashes = await _list_hashes_of_changes(store, request)
        watched = await list_watched(store, request)
        documents = {status.document.id: status for each in watched for status in each.statuses}
        checks: list[Item] = []
        for document_id, status in documents.items():
            lines = await _list_snapshots(store, request, document_id)
            checks += _make_check_items(status, lines)
            hashes[document_id] += [line.sha256 for line in lines if line.has_bytes]
        await asyncio.to_thread(package.add_table, "checks", checks, now)
        for document_id, digests in hashes.items():
            await _add_snapshots(store, package, document_id, list(dict.fromkeys(digests)))
        return await asyncio.to_thread(package.finish)


async def _list_hashes_of_changes(
    store: Store, request: ExportRequest
) -> defaultdict[DocumentId, list[str]]:
    """Return the hashes of both sides of each change of the period, by document."""
    hashes: defaultdict[DocumentId, list[str]] = defaultdict(list)
    async for change in find_changes(store, request):
        for side in (change.before, change.after):
            hashes[change.document.id] += side.snapshots
    return hashes


async def _list_snapshots(
    store: Store, request: ExportRequest, document_id: DocumentId
) -> list[SnapshotLine]:
    """Return the snapshots of a document that checks of the period brought, newest first."""
    lines: list[SnapshotLine] = []
    for number in count():
        page = ListPage(number, PAGE_SIZE)
        some, _ = await store.record_lists.list_snapshots(document_id, page)
        lines += some
        if len(some) < PAGE_SIZE or some[-1].last_seen_at < request.since:
            break
    return [
        line
        for line in lines
        if line.first_seen_at < request.until and line.last_seen_at >= request.since
    ]


async def _add_snapshots(
    store: Store, package: Package, document_id: DocumentId, digests: Sequence[str]
) -> None:
    """Add the snapshots of a document that have bytes, few at a time: one may have megabytes."""
    for start in range(0, len(digests), SNAPSHOTS_AT_ONCE):
        some = digests[start : start + SNAPSHOTS_AT_ONCE]
        snapshots = await store.versions.load_snapshots(document_id, some)
        await asyncio.to_thread(package.add_snapshots, snapshots)


def _make_check_items(status: AnyDocumentStatus, lines: Iterable[SnapshotLine]) -> list[Item]:
    """Return the results of a document's checks: one item for each answer of the host."""
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
