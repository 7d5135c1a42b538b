"""The App Home of whoever has it open, brought up to date when something changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.blocks import View
from bot.messages.home import HomeFacts, home
from bot.messenger import SlackMessenger
from clausewatch.model import WorkspaceId
from clausewatch.store import Store

log = structlog.get_logger(__name__)

RECENT = timedelta(days=30)
MOST_CHANGES = 100
NETWORK_FAULTS = (aiohttp.ClientError, TimeoutError, OSError)


async def home_of(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime, page: int = 0
) -> View:
    """Return the home of a workspace with what is on record now."""
    watched = await store.watchlists.of_workspace(workspace_id, now)
    changes = await store.changes.recent(
        workspace_id, platform_key=None, since=now - RECENT, limit=MOST_CHANGES
    )
    return home(HomeFacts(watched, changes, command), page)


def messenger_of(store: Store, client: AsyncWebClient, homes: "Homes") -> SlackMessenger:
    """Return the messenger that keeps cards and homes as what was posted says."""
    return SlackMessenger(client, store.changes.posts_of, store.mutes.of_platform, homes.changed)


@dataclass(slots=True)
class Homes:
    """One tick: draws open homes anew, of workspaces where something changed since the last."""

    store: Store
    client: AsyncWebClient
    clock: Callable[[], datetime]
    command: str
    _changed: set[WorkspaceId] = field(default_factory=set)

    def changed(self, workspace_id: WorkspaceId) -> None:
        """Note that the home of a workspace says something else now."""
        self._changed.add(workspace_id)

    async def __call__(self) -> int:
        """Return how many homes were drawn."""
        drawn = 0
        while self._changed:
            drawn += await self._draw(self._changed.pop())
        return drawn

    async def _draw(self, workspace_id: WorkspaceId) -> int:
        now, drawn = self.clock(), 0
        for user_id, page in await self.store.homes.open_now(workspace_id, now):
            view = await home_of(self.store, workspace_id, self.command, now, page)
            try:
                await self.client.views_publish(user_id=user_id, view=view)
            except SlackApiError as fault:
                log.info("home not drawn", code=fault.response.get("error"))
                continue
            except NETWORK_FAULTS:
                # whoever looks opens it again, and the next change draws it anew
                break
            drawn += 1
        return drawn
