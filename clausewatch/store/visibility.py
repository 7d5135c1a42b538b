"""Conditions and queries of the documents that a workspace sees and watches; no table."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, not_, or_, select

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.store.tables import CHANNEL, DOCUMENT, WATCH, WATCH_DOCUMENT


def is_visible_to(workspace_id: WorkspaceId | BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition under which a document exists for a workspace.

    Most documents are shared, so the condition excludes few rows. SQLite does not know that and
    would scan the index on the owner first; the sum keeps it from using that index.
    """
    owner = DOCUMENT.c.workspace_id
    return or_(owner.is_(None), owner + 0 == workspace_id)


def is_in_visible_document(
    document_id: ColumnElement[Any], workspace_id: WorkspaceId
) -> ColumnElement[bool]:
    """Return the same condition for rows of a document, without a look at the document of each.

    Few documents are private, so the list of the hidden ones is short.
    """
    # A hidden document has an owner. The database finds those by an index.
    has_owner = DOCUMENT.c.workspace_id.is_not(None)
    hidden = select(DOCUMENT.c.id).where(has_owner, not_(is_visible_to(workspace_id)))
    return document_id.not_in(hidden)


def select_watched(workspace_id: WorkspaceId, channel_id: ChannelId | None = None) -> Select[Any]:
    """Return the query of the documents that a workspace, or one of its channels, watches."""
    query = (
        select(WATCH_DOCUMENT.c.document_id)
        .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
        .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .where(CHANNEL.c.workspace_id == workspace_id)
    )
    return query if channel_id is None else query.where(CHANNEL.c.id == channel_id)
