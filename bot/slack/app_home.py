"""The App Home of whoever has it open, brought up to date when something changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.blocks import View
from bot.slack.messages.home import MAX_PAUSED, PLATFORMS_PER_PAGE, HomeFacts, render_home
from bot.slack.messenger import SlackMessenger
from bot.slack.slack_errors import code_of
from clausewatch.model.documents import WorkspaceId
from clausewatch.store import Part, Store

log = structlog.get_logger(__name__)

RECENT = timedelta(days=30)
MOST_CHANGES = 100
NETWORK_FAULTS = (aiohttp.ClientError, TimeoutError, OSError)


async def home_of(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime, page: int = 0
) -> View:
    """Return the home of a workspace with what is on record now."""
    facts = await _facts(store, workspace_id, command, now)
    return await _page(store, workspace_id, facts, page, now)


async def _facts(store: Store, workspace_id: WorkspaceId, command: str, now: datetime) -> HomeFacts:
    """Return what every page of the home says."""
    totals = await store.watchlists.read_totals(workspace_id, MAX_PAUSED)
    changes = await store.changes.find_recent(
        workspace_id, platform_key=None, since=now - RECENT, limit=MOST_CHANGES
    )
    return HomeFacts(totals, changes, command)


async def _page(
    store: Store, workspace_id: WorkspaceId, facts: HomeFacts, page: int, now: datetime
) -> View:
    """Return the home with one page of the watchlists; only that one is loaded."""
    part = Part(page, PLATFORMS_PER_PAGE)
    shown, whole = await store.watchlists.read_page(workspace_id, None, part, now)
    return render_home(facts, shown, whole, page)


def messenger_of(store: Store, client: AsyncWebClient, homes: "Homes") -> SlackMessenger:
    """Return the messenger that keeps cards and homes as what was posted says."""
    return SlackMessenger(
        client, store.changes.find_cards, store.mutes.find_by_platform, homes.changed
    )


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
        """Draw the homes of a workspace: what several of them show is read once."""
        now, drawn = self.clock(), 0
        opened = await self.store.app_homes.find_open(workspace_id, now)
        if not opened:
            return 0
        facts = await _facts(self.store, workspace_id, self.command, now)
        views: dict[int, View] = {}
        for user_id, page in opened:
            if page not in views:
                views[page] = await _page(self.store, workspace_id, facts, page, now)
            try:
                await self.client.views_publish(user_id=user_id, view=views[page])
            except SlackApiError as fault:
                log.info("home not drawn", code=code_of(fault))
                continue
            except NETWORK_FAULTS:
                # whoever looks opens it again, and the next change draws it anew
                break
            drawn += 1
        return drawn
