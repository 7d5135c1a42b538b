"""Owns `workspace`, `channel`, `event_seen` and `ended_session`: the tenants of the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.watches import Channel, Tenant
from clausewatch.store import platform_names
from clausewatch.store.blobs import drop_unused
from clausewatch.store.channels import ensure_channel, pause
from clausewatch.store.database import Database, insert_into, split_chunks, uninterrupted
from clausewatch.store.hosts import refresh_hosts, refresh_watched
from clausewatch.store.mappers import map_channel
from clausewatch.store.tables import (
    CHANNEL,
    DOCUMENT,
    ENDED_SESSION,
    EVENT_SEEN,
    SNAPSHOT,
    WORKSPACE,
)
from clausewatch.store.visibility import select_watched

ACTIVE = {"inactive_reason": None, "inactive_at": None}
REMEMBER_EVENTS = timedelta(hours=1)
"""Slack repeats an event at once, after one minute and after five."""

# Every command runs this query; it is built once because that costs more than running it.
_SELECT_CHANNEL = (
    select(CHANNEL)
    .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
    .where(
        WORKSPACE.c.enterprise_id == bindparam("b_enterprise"),
        WORKSPACE.c.team_id == bindparam("b_team"),
        WORKSPACE.c.inactive_reason.is_(None),
        CHANNEL.c.slack_id == bindparam("b_slack"),
    )
)


def _is_tenant(tenant: Tenant) -> ColumnElement[bool]:
    enterprise, team = tenant.enterprise_id or "", tenant.team_id or ""
    return (WORKSPACE.c.enterprise_id == enterprise) & (WORKSPACE.c.team_id == team)


@dataclass(frozen=True, slots=True)
class Workspaces:
    """The workspaces that have the bot installed, and the channels that called it."""

    database: Database

    @uninterrupted
    async def ensure(self, tenant: Tenant, now: datetime) -> WorkspaceId:
        """Return the tenant's workspace; create or reactivate it if needed."""
        query = select(WORKSPACE.c.id).where(_is_tenant(tenant))
        active = query.where(WORKSPACE.c.inactive_reason.is_(None))
        async with self.database.read() as connection:
            workspace_id = (await connection.execute(active)).scalar_one_or_none()
        if workspace_id is not None:
            return WorkspaceId(workspace_id)
        async with self.database.write() as connection:
            row = insert_into(connection, WORKSPACE).values(
                enterprise_id=tenant.enterprise_id or "",
                team_id=tenant.team_id or "",
                created_at=now,
            )
            await connection.execute(row.on_conflict_do_nothing())
            await connection.execute(update(WORKSPACE).where(_is_tenant(tenant)).values(**ACTIVE))
            return WorkspaceId((await connection.execute(query)).scalar_one())

    @uninterrupted
    async def ensure_tenant_channel(self, tenant: Tenant, slack_id: str, now: datetime) -> Channel:
        """Do what `ensure` and `ensure_channel` do, with one query if both are on record."""
        parameters = {
            "b_enterprise": tenant.enterprise_id or "",
            "b_team": tenant.team_id or "",
            "b_slack": slack_id,
        }
        async with self.database.read() as connection:
            row = (await connection.execute(_SELECT_CHANNEL, parameters)).one_or_none()
        if row is not None:
            return map_channel(row)
        return await self.ensure_channel(await self.ensure(tenant, now), slack_id, now)

    @uninterrupted
    async def ensure_channel(
        self, workspace_id: WorkspaceId, slack_id: str, now: datetime
    ) -> Channel:
        """Return the channel with an id of Slack's; create it if needed."""
        query = select(CHANNEL).where(
            CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.slack_id == slack_id
        )
        async with self.database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is not None:
            return map_channel(row)
        async with self.database.write() as connection:
            return map_channel(await ensure_channel(connection, workspace_id, slack_id, now))

    @uninterrupted
    async def pause_channel(
        self, channel_id: ChannelId, reason: str, now: datetime, *, is_seen: bool = False
    ) -> None:
        """Post nothing in a channel until it is resumed; its deliveries wait.

        With `is_seen` a person sees the reason already, so no person is sent a message.
        """
        async with self.database.write() as connection:
            await pause(connection, channel_id, reason, now, is_seen=is_seen)

    @uninterrupted
    async def resume_channel(self, channel_id: ChannelId, now: datetime) -> None:
        """Post in a channel again, first the deliveries that waited."""
        change = update(CHANNEL).where(CHANNEL.c.id == channel_id)
        async with self.database.write() as connection:
            await connection.execute(change.values(paused=None, paused_at=None, next_post_at=now))

    @uninterrupted
    async def find_channel(self, workspace_id: WorkspaceId, slack_id: str) -> Channel | None:
        """Return the channel with an id of Slack's, or None if the workspace has none."""
        query = select(CHANNEL).where(
            CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.slack_id == slack_id
        )
        async with self.database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else map_channel(row)

    @uninterrupted
    async def find_slack_id(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> str | None:
        """Return Slack's id of a channel, or None if the workspace has no such channel."""
        query = select(CHANNEL.c.slack_id).where(
            CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.id == channel_id
        )
        async with self.database.read() as connection:
            slack_id: str | None = (await connection.execute(query)).scalar_one_or_none()
            return slack_id

    @uninterrupted
    async def replace_slack_id(self, workspace_id: WorkspaceId, old: str, new: str) -> None:
        """Give a channel a new id of Slack's, unless another channel has that id."""
        is_own = CHANNEL.c.workspace_id == workspace_id
        taken = select(CHANNEL.c.id).where(is_own, CHANNEL.c.slack_id == new)
        change = update(CHANNEL).where(is_own, CHANNEL.c.slack_id == old)
        async with self.database.write() as connection:
            if (await connection.execute(taken)).one_or_none() is None:
                await connection.execute(change.values(slack_id=new))

    @uninterrupted
    async def deactivate(self, workspace_id: WorkspaceId, reason: str, now: datetime) -> None:
        """Post nothing in a workspace until it is reactivated: Slack refuses its token."""
        async with self.database.write() as connection:
            await deactivate(connection, workspace_id, reason, now)

    @uninterrupted
    async def reactivate(self, tenant: Tenant) -> None:
        """Post in a workspace again: Slack accepts its token."""
        change = update(WORKSPACE).where(_is_tenant(tenant)).values(**ACTIVE)
        async with self.database.write() as connection:
            await connection.execute(change)

    @uninterrupted
    async def purge(self, tenant: Tenant) -> None:
        """Delete every row of a workspace, including its private documents."""
        async with self.database.write() as connection:
            query = select(WORKSPACE.c.id).where(_is_tenant(tenant))
            workspace_id = (await connection.execute(query)).scalar_one_or_none()
            if workspace_id is not None:
                await _delete_workspace(connection, WorkspaceId(workspace_id))

    @uninterrupted
    async def find_ids(self, team_id: str) -> tuple[WorkspaceId, ...]:
        """Return all workspaces, or those with an id of Slack's for a team or an org."""
        query = select(WORKSPACE.c.id).order_by(WORKSPACE.c.id)
        if team_id:
            query = query.where(
                (WORKSPACE.c.team_id == team_id) | (WORKSPACE.c.enterprise_id == team_id)
            )
        async with self.database.read() as connection:
            return tuple(map(WorkspaceId, (await connection.execute(query)).scalars()))

    @uninterrupted
    async def find_active(self, team_id: str, enterprise_id: str) -> WorkspaceId | None:
        """Return the active workspace of a team, or that of its organisation; None without one."""
        is_team = and_(WORKSPACE.c.team_id == team_id, WORKSPACE.c.team_id != "")
        is_org = and_(
            WORKSPACE.c.team_id == "",
            WORKSPACE.c.enterprise_id == enterprise_id,
            WORKSPACE.c.enterprise_id != "",
        )
        query = select(WORKSPACE.c.id).where(
            or_(is_team, is_org), WORKSPACE.c.inactive_reason.is_(None)
        )
        # The workspace of the team itself comes before that of the organisation, whose id is empty.
        ordered = query.order_by(WORKSPACE.c.team_id.desc(), WORKSPACE.c.id).limit(1)
        async with self.database.read() as connection:
            found = (await connection.execute(ordered)).scalar_one_or_none()
        return None if found is None else WorkspaceId(found)

    @uninterrupted
    async def revoke_links(self, workspace_id: WorkspaceId, now: datetime) -> None:
        """Make every link to the record site invalid that was signed for a workspace until now."""
        change = update(WORKSPACE).where(WORKSPACE.c.id == workspace_id)
        async with self.database.write() as connection:
            await connection.execute(change.values(links_valid_from=now))

    @uninterrupted
    async def has_valid_links(
        self, workspace_id: WorkspaceId, signed_at: datetime, *, session: str = ""
    ) -> bool:
        """Return whether the workspace exists and did not revoke links that were signed then.

        For the digest of a session, the bot must still be installed and nobody have ended it.
        """
        query = select(WORKSPACE.c.links_valid_from).where(WORKSPACE.c.id == workspace_id)
        if session:
            is_ended = exists().where(ENDED_SESSION.c.digest == session)
            query = query.where(WORKSPACE.c.inactive_reason.is_(None), ~is_ended)
        async with self.database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return row is not None and (
            row.links_valid_from is None or row.links_valid_from < signed_at
        )

    @uninterrupted
    async def end_session(self, digest: str, ends_at: datetime, now: datetime) -> None:
        """End a session for good, and forget those that have expired by themselves."""
        ended = {"digest": digest, "ends_at": ends_at}
        async with self.database.write() as connection:
            await connection.execute(delete(ENDED_SESSION).where(ENDED_SESSION.c.ends_at <= now))
            row = insert_into(connection, ENDED_SESSION).values(ended)
            await connection.execute(row.on_conflict_do_nothing())

    @uninterrupted
    async def remember_event(self, event_id: str, now: datetime) -> bool:
        """Record an event of Slack's; return False if it was seen within the last hour."""
        async with self.database.write() as connection:
            row = insert_into(connection, EVENT_SEEN).values(event_id=event_id, seen_at=now)
            upsert = row.on_conflict_do_update(
                index_elements=[EVENT_SEEN.c.event_id],
                set_={"seen_at": now},
                where=EVENT_SEEN.c.seen_at <= now - REMEMBER_EVENTS,
            ).returning(EVENT_SEEN.c.event_id)
            return (await connection.execute(upsert)).one_or_none() is not None


async def deactivate(
    connection: AsyncConnection, workspace_id: WorkspaceId, reason: str, now: datetime
) -> None:
    """Deactivate a workspace within the caller's transaction."""
    change = update(WORKSPACE).where(WORKSPACE.c.id == workspace_id)
    await connection.execute(change.values(inactive_reason=reason, inactive_at=now))


async def _delete_workspace(connection: AsyncConnection, workspace_id: WorkspaceId) -> None:
    """Delete a workspace; references cascade, the tables without one are cleaned up here."""
    is_own = DOCUMENT.c.workspace_id == workspace_id
    own_ids = select(DOCUMENT.c.id).where(is_own)
    hashes = await _load_distinct(
        connection, select(SNAPSHOT.c.sha256).where(SNAPSHOT.c.document_id.in_(own_ids))
    )
    watched_ids = await _load_distinct(connection, select_watched(workspace_id))
    host_ids = await _load_distinct(connection, select(DOCUMENT.c.host_id).where(is_own))
    keys = await _load_distinct(connection, select(DOCUMENT.c.platform_key).where(is_own))
    await connection.execute(delete(WORKSPACE).where(WORKSPACE.c.id == workspace_id))
    await drop_unused(connection, hashes)
    await platform_names.drop_unused_names(connection, keys)
    for chunk in split_chunks(watched_ids):
        await refresh_watched(connection, DOCUMENT.c.id.in_(chunk))
    for chunk in split_chunks(host_ids):
        await refresh_hosts(connection, chunk)


async def _load_distinct(connection: AsyncConnection, query: Select[Any]) -> list[Any]:
    return list((await connection.execute(query.distinct())).scalars())
