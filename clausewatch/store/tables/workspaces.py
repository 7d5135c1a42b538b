"""The tables of tenants: channels, watches and what people chose; rows never leave the store."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables.base import (
    DEFAULT_EMPTY,
    DEFAULT_FALSE,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class WorkspaceRow(Row, table=True):
    """A tenant; an id that Slack omits is empty, so that two such rows are equal."""

    __tablename__: ClassVar[str] = "workspace"
    __table_args__ = keep_ids_unique(UniqueConstraint("enterprise_id", "team_id"))
    id: int | None = make_key()
    enterprise_id: str = Field(sa_type=SafeText)
    team_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    inactive_reason: str | None = Field(default=None, sa_type=SafeText)
    """Slack's code for why nothing is posted there, e.g. `token_revoked`."""
    inactive_at: datetime | None = Field(default=None, sa_type=UtcTime)
    links_valid_from: datetime | None = Field(default=None, sa_type=UtcTime)
    """Links to the record site that were signed before are revoked; None if none is."""


WORKSPACE = find_table(WorkspaceRow)


class EventSeenRow(Row, table=True):
    """An event of Slack's that was handled; Slack sends some twice."""

    __tablename__: ClassVar[str] = "event_seen"
    __table_args__ = (Index(None, "seen_at"),)
    event_id: str = Field(primary_key=True, sa_type=SafeText)
    seen_at: datetime = Field(sa_type=UtcTime)


EVENT_SEEN = find_table(EventSeenRow)


class EndedSessionRow(Row, table=True):
    """A session of the record site that somebody ended before its time."""

    __tablename__: ClassVar[str] = "ended_session"
    digest: str = Field(primary_key=True, sa_type=SafeText)
    """Of the session's token, which it does not reveal."""
    ends_at: datetime = Field(sa_type=UtcTime)
    """When the token expires, and the row is no longer needed."""


ENDED_SESSION = find_table(EndedSessionRow)


class ChannelRow(Row, table=True):
    """A Slack channel with its lock, its next post and the reason of a pause."""

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


class ChannelSettingRow(Row, table=True):
    """The settings of a channel; a channel without a row has the defaults."""

    __tablename__: ClassVar[str] = "channel_setting"
    __table_args__ = (Index(None, "health_channel_id"),)
    channel_id: int = make_reference("channel.id", primary_key=True)
    minimum: str = Field(sa_type=SafeText)
    is_threaded: bool
    digest: str = Field(sa_type=SafeText)
    digest_day: int
    digest_minute: int
    """Minutes from the start of the local day."""
    zone: str = Field(sa_type=SafeText)
    tells_quiet: bool
    health_channel_id: int | None = make_reference("channel.id", optional=True)
    reminders: str = Field(
        default="weekly", sa_type=SafeText, sa_column_kwargs={"server_default": "weekly"}
    )
    """The digest that lists waiting changes, or `off`."""
    deadline_days: str = Field(
        default="14,7,1", sa_type=SafeText, sa_column_kwargs={"server_default": "14,7,1"}
    )
    """Days before a deadline with commas between; empty for no reminder."""
    has_monthly_report: bool = Field(default=False, sa_column_kwargs=DEFAULT_FALSE)
    user_id: str = Field(sa_type=SafeText)
    updated_at: datetime = Field(sa_type=UtcTime)


CHANNEL_SETTING = find_table(ChannelSettingRow)


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
    topics: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
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


class MuteRow(Row, table=True):
    """A platform that a channel gets no posts about until a time."""

    __tablename__: ClassVar[str] = "mute"
    __table_args__ = (Index(None, "change_id"),)
    channel_id: int = make_reference("channel.id", primary_key=True)
    platform_key: str = Field(primary_key=True, sa_type=SafeText)
    until: datetime = Field(sa_type=UtcTime)
    user_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    change_id: int | None = make_reference("change.id", optional=True)
    """The change whose card the button is on."""


MUTE = find_table(MuteRow)


class DigestMarkRow(Row, table=True):
    """The local date of a channel's last digest, also if it was empty."""

    __tablename__: ClassVar[str] = "digest_mark"
    channel_id: int = make_reference("channel.id", primary_key=True)
    cadence: str = Field(primary_key=True, sa_type=SafeText)
    last_on: str = Field(sa_type=SafeText)
    """An ISO date."""


DIGEST_MARK = find_table(DigestMarkRow)


class HomeViewRow(Row, table=True):
    """A user who opened the App Home, with the page last shown."""

    __tablename__: ClassVar[str] = "home_view"
    workspace_id: int = make_reference("workspace.id", primary_key=True)
    user_id: str = Field(primary_key=True, sa_type=SafeText)
    opened_at: datetime = Field(sa_type=UtcTime)
    page: int
    filter: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The filter of the worklist as JSON; empty for all waiting changes."""


HOME_VIEW = find_table(HomeViewRow)
