"""Adds documents to the tables `document` and `page`, and their platforms to `name`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import DEFAULT_ACCESS, Access
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store import codec, platform_names
from clausewatch.store.database import insert_into
from clausewatch.store.tables import DOCUMENT, PAGE
from clausewatch.store.watch_requests import NewDocument

BEFORE_FIRST_CHECK = {
    "is_watched": False,
    "ignore_robots": False,
    "is_awaiting_confirmation": False,
    "state": "",
}
"""The columns that checks and watches write, as they are at first."""


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document of a platform that is to be on record."""

    workspace_id: WorkspaceId | None
    """None for a document that all workspaces share."""
    platform_key: str
    platform_name: str
    document: NewDocument

    @property
    def key(self) -> dict[str, Any]:
        """The columns that together are unique."""
        return {
            "workspace_id": self.workspace_id,
            "platform_key": self.platform_key,
            "kind": self.document.kind,
            "address": make_address(self.document.urls, self.document.access),
        }


def make_address(urls: Sequence[str], access: Access = DEFAULT_ACCESS) -> str:
    """Return the hash that identifies a document: of its URLs and of the text chosen from them."""
    parts = "\n".join(urls)
    if access.selects_text:
        parts += "\n" + codec.write_access(replace(access, needs_browser=False))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()


async def find_document(connection: AsyncConnection, request: DocumentRequest) -> int | None:
    """Return the number of a document that is on record, or None."""
    document_id: int | None = (await connection.execute(_select_id(request))).scalar_one_or_none()
    return document_id


async def ensure_document(
    connection: AsyncConnection, request: DocumentRequest, host_id: int, now: datetime
) -> int:
    """Return the number of a document; add it if it is not on record."""
    row = insert_into(connection, DOCUMENT).values(
        **request.key,
        platform_name=request.platform_name,
        host_id=host_id,
        created_at=now,
        next_check_at=now,
        access=codec.write_access(request.document.access),
        **BEFORE_FIRST_CHECK,
    )
    inserted = await connection.execute(row.on_conflict_do_nothing().returning(DOCUMENT.c.id))
    document_id: int | None = inserted.scalar_one_or_none()
    if document_id is None:
        existing: int = (await connection.execute(_select_id(request))).scalar_one()
        return existing
    pages = [
        {"document_id": document_id, "position": position, "url": url}
        for position, url in enumerate(request.document.urls)
    ]
    await connection.execute(PAGE.insert(), pages)
    await platform_names.add_names(connection, request.platform_key, request.platform_name)
    return document_id


def _select_id(request: DocumentRequest) -> Select[int]:
    matches = [DOCUMENT.c[name].is_not_distinct_from(value) for name, value in request.key.items()]
    return select(DOCUMENT.c.id).where(*matches)
