"""Turns rows of documents and channels into values; loads many at once, never a query per row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import Document
from clausewatch.model.pages import PageState
from clausewatch.model.record_ids import ChannelId, DocumentId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.store import codec
from clausewatch.store.tables import DOCUMENT, PAGE

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
        PAGE.c.received_at,
    )
    .where(PAGE.c.document_id.in_(bindparam("b_ids", expanding=True)))
    .order_by(PAGE.c.document_id, PAGE.c.position)
)


def map_channel(row: Row[Any]) -> Channel:
    """Return the channel of a row with the columns of table `channel`."""
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
        access=codec.read_access(row.access),
    )


async def load_pages(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, tuple[PageState, ...]]:
    """Return the pages of documents in order, by document."""
    pages: dict[int, list[PageState]] = defaultdict(list)
    rows = await connection.execute(_PAGES, {"b_ids": document_ids})
    for document_id, *state in rows.all():
        pages[document_id].append(PageState(*state))
    return {document_id: tuple(states) for document_id, states in pages.items()}


async def load_urls(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the URLs of documents in order, by document; without pages it is an empty tuple."""
    query = select(PAGE.c.document_id, PAGE.c.url).where(PAGE.c.document_id.in_(document_ids))
    urls: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for document_id, url in await connection.execute(
        query.order_by(PAGE.c.document_id, PAGE.c.position)
    ):
        urls[document_id] += (url,)
    return urls


async def load_documents(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, Document]:
    """Return documents by number, including those that are private to a workspace."""
    query = select(*DOCUMENT_COLUMNS).where(DOCUMENT.c.id.in_(document_ids))
    rows = (await connection.execute(query)).all()
    urls = await load_urls(connection, [row.id for row in rows])
    return {row.id: map_document(row, urls[row.id]) for row in rows}


async def find_read_documents(
    connection: AsyncConnection, documents: Iterable[Document]
) -> frozenset[DocumentId]:
    """Return those of the documents that have a version on record."""
    query = select(DOCUMENT.c.id).where(
        DOCUMENT.c.id.in_([document.id for document in documents]),
        DOCUMENT.c.baseline_id.is_not(None),
    )
    return frozenset(DocumentId(number) for number in (await connection.execute(query)).scalars())
