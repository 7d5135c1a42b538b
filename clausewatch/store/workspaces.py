"""Tenants and their channels."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.watches import Channel, Tenant
from clausewatch.store import platform_names
from clausewatch.store.blobs import drop_unused
from clausewatch.store.channel_pauses import pause
from clausewatch.store.database import Database, split_chunks, uninterrupted
from clausewatch.store.delivery_tables import (
    CHANNEL,
    EVENT_SEEN,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.hosts import refresh_hosts, refresh_watched
from clausewatch.store.mappers import map_channel
from clausewatch.store.tables import (
    DOCUMENT,
    SNAPSHOT,
    WORKSPACE,
)

ACTIVE = {"inactive_reason": None, "inactive_at": None}
REMEMBER_EVENTS = timedelta(hours=1)
"""Slack sends an event again at once, after one minute and after five."""

# Asked at the beginning of every command: made once, as that costs more than running it.
_CHANNEL_OF = (
    select(CHANNEL)
    .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
    .where(
        WORKSPACE.c.enterprise_id == bindparam("b_enterprise"),
        WORKSPACE.c.team_id == bindparam("b_team"),
        WORKSPACE.c.inactive_reason.is_(None),
        CHANNEL.c.slack_id == bindparam("b_slack"),
    )
)


def _is(tenant: Tenant) -> ColumnElement[bool]:
    enterprise, team = tenant.enterprise_id or "", tenant.team_id or ""
    return (WORKSPACE.c.enterprise_id == enterprise) & (WORKSPACE.c.team_id == team)


@dataclass(frozen=True, slots=True)
class Workspaces:
    """The workspaces where the bot is installed, and the channels where it was called."""

    database: Database

    @uninterrupted
    async def ensure(self, tenant: Tenant, now: datetime) -> WorkspaceId:
        """Return the tenant's workspace, found or created; whoever asks uses it: it is active."""
        query = select(WORKSPACE.c.id).where(_is(tenant))
        active = query.where(WORKSPACE.c.inactive_reason.is_(None))
        async with self.database.read() as connection:
            found = (await connection.execute(active)).scalar_one_or_none()
        if found is not None:
            return WorkspaceId(found)
        async with self.database.write() as connection:
            new = self.database.insert(WORKSPACE).values(
                enterprise_id=tenant.enterprise_id or "",
                team_id=tenant.team_id or "",
                created_at=now,
            )
            await connection.execute(new.on_conflict_do_nothing())
            await connection.execute(update(WORKSPACE).where(_is(tenant)).values(**ACTIVE))
            return WorkspaceId((await connection.execute(query)).scalar_one())

    @uninterrupted
    async def ensure_tenant_channel(self, tenant: Tenant, slack_id: str, now: datetime) -> Channel:
        """Return a tenant's channel as `of` and `channel` do, in one look where both are there."""
        given = {
            "b_enterprise": tenant.enterprise_id or "",
            "b_team": tenant.team_id or "",
            "b_slack": slack_id,
        }
        async with self.database.read() as connection:
            found = (await connection.execute(_CHANNEL_OF, given)).one_or_none()
        if found is not None:
            return map_channel(found)
        return await self.ensure_channel(await self.ensure(tenant, now), slack_id, now)

    @uninterrupted
    async def ensure_channel(
        self, workspace_id: WorkspaceId, slack_id: str, now: datetime
    ) -> Channel:
        """Return a channel of a workspace by Slack's id, found or created."""
        query = select(CHANNEL).where(
            CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.slack_id == slack_id
        )
        async with self.database.read() as connection:
            found = (await connection.execute(query)).one_or_none()
        if found is not None:
            return map_channel(found)
        async with self.database.write() as connection:
            new = self.database.insert(CHANNEL).values(
                workspace_id=workspace_id, slack_id=slack_id, created_at=now
            )
            await connection.execute(new.on_conflict_do_nothing())
            return map_channel((await connection.execute(query)).one())

    @uninterrupted
    async def pause_channel(
        self, channel_id: ChannelId, reason: str, now: datetime, *, is_told: bool = False
    ) -> None:
        """Post nothing in a channel until it is resumed; what there is to tell waits.

        With `is_told` somebody reads it at this moment, so that no person is written to.
        """
        async with self.database.write() as connection:
            await pause(self.database, connection, channel_id, reason, now, is_told=is_told)

    @uninterrupted
    async def resume_channel(self, channel_id: ChannelId, now: datetime) -> None:
        """Post in a channel again, beginning with what has waited."""
        change = update(CHANNEL).where(CHANNEL.c.id == channel_id)
        async with self.database.write() as connection:
            await connection.execute(change.values(paused=None, paused_at=None, next_post_at=now))

    @uninterrupted
    async def find_slack_id(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> str | None:
        """Return Slack's id of a channel, or None where the workspace has no such channel."""
        mine = CHANNEL.c.workspace_id == workspace_id
        query = select(CHANNEL.c.slack_id).where(mine, CHANNEL.c.id == channel_id)
        async with self.database.read() as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
            return found

    @uninterrupted
    async def replace_slack_id(self, workspace_id: WorkspaceId, old: str, new: str) -> None:
        """Know a channel by another id of Slack's; one that is known by it already stays."""
        mine = CHANNEL.c.workspace_id == workspace_id
        taken = select(CHANNEL.c.id).where(mine, CHANNEL.c.slack_id == new)
        change = update(CHANNEL).where(mine, CHANNEL.c.slack_id == old)
        async with self.database.write() as connection:
            if (await connection.execute(taken)).one_or_none() is None:
                await connection.execute(change.values(slack_id=new))

    @uninterrupted
    async def deactivate(self, workspace_id: WorkspaceId, reason: str, now: datetime) -> None:
        """Post nothing in a workspace until it is reactivated: its token is of no use."""
        async with self.database.write() as connection:
            await deactivate(connection, workspace_id, reason, now)

    @uninterrupted
    async def reactivate(self, tenant: Tenant) -> None:
        """Post in a workspace again: a token of it was found to work."""
        change = update(WORKSPACE).where(_is(tenant)).values(**ACTIVE)
        async with self.database.write() as connection:
            await connection.execute(change)

    @uninterrupted
    async def purge(self, tenant: Tenant) -> None:
        """Delete every row of a workspace, the documents that only it could see included."""
        async with self.database.write() as connection:
            query = select(WORKSPACE.c.id).where(_is(tenant))
            found = (await connection.execute(query)).scalar_one_or_none()
            if found is not None:
                await _purge(connection, found)

    @uninterrupted
    async def remember_event(self, event_id: str, now: datetime) -> bool:
        """Return True at an event's first sight, False where it was seen in the last hour."""
        new = self.database.insert(EVENT_SEEN).values(event_id=event_id, seen_at=now)
        kept = new.on_conflict_do_update(
            index_elements=[EVENT_SEEN.c.event_id],
            set_={"seen_at": now},
            where=EVENT_SEEN.c.seen_at <= now - REMEMBER_EVENTS,
        ).returning(EVENT_SEEN.c.event_id)
        async with self.database.write() as connection:
            return (await connection.execute(kept)).one_or_none() is not None


async def deactivate(
    connection: AsyncConnection, workspace_id: WorkspaceId, reason: str, now: datetime
) -> None:
    """Deactivate a workspace within the caller's transaction."""
    change = update(WORKSPACE).where(WORKSPACE.c.id == workspace_id)
    await connection.execute(change.values(inactive_reason=reason, inactive_at=now))


async def _purge(connection: AsyncConnection, workspace_id: int) -> None:
    """Delete a workspace; references cascade, blobs and shared documents are seen to here."""
    is_own = DOCUMENT.c.workspace_id == workspace_id
    own = select(DOCUMENT.c.id).where(is_own)
    query = select(SNAPSHOT.c.sha256).where(SNAPSHOT.c.document_id.in_(own)).distinct()
    hashes = list((await connection.execute(query)).scalars())
    channels = select(CHANNEL.c.id).where(CHANNEL.c.workspace_id == workspace_id)
    watched = (
        select(WATCH_DOCUMENT.c.document_id)
        .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
        .where(WATCH.c.channel_id.in_(channels))
    )
    documents = list((await connection.execute(watched.distinct())).scalars())
    hosts = select(DOCUMENT.c.host_id).where(is_own)
    touched = list((await connection.execute(hosts.distinct())).scalars())
    platforms = select(DOCUMENT.c.platform_key).where(is_own)
    keys = list((await connection.execute(platforms.distinct())).scalars())
    await connection.execute(delete(WORKSPACE).where(WORKSPACE.c.id == workspace_id))
    await drop_unused(connection, hashes)
    await platform_names.drop_unused_names(connection, keys)
    for chunk in split_chunks(documents):
        await refresh_watched(connection, DOCUMENT.c.id.in_(chunk))
    for chunk in split_chunks(touched):
        await refresh_hosts(connection, chunk)
