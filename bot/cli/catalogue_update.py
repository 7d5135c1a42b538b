"""Merges a newer catalogue into the installed one, and lists watched documents that moved."""

from collections.abc import Iterator
from pathlib import Path

from bot.main import CATALOGUE_FILE
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import (
    read_aliases,
    read_entries,
    read_updated,
    write_entries,
)
from clausewatch.catalogue.merge import (
    MergeResult,
    MovedDocument,
    find_moved_documents,
    merge_entries,
    read_catalogue,
)
from clausewatch.catalogue.name_index import NameIndex
from clausewatch.config import Settings
from clausewatch.errors import ConfigError
from clausewatch.store import Store

MAX_NAMES = 12
"""Platforms that are listed by name."""


def make_catalogue_path(settings: Settings) -> Path:
    """Return the path of the updated catalogue; the file need not exist."""
    return settings.data_dir / CATALOGUE_FILE


async def update_catalogue(settings: Settings, path: Path) -> list[str]:
    """Merge another catalogue and return a report, line by line. Raises UserError."""
    aliases = read_aliases()
    newer = read_catalogue(path, aliases)
    target = make_catalogue_path(settings)
    merge = merge_entries(read_updated(target) or read_entries(), newer.entries)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_entries(merge.entries, target)
    except OSError as error:
        raise ConfigError(f"{target} cannot be written ({error}); set DATA_DIR.") from None
    catalogue = Catalogue(lambda: NameIndex(merge.entries, aliases))
    lines = [*newer.notes, *_list_differences(merge)]
    return lines + [_format_move(move) for move in await _find_moves(settings, catalogue)]


def _list_differences(merge: MergeResult) -> Iterator[str]:
    yield (
        f"{len(merge.entries)} platforms: {len(merge.added)} new, {len(merge.altered)} with"
        " other documents than before."
    )
    for label, names in (("new", merge.added), ("other documents", merge.altered)):
        if names:
            more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
            yield f"{label}: {', '.join(names[:MAX_NAMES])}{more}"


def _format_move(move: MovedDocument) -> str:
    document = move.document
    return (
        f"{document.record_id} {document.name} still uses {' '.join(document.urls)}. The catalogue"
        f" now lists {' '.join(move.urls)}. To switch: /policy watch {move.urls[0]}"
    )


async def _find_moves(settings: Settings, catalogue: Catalogue) -> tuple[MovedDocument, ...]:
    """Return the watched documents for which the catalogue now gives other URLs."""
    if settings.database_url is None and not (settings.data_dir / "clausewatch.db").exists():
        return ()
    store = await Store.open(settings.database)
    try:
        documents = await store.documents.find_watched()
    finally:
        await store.close()
    keys = {document.platform_key for document in documents}
    platforms = {key: platform for key in keys if (platform := catalogue.find_by_key(key))}
    return find_moved_documents(documents, platforms)
