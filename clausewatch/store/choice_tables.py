"""The tables of what people chose: mutes, denials, settings of channels, open homes."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables import Row, find_table, make_reference


class MuteRow(Row, table=True):
    """A platform of which a channel is told nothing until a time; what there is to tell waits."""

    __tablename__: ClassVar[str] = "mute"
    __table_args__ = (Index(None, "change_id"),)
    channel_id: int = make_reference("channel.id", primary_key=True)
    platform_key: str = Field(primary_key=True, sa_type=SafeText)
    until: datetime = Field(sa_type=UtcTime)
    user_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    change_id: int | None = make_reference("change.id", optional=True)
    """On whose card it was pressed."""


MUTE = find_table(MuteRow)


class DenialRow(Row, table=True):
    """Somebody of a workspace says that a change is none."""

    __tablename__: ClassVar[str] = "denial"
    __table_args__ = (Index(None, "change_id"),)
    workspace_id: int = make_reference("workspace.id", primary_key=True)
    change_id: int = make_reference("change.id", primary_key=True)
    user_id: str = Field(primary_key=True, sa_type=SafeText)
    denied_at: datetime = Field(sa_type=UtcTime)


DENIAL = find_table(DenialRow)


class ChannelSettingRow(Row, table=True):
    """What a channel chose; a channel without a row has the defaults."""

    __tablename__: ClassVar[str] = "channel_setting"
    __table_args__ = (Index(None, "health_channel_id"),)
    channel_id: int = make_reference("channel.id", primary_key=True)
    minimum: str = Field(sa_type=SafeText)
    is_threaded: bool
    digest: str = Field(sa_type=SafeText)
    digest_day: int
    digest_minute: int
    """Of the local day, from 0."""
    zone: str = Field(sa_type=SafeText)
    tells_quiet: bool
    health_channel_id: int | None = make_reference("channel.id", optional=True)
    user_id: str = Field(sa_type=SafeText)
    updated_at: datetime = Field(sa_type=UtcTime)


CHANNEL_SETTING = find_table(ChannelSettingRow)


class DigestMarkRow(Row, table=True):
    """The local date of the last digest that a channel had, or had nothing to have."""

    __tablename__: ClassVar[str] = "digest_mark"
    channel_id: int = make_reference("channel.id", primary_key=True)
    cadence: str = Field(primary_key=True, sa_type=SafeText)
    last_on: str = Field(sa_type=SafeText)
    """An ISO date."""


DIGEST_MARK = find_table(DigestMarkRow)


class HomeViewRow(Row, table=True):
    """Who has opened the home, and which page of it was shown last."""

    __tablename__: ClassVar[str] = "home_view"
    workspace_id: int = make_reference("workspace.id", primary_key=True)
    user_id: str = Field(primary_key=True, sa_type=SafeText)
    opened_at: datetime = Field(sa_type=UtcTime)
    page: int


HOME_VIEW = find_table(HomeViewRow)
