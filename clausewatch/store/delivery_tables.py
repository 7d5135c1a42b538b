"""The tables of who is told what: channels, watchlists, reviews and the outbox."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables import (
    DEFAULT_EMPTY,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class ChannelRow(Row, table=True):
    """A Slack channel: its lock, its pace, and why it is paused where it is."""

    __tablename__: ClassVar[str] = "channel"
    __table_args__ = keep_ids_unique(UniqueConstraint("workspace_id", "slack_id"))
    id: int | None = make_key()
    workspace_id: int = make_reference("workspace.id")
    slack_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    paused: str | None = Field(default=None, sa_type=SafeText)
    paused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_post_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lock_token: str | None = Field(default=None, sa_type=SafeText)
    lock_until: datetime | None = Field(default=None, sa_type=UtcTime)


CHANNEL = find_table(ChannelRow)


class WatchRow(Row, table=True):
    """A platform on a channel's watchlist."""

    __tablename__: ClassVar[str] = "watch"
    __table_args__ = keep_ids_unique(UniqueConstraint("channel_id", "platform_key"))
    id: int | None = make_key()
    channel_id: int = make_reference("channel.id")
    platform_key: str = Field(sa_type=SafeText)
    platform_name: str = Field(sa_type=SafeText)
    minimum: str = Field(sa_type=SafeText)
    cadence: str = Field(sa_type=SafeText)
    topics: str = Field(default="", sa_type=SafeText, sa_column_kwargs={"server_default": ""})
    """Ids of clause types with commas between; empty for all."""
    user_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)


WATCH = find_table(WatchRow)


class WatchDocumentRow(Row, table=True):
    """A document that a watch includes."""

    __tablename__: ClassVar[str] = "watch_document"
    __table_args__ = (Index(None, "document_id"),)
    watch_id: int = make_reference("watch.id", primary_key=True)
    document_id: int = make_reference("document.id", primary_key=True)


WATCH_DOCUMENT = find_table(WatchDocumentRow)


class ReviewRow(Row, table=True):
    """Somebody of a workspace has read a change."""

    __tablename__: ClassVar[str] = "review"
    __table_args__ = (Index(None, "change_id"),)
    workspace_id: int = make_reference("workspace.id", primary_key=True)
    change_id: int = make_reference("change.id", primary_key=True)
    user_id: str = Field(primary_key=True, sa_type=SafeText)
    reviewed_at: datetime = Field(sa_type=UtcTime)


REVIEW = find_table(ReviewRow)


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
    """While pending or unknown: not before then."""
    is_repeat: bool = False
    attempts: int = 0
    thread_ts: str | None = Field(default=None, sa_type=SafeText)
    """The message in whose thread it goes; None for a message in the channel itself."""
    token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    ts: str | None = Field(default=None, sa_type=SafeText)
    error: str | None = Field(default=None, sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)


POST = find_table(PostRow)


class DeliveryRow(Row, table=True):
    """One thing to tell one channel: `waiting`, `pending`, `posted`, `told` or `dropped`."""

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
    """The alert in whose thread this goes; it waits until that has been posted."""
    post_id: int | None = make_reference("post.id", optional=True)
    error: str | None = Field(default=None, sa_type=SafeText)


DELIVERY = find_table(DeliveryRow)


class EventSeenRow(Row, table=True):
    """An event of Slack's that has been handled: Slack sends some twice."""

    __tablename__: ClassVar[str] = "event_seen"
    __table_args__ = (Index(None, "seen_at"),)
    event_id: str = Field(primary_key=True, sa_type=SafeText)
    seen_at: datetime = Field(sa_type=UtcTime)


EVENT_SEEN = find_table(EventSeenRow)
