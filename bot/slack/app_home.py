"""The App Home: built from the store, and published again when its content changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.blocks import View
from bot.slack.messages.home import MAX_PAUSED_CHANNELS, PLATFORMS_PER_PAGE, HomeFacts, render_home
from bot.slack.messenger import SlackMessenger
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store import ListPage, Store

log = structlog.get_logger(__name__)

RECENT = timedelta(days=30)
MAX_CHANGES = 100


async def build_home(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime, page: int = 0
) -> View:
    """Return one page, counted from 0, of the home of a workspace."""
    facts = await _load_facts(store, workspace_id, command, now)
    return await _build_page(store, workspace_id, facts, page, now)


async def _load_facts(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime
) -> HomeFacts:
    """Return the facts that all pages of the home share."""
    totals = await store.watchlists.read_totals(workspace_id, MAX_PAUSED_CHANNELS)
    changes = await store.changes.find_recent(
        workspace_id, platform_key=None, since=now - RECENT, limit=MAX_CHANGES
    )
    return HomeFacts(totals, changes, command)


async def _build_page(
    store: Store, workspace_id: WorkspaceId, facts: HomeFacts, page: int, now: datetime
) -> View:
    """Return one page of the home; only that page of the watchlists is loaded."""
    part = ListPage(page, PLATFORMS_PER_PAGE)
    watches, summary = await store.watchlists.read_page(workspace_id, None, part, now)
    return render_home(facts, watches, summary, page)


def make_messenger(store: Store, client: AsyncWebClient, homes: "HomeUpdates") -> SlackMessenger:
    """Return a messenger that also updates the cards and homes that its posts affect."""
    return SlackMessenger(
        client, store.changes.find_cards, store.mutes.find_by_platform, homes.mark_changed
    )


@dataclass(slots=True)
class HomeUpdates:
    """One tick: publishes the open homes of workspaces that changed since the last tick."""

    store: Store
    client: AsyncWebClient
    clock: Callable[[], datetime]
    command: str
    _changed: set[WorkspaceId] = field(default_factory=set)

    def mark_changed(self, workspace_id: WorkspaceId) -> None:
        """Note that the home of a workspace has new content."""
        self._changed.add(workspace_id)

    async def __call__(self) -> int:
        """Return how many homes were published."""
        count = 0
        while self._changed:
            count += await self._publish(self._changed.pop())
        return count

    async def _publish(self, workspace_id: WorkspaceId) -> int:
        """Publish the open homes of a workspace; facts and pages are loaded once for all users."""
        now, count = self.clock(), 0
        open_homes = await self.store.app_homes.find_open(workspace_id, now)
        if not open_homes:
            return 0
        facts = await _load_facts(self.store, workspace_id, self.command, now)
        views: dict[int, View] = {}
        for user_id, page in open_homes:
            if page not in views:
                views[page] = await _build_page(self.store, workspace_id, facts, page, now)
            try:
                await self.client.views_publish(user_id=user_id, view=views[page])
            except SlackApiError as fault:
                log.info("home not published", code=read_code(fault))
                continue
            except NETWORK_FAULTS:
                # the next change publishes it, and so does opening the home again
                break
            count += 1
        return count
