"""The tables of deliveries and posts; rows never leave the store."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables.base import (
    DEFAULT_EMPTY,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class PostRow(Row, table=True):
    """One Slack message: `pending`, `sending`, `sent`, `unknown` or `dropped`."""

    __tablename__: ClassVar[str] = "post"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("root_id", "part"),
        Index(None, "channel_id", "state"),
        Index(None, "state", "due_at"),
    )
    id: int | None = make_key()
    channel_id: int = make_reference("channel.id")
    root_id: int | None = make_reference("post.id", optional=True)
    """The card whose overflow this is; None for a card."""
    part: int
    state: str = Field(sa_type=SafeText)
    due_at: datetime = Field(sa_type=UtcTime)
    """The earliest time of the next attempt, for a pending or unknown post."""
    is_repeat: bool = False
    attempts: int = 0
    thread_ts: str | None = Field(default=None, sa_type=SafeText)
    """The ts of the message whose thread it belongs to; None for a message in the channel."""
    token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    ts: str | None = Field(default=None, sa_type=SafeText)
    error: str | None = Field(default=None, sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)


POST = find_table(PostRow)


class DeliveryRow(Row, table=True):
    """An event for a channel: `waiting`, `pending`, `posted`, `told` or `dropped`."""

    __tablename__: ClassVar[str] = "delivery"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("workspace_id", "channel_id", "kind", "subject", "period"),
        Index(None, "channel_id", "state"),
        Index(None, "state", "due_at"),
        Index(None, "change_id"),
        Index(None, "document_id"),
        Index(None, "post_id"),
        Index(None, "root_id"),
    )
    id: int | None = make_key()
    workspace_id: int = make_reference("workspace.id")
    channel_id: int = make_reference("channel.id")
    kind: str = Field(sa_type=SafeText)
    topic: str = Field(sa_type=SafeText)
    subject: str = Field(sa_type=SafeText)
    period: str = Field(sa_type=SafeText)
    event: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The event as JSON; the columns before it are its key."""
    state: str = Field(sa_type=SafeText)
    due_at: datetime = Field(sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    change_id: int | None = make_reference("change.id", optional=True)
    document_id: int | None = make_reference("document.id", optional=True)
    root_id: int | None = make_reference("delivery.id", optional=True)
    """The alert whose thread this belongs to; it waits until the alert is posted."""
    post_id: int | None = make_reference("post.id", optional=True)
    error: str | None = Field(default=None, sa_type=SafeText)


DELIVERY = find_table(DeliveryRow)
