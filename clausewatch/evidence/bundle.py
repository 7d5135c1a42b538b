"""One provision with all that it rests on, as files that anybody can check without us."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from clausewatch.evidence.citation import cite
from clausewatch.evidence.record_text import format_moment, render_record
from clausewatch.model.pages import Snapshot
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import Provision, Quote, text_of
from clausewatch.model.reading import Reading
from clausewatch.provisions.record import Record

SUMS_FILE = "SHA256SUMS"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip knows as no date: the same record gives the same bytes."""
_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/markdown": "md",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
README = """\
What this is
------------
{citation}

record.txt      the record, field by field
quotes.json     every quote with its place in version.txt and its hash
version.txt     the text of the document as extractor {extractor} reads the snapshots
snapshots/      the bytes as they were fetched, and under which headers (JSON beside each)
{sums}      a hash for each of these files

How to check it
---------------
1. The files are those that were bundled:      sha256sum -c {sums}
2. A snapshot has the hash of the record:      sha256sum snapshots/*
   (the names begin with it; record.txt has it in full)
3. The quotes stand in the text, at their place and with their hash:

   python3 -c "
   import hashlib, json
   text = open('version.txt', encoding='utf-8', newline='').read()
   for q in json.load(open('quotes.json', encoding='utf-8')):
       here = text[q['start']:q['end']]
       assert here == q['text'], q
       assert hashlib.sha256(here.encode()).hexdigest() == q['sha256'], q
   print('every quote stands where the record says')
   "

4. The words stand in the snapshot: open it, or search its text.

What the hashes do not show: that the page was served to us at that time. The link to the nearest
capture of a public archive in record.txt is independent of us.
{disclaimer}
"""


@dataclass(frozen=True)
class BundleContents:
    """What a bundle is made of."""

    recorded: RecordedProvision
    record: Record
    reading: Reading
    snapshots: tuple[Snapshot, ...]
    """Of the version, in order; those whose bytes are gone are left out."""
    history: tuple[RecordedEvent, ...]
    accessed_at: datetime


def build_files(held: BundleContents) -> dict[str, bytes]:
    """Return the files of a bundle by name, the list of their hashes last."""
    one = held.recorded
    made = {
        "README.txt": README.format(
            citation=cite(one, held.accessed_at),
            extractor=held.reading.extractor,
            sums=SUMS_FILE,
            disclaimer=held.record.disclaimer,
        ).encode(),
        "record.txt": render_record(one, held.record, held.history, held.accessed_at).encode(
            "utf-8", "replace"
        ),
        "quotes.json": _json([dict(_quote(*pair)) for pair in _quotes(one.provision)]),
        "version.txt": text_of(held.reading).encode("utf-8", "replace"),
        **dict(_snapshots(held.snapshots)),
    }
    lines = [f"{sha256(body).hexdigest()}  {name}\n" for name, body in made.items()]
    return {**made, SUMS_FILE: "".join(lines).encode()}


def zip_files(made: Mapping[str, bytes]) -> bytes:
    """Return files as a zip; the same files give the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in made.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _quotes(provision: Provision) -> Iterator[tuple[str, Quote]]:
    yield "quote", provision.quote
    for further in provision.further:
        yield "further", further
    for facet in provision.facets:
        if facet.quote is not None:
            yield f"particular: {facet.label}", facet.quote


def _quote(role: str, quote: Quote) -> Iterator[tuple[str, object]]:
    yield "role", role
    yield from asdict(quote).items()


def _snapshots(snapshots: Sequence[Snapshot]) -> Iterator[tuple[str, bytes]]:
    for number, one in enumerate(snapshots, 1):
        media = (one.header("content-type") or "").partition(";")[0].strip().lower()
        name = f"snapshots/{one.sha256[:16]}-{number}"
        yield f"{name}.{_SUFFIXES.get(media, 'bin')}", one.body
        facts = {
            "url": one.url,
            "final_url": one.final_url,
            "status": one.status,
            "fetched_at": format_moment(one.fetched_at),
            "sha256": one.sha256,
            "headers": one.headers,
        }
        if one.selection is not None:
            facts["selection"] = asdict(one.selection)
        yield f"{name}.json", _json(facts)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
