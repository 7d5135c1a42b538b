"""The App Home: built from the store, and published again when its content changes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages.blocks import View
from bot.slack.messages.home import MAX_PAUSED_CHANNELS, PLATFORMS_PER_PAGE, HomeFacts, render_home
from bot.slack.messages.worklist import WorklistView
from bot.slack.messenger import SlackMessenger
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.reviews import ALL_WAITING
from clausewatch.store import ListPage, OpenHome, Store

log = structlog.get_logger(__name__)

RECENT_STEPS = 5
UPCOMING_LIMIT = 50


async def build_home(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime, home: OpenHome
) -> View:
    """Return the home of a workspace as one user sees it."""
    facts = await _load_facts(store, workspace_id, command, now)
    return await _build_view(store, workspace_id, facts, home, now)


async def _load_facts(
    store: Store, workspace_id: WorkspaceId, command: str, now: datetime
) -> HomeFacts:
    """Return the facts that the homes of all users share."""
    totals = await store.watchlists.read_totals(workspace_id, MAX_PAUSED_CHANNELS)
    steps = await store.review_log.find(workspace_id, limit=RECENT_STEPS)
    upcoming = await store.deadlines.find_upcoming(workspace_id, now.date(), limit=UPCOMING_LIMIT)
    refused = await store.worklist.find_refused(workspace_id)
    return HomeFacts(totals, steps, command, upcoming, refused)


async def _build_view(
    store: Store, workspace_id: WorkspaceId, facts: HomeFacts, home: OpenHome, now: datetime
) -> View:
    """Return one home; only its page of the watchlists is loaded."""
    part = ListPage(home.page, PLATFORMS_PER_PAGE)
    watches, summary = await store.watchlists.read_page(workspace_id, None, part, now)
    worklist = WorklistView((), now.date())
    if home.page == 0:
        worklist = await _load_worklist(store, workspace_id, home, now)
    return render_home(facts, worklist, watches, summary, home.page)


async def _load_worklist(
    store: Store, workspace_id: WorkspaceId, home: OpenHome, now: datetime
) -> WorklistView:
    """Return the worklist, which only the first page shows."""
    today = now.date()
    waiting = await store.worklist.find_waiting(workspace_id, today)
    changes = waiting
    if home.choice != ALL_WAITING:
        changes = await store.worklist.find_waiting(workspace_id, today, choice=home.choice)
    assignees = [change.review.assignee for change in changes if change.review.assignee]
    unreachable = await store.worklist.find_unreachable(workspace_id, assignees)
    documents = (change.document for change in waiting)
    platforms = tuple({doc.platform_key: doc.platform_name for doc in documents}.items())
    return WorklistView(changes, today, home.choice, platforms, unreachable)


def make_messenger(
    store: Store, client: AsyncWebClient, homes: "HomeUpdates", *, has_site: bool = False
) -> SlackMessenger:
    """Return a messenger that also updates the cards and homes that its posts affect."""
    return SlackMessenger(
        client,
        store.changes.find_cards,
        store.mutes.find_by_platform,
        homes.mark_changed,
        has_site=has_site,
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
        """Publish the open homes of a workspace; equal homes are built once."""
        now, count = self.clock(), 0
        open_homes = await self.store.app_homes.find_open(workspace_id, now)
        if not open_homes:
            return 0
        facts = await _load_facts(self.store, workspace_id, self.command, now)
        views: dict[OpenHome, View] = {}
        for home in open_homes:
            shared = replace(home, user_id="")
            if shared not in views:
                views[shared] = await _build_view(self.store, workspace_id, facts, home, now)
            try:
                await self.client.views_publish(user_id=home.user_id, view=views[shared])
            except SlackApiError as fault:
                log.info("home not published", code=read_code(fault))
                continue
            except NETWORK_FAULTS:
                # the next change publishes it, and so does opening the home again
                break
            count += 1
        return count
