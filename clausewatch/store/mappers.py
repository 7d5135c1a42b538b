"""From rows to the values that leave this room; set-based, never a query per row."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import DEFAULT_ACCESS, Access, Document, StoredVersion
from clausewatch.model.pages import PageState
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId, VersionId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.store import codec
from clausewatch.store.tables import (
    CHANGE,
    DOCUMENT,
    PAGE,
    SNAPSHOT,
    VERSION,
    VERSION_PAGE,
)

DOCUMENT_COLUMNS = (
    DOCUMENT.c.id,
    DOCUMENT.c.platform_key,
    DOCUMENT.c.platform_name,
    DOCUMENT.c.kind,
    DOCUMENT.c.workspace_id,
    DOCUMENT.c.access,
)
_PAGES = (
    select(
        PAGE.c.document_id,
        PAGE.c.url,
        PAGE.c.moved_to,
        PAGE.c.etag,
        PAGE.c.last_modified,
        PAGE.c.sha256,
    )
    .where(PAGE.c.document_id.in_(bindparam("b_ids", expanding=True)))
    .order_by(PAGE.c.document_id, PAGE.c.position)
)
OUTLINE_COLUMNS = tuple(column for column in VERSION.c if column.name != "reading")


def make_address(urls: Sequence[str], access: Access = DEFAULT_ACCESS) -> str:
    """Return what makes it the same document: a hash over its URLs and which text of them it is."""
    said = "\n".join(urls)
    if access.selects_text:
        said += "\n" + codec.access_text(replace(access, needs_browser=False))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def is_visible_to(workspace_id: WorkspaceId | BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition under which a document exists for a workspace.

    It narrows nothing, as most documents are everybody's. SQLite does not know that and would go
    over all of them by the owner's index before it looks at what was asked for: the sum hides it.
    """
    owner = DOCUMENT.c.workspace_id
    return or_(owner.is_(None), owner + 0 == workspace_id)


def map_channel(row: Row[Any]) -> Channel:
    """Return the channel of a row with the channel's columns."""
    return Channel(
        ChannelId(row.id), WorkspaceId(row.workspace_id), row.slack_id, paused=row.paused
    )


def map_document(row: Any, urls: Iterable[str]) -> Document:  # noqa: ANN401  # any row with these
    """Return the document of a row with DOCUMENT_COLUMNS."""
    return Document(
        id=DocumentId(row.id),
        platform_key=row.platform_key,
        platform_name=row.platform_name,
        kind=row.kind,
        urls=tuple(urls),
        workspace_id=None if row.workspace_id is None else WorkspaceId(row.workspace_id),
        access=codec.access_of(row.access),
    )


async def load_pages(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, tuple[PageState, ...]]:
    """Return the pages of documents, in order."""
    found: dict[int, list[PageState]] = defaultdict(list)
    rows = await connection.execute(_PAGES, {"b_ids": document_ids})
    for number, *remembered in rows.all():
        found[number].append(PageState(*remembered))
    return {number: tuple(pages) for number, pages in found.items()}


async def load_urls(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the URLs of documents, in order."""
    query = select(PAGE.c.document_id, PAGE.c.url).where(PAGE.c.document_id.in_(document_ids))
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for number, url in await connection.execute(
        query.order_by(PAGE.c.document_id, PAGE.c.position)
    ):
        found[number] += (url,)
    return found


async def load_documents(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, Document]:
    """Return documents by number, whoever may see them."""
    query = select(*DOCUMENT_COLUMNS).where(DOCUMENT.c.id.in_(document_ids))
    rows = (await connection.execute(query)).all()
    urls = await load_urls(connection, [row.id for row in rows])
    return {row.id: map_document(row, urls[row.id]) for row in rows}


async def find_read_documents(
    connection: AsyncConnection, documents: Iterable[Document]
) -> frozenset[DocumentId]:
    """Return the ids of those documents that have a version on record."""
    among = DOCUMENT.c.id.in_([document.id for document in documents])
    query = select(DOCUMENT.c.id).where(among, DOCUMENT.c.baseline_id.is_not(None))
    return frozenset(DocumentId(id_) for id_ in (await connection.execute(query)).scalars())


def select_versions(*, is_whole: bool) -> Select[Any]:
    """Return the query of versions with the change that brought each; whole ones with blocks."""
    columns = tuple(VERSION.c) if is_whole else OUTLINE_COLUMNS
    brought = VERSION.outerjoin(CHANGE, CHANGE.c.after_id == VERSION.c.id)
    return select(*columns, CHANGE.c.id.label("change_id")).select_from(brought)


async def load_versions(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[StoredVersion, ...]:
    """Return the versions of a `versions_query`, in its order."""
    rows = (await connection.execute(query)).all()
    hashes = await _hashes_of(connection, [row.id for row in rows])
    return tuple(_version_of(row, hashes.get(row.id, ())) for row in rows)


async def _hashes_of(
    connection: AsyncConnection, version_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    query = (
        select(VERSION_PAGE.c.version_id, SNAPSHOT.c.sha256)
        .join(SNAPSHOT, SNAPSHOT.c.id == VERSION_PAGE.c.snapshot_id)
        .where(VERSION_PAGE.c.version_id.in_(version_ids))
        .order_by(VERSION_PAGE.c.version_id, VERSION_PAGE.c.position)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in await connection.execute(query):
        found[row.version_id] += (row.sha256,)
    return found


def _version_of(row: Row[Any], hashes: tuple[str, ...]) -> StoredVersion:
    packed: bytes | None = row._mapping.get("reading")  # noqa: SLF001  # public, underscored
    if packed is not None:
        reading = codec.unpack_reading(packed)
    else:
        reading = codec.outlined(
            row.outline, row.extractor, row.text_fingerprint, row.terms_fingerprint
        )
    return StoredVersion(
        id=VersionId(row.id),
        number=row.number,
        reading=reading,
        snapshots=hashes,
        captured_at=row.captured_at,
        source_url=row.source_url,
        change_id=None if row.change_id is None else ChangeId(row.change_id),
    )
