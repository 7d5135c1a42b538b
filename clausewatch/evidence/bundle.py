"""Bundles one provision with its evidence, as files that anyone can check without Clausewatch."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from clausewatch.evidence.citation import cite
from clausewatch.evidence.record_text import format_moment, render_record
from clausewatch.model.formats import find_suffix
from clausewatch.model.pages import Snapshot
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import Provision, Quote, build_text
from clausewatch.model.reading import Reading
from clausewatch.provisions.record import Record

SUMS_FILE = "SHA256SUMS"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip stores, because the same record must give the same bytes."""
README = """\
What this is
------------
{citation}

record.txt      the record, field by field
quotes.json     every quote with its position in version.txt and its hash
version.txt     the text of the document as extractor {extractor} reads the snapshots
snapshots/      the bytes as they were fetched, with the response headers (JSON beside each)
{sums}      the hash of each of these files

How to check it
---------------
1. The files are unchanged since they were bundled:      sha256sum -c {sums}
2. A snapshot has the hash in the record:                sha256sum snapshots/*
   (the file names begin with it; record.txt has the whole hash)
3. The quotes are in the text, at their positions and with their hashes:

   python3 -c "
   import hashlib, json
   text = open('version.txt', encoding='utf-8', newline='').read()
   for q in json.load(open('quotes.json', encoding='utf-8')):
       here = text[q['start']:q['end']]
       assert here == q['text'], q
       assert hashlib.sha256(here.encode()).hexdigest() == q['sha256'], q
   print('every quote is where the record says')
   "

4. The words are in the snapshot: open it, or search its text.

The hashes do not prove that the page was served to us at that time. The link in record.txt to the
nearest capture of a public archive is independent of us.
{disclaimer}
"""


@dataclass(frozen=True)
class BundleContents:
    """The values that a bundle is made of."""

    recorded: RecordedProvision
    record: Record
    reading: Reading
    snapshots: tuple[Snapshot, ...]
    """Those of the version, in order, without any whose bytes were deleted."""
    history: tuple[RecordedEvent, ...]
    accessed_at: datetime


def build_files(contents: BundleContents) -> dict[str, bytes]:
    """Return the files of a bundle by name, the list of their hashes last."""
    recorded, record = contents.recorded, contents.record
    accessed_at = contents.accessed_at
    readme = README.format(
        citation=cite(recorded, accessed_at),
        extractor=contents.reading.extractor,
        sums=SUMS_FILE,
        disclaimer=record.disclaimer,
    )
    record_text = render_record(recorded, record, contents.history, accessed_at)
    files = {
        "README.txt": readme.encode(),
        "record.txt": record_text.encode("utf-8", "replace"),
        "quotes.json": _encode_json(
            [{"role": role, **asdict(quote)} for role, quote in _list_quotes(recorded.provision)]
        ),
        "version.txt": build_text(contents.reading).encode("utf-8", "replace"),
        **dict(_build_snapshot_files(contents.snapshots)),
    }
    lines = [f"{sha256(body).hexdigest()}  {name}\n" for name, body in files.items()]
    return {**files, SUMS_FILE: "".join(lines).encode()}


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip; the same files give the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _list_quotes(provision: Provision) -> Iterator[tuple[str, Quote]]:
    """Yield each quote with its role in the provision."""
    yield "quote", provision.quote
    for further in provision.further:
        yield "further", further
    for facet in provision.facets:
        if facet.quote is not None:
            yield f"particular: {facet.label}", facet.quote


def _build_snapshot_files(snapshots: Sequence[Snapshot]) -> Iterator[tuple[str, bytes]]:
    """Yield for each snapshot its bytes and a JSON file about their origin."""
    for number, snapshot in enumerate(snapshots, 1):
        name = f"snapshots/{snapshot.sha256[:16]}-{number}"
        yield f"{name}{find_suffix(snapshot.find_header('content-type'))}", snapshot.body
        origin: dict[str, object] = {
            "url": snapshot.url,
            "final_url": snapshot.final_url,
            "status": snapshot.status,
            "fetched_at": format_moment(snapshot.fetched_at),
            "sha256": snapshot.sha256,
            "headers": snapshot.headers,
        }
        if snapshot.selection is not None:
            origin["selection"] = asdict(snapshot.selection)
        yield f"{name}.json", _encode_json(origin)


def _encode_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
