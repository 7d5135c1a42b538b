"""The subprocessors of all watched platforms as CSV."""

import csv
import io
from collections.abc import Iterable

from bot.exports.tables import format_cell
from clausewatch.config import Settings
from clausewatch.model.subprocessor_records import RecordedSubprocessor
from clausewatch.store import Store

COLUMNS = (
    "platform", "document", "url", "list", "company", "purpose", "location", "data", "since",
    "details", "first_seen", "removed", "quote",
)  # fmt: skip


async def export_subprocessors(settings: Settings) -> str:
    """Return the companies on the lists of all watched documents as CSV."""
    store = await Store.open(settings.database)
    try:
        return write_subprocessors(await store.subprocessors.list_watched())
    finally:
        await store.close()


def write_subprocessors(records: Iterable[RecordedSubprocessor]) -> str:
    """Return entries as CSV with dates in UTC; `removed` is empty while a list has the company."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(map(_list_cells, records))
    return out.getvalue()


def _list_cells(record: RecordedSubprocessor) -> list[str]:
    entry, document = record.entry, record.document
    cells = (
        document.platform_name,
        document.kind,
        document.urls[0] if document.urls else "",
        entry.group,
        entry.name,
        entry.purpose,
        entry.location,
        entry.data,
        entry.since,
        entry.details,
        f"{record.first_seen_at:%Y-%m-%d}",
        f"{record.removed_at:%Y-%m-%d}" if record.removed_at else "",
        " ".join(entry.quote.split()),
    )
    return list(map(format_cell, cells))
