"""Owns the table `channel_setting`: the severity, threads and digests that channels chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deadlines import format_days, parse_days
from clausewatch.notifications.digests import DEFAULTS, ChannelSettings
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import CHANNEL_SETTING

MINUTES_PER_HOUR = 60
NO_REMINDERS = "off"


@dataclass(frozen=True, slots=True)
class ChannelSettingsStore:
    """The settings of all channels; a channel without a row has the defaults."""

    database: Database

    @uninterrupted
    async def find(self, channel_id: ChannelId) -> ChannelSettings:
        """Return the settings of a channel."""
        async with self.database.read() as connection:
            settings = await load_settings(connection, [channel_id])
        return settings.get(channel_id, DEFAULTS)

    @uninterrupted
    async def save(
        self, channel_id: ChannelId, settings: ChannelSettings, user_id: str, now: datetime
    ) -> None:
        """Save the settings of a channel."""
        values = {
            "minimum": settings.minimum,
            "is_threaded": settings.is_threaded,
            "digest": settings.digest,
            "digest_day": settings.digest_day,
            "digest_minute": settings.digest_time.hour * MINUTES_PER_HOUR
            + settings.digest_time.minute,
            "zone": settings.zone,
            "tells_quiet": settings.tells_quiet,
            "health_channel_id": settings.health_channel,
            "reminders": settings.reminders or NO_REMINDERS,
            "deadline_days": format_days(settings.deadline_days),
            "has_monthly_report": settings.has_monthly_report,
            "user_id": user_id,
            "updated_at": now,
        }
        async with self.database.write() as connection:
            row = insert_into(connection, CHANNEL_SETTING).values(channel_id=channel_id, **values)
            upsert = row.on_conflict_do_update(
                index_elements=[CHANNEL_SETTING.c.channel_id], set_=values
            )
            await connection.execute(upsert)


async def load_settings(
    connection: AsyncConnection, channel_ids: Iterable[int]
) -> dict[ChannelId, ChannelSettings]:
    """Return the settings of the channels that have a row, in a transaction."""
    query = select(CHANNEL_SETTING).where(
        CHANNEL_SETTING.c.channel_id.in_(sorted(set(channel_ids)))
    )
    rows = (await connection.execute(query)).all()
    return {ChannelId(row.channel_id): map_settings(row) for row in rows}


async def is_threaded(connection: AsyncConnection, channel_id: int) -> bool:
    """Return whether a channel's overflow and notes go into threads."""
    query = select(CHANNEL_SETTING.c.is_threaded).where(CHANNEL_SETTING.c.channel_id == channel_id)
    setting: bool | None = (await connection.execute(query)).scalar_one_or_none()
    return DEFAULTS.is_threaded if setting is None else setting


def map_settings(row: Row[Any]) -> ChannelSettings:
    """Return the settings of a row of the table."""
    return ChannelSettings(
        minimum=Severity(row.minimum),
        is_threaded=row.is_threaded,
        digest=Cadence(row.digest),
        digest_day=row.digest_day,
        digest_time=time(
            row.digest_minute // MINUTES_PER_HOUR, row.digest_minute % MINUTES_PER_HOUR
        ),
        zone=row.zone,
        tells_quiet=row.tells_quiet,
        health_channel=None if row.health_channel_id is None else ChannelId(row.health_channel_id),
        reminders=None if row.reminders == NO_REMINDERS else Cadence(row.reminders),
        deadline_days=parse_days(row.deadline_days),
        has_monthly_report=row.has_monthly_report,
    )
