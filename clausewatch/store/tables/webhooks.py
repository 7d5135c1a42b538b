"""The tables of webhooks and of the messages to them."""

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


class WebhookRow(Row, table=True):
    """A URL that gets what a channel is notified of; no secret is stored."""

    __tablename__: ClassVar[str] = "webhook"
    __table_args__ = keep_ids_unique(UniqueConstraint("channel_id", "url"))
    id: int | None = make_key()
    channel_id: int = make_reference("channel.id")
    url: str = Field(sa_type=SafeText)
    nonce: str = Field(sa_type=SafeText)
    """What the secret is derived from, besides a key of the settings."""
    key_id: str = Field(sa_type=SafeText)
    """Names that key."""
    created_at: datetime = Field(sa_type=UtcTime)


WEBHOOK = find_table(WebhookRow)


class WebhookPostRow(Row, table=True):
    """A delivery for a webhook: `pending`, `sending`, `sent` or `dead`."""

    __tablename__: ClassVar[str] = "webhook_post"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("webhook_id", "delivery_id"),
        Index(None, "delivery_id"),
        Index(None, "state", "due_at"),
    )
    id: int | None = make_key()
    webhook_id: int = make_reference("webhook.id")
    delivery_id: int = make_reference("delivery.id")
    state: str = Field(sa_type=SafeText)
    attempts: int = 0
    due_at: datetime = Field(sa_type=UtcTime)
    """The next attempt of a pending one; for one that is `sending`, the end of its lease."""
    token: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    error: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    created_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)


WEBHOOK_POST = find_table(WebhookPostRow)
