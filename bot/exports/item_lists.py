"""The items of an export by kind: changes, provisions, watchlist, reviews, subprocessors."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.exports.items import (
    Item,
    make_change_item,
    make_provision_item,
    make_review_item,
    make_subprocessor_item,
    make_watch_item,
)
from clausewatch.errors import UserError
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.watches import WatchStatus
from clausewatch.store import ListPage, Store
from clausewatch.store.record_lists import ChangeFilter

AUDIT = "audit"
"""The name of the audit package, where a kind of table is asked for."""
DEFAULT_PERIOD = timedelta(days=90)
MAX_ITEMS = 100_000
PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A workspace and a period, and one platform or channel if given."""

    workspace_id: WorkspaceId
    since: datetime
    until: datetime
    platform_key: str = ""
    channel_id: ChannelId | None = None
    public_url: str = ""
    """Of the record site, for the URLs of items; empty without one."""


Collect = Callable[[Store, ExportRequest], Awaitable[list[Item]]]


async def collect_changes(store: Store, request: ExportRequest) -> list[Item]:
    """Return the changes of `find_changes`. Raises UserError for too many."""
    return [
        make_change_item(change, request.public_url)
        async for change in find_changes(store, request)
    ]


async def find_changes(store: Store, request: ExportRequest) -> AsyncIterator[Change]:
    """Yield the changes of a platform, or of all watched documents, newest first.

    Raises UserError for too many.
    """
    wanted = ChangeFilter(
        platform_key=request.platform_key or None,
        since=request.since,
        until=request.until,
        watched_by=None if request.platform_key else request.workspace_id,
        channel_id=request.channel_id,
    )
    for number in count():
        page = ListPage(number, PAGE_SIZE)
        changes, total = await store.record_lists.list_changes(request.workspace_id, wanted, page)
        _refuse_too_many(total)
        for change in changes:
            yield change
        if len(changes) < PAGE_SIZE:
            return


async def collect_provisions(store: Store, request: ExportRequest) -> list[Item]:
    """Return the provisions of one or all watched platforms. Raises UserError for too many."""
    watched = await list_watched(store, request)
    keys = (
        [request.platform_key] if request.platform_key else [w.watch.platform_key for w in watched]
    )
    items: list[Item] = []
    for key in dict.fromkeys(keys):
        recorded = await store.provisions.find_by_platform(request.workspace_id, key)
        items += [make_provision_item(each, request.public_url) for each in recorded]
        _refuse_too_many(len(items))
    return items


async def collect_watchlist(store: Store, request: ExportRequest) -> list[Item]:
    """Return the watched documents, each once per watch."""
    return [
        make_watch_item(watched.watch, status, request.public_url)
        for watched in await list_watched(store, request)
        for status in watched.statuses
    ]


async def collect_reviews(store: Store, request: ExportRequest) -> list[Item]:
    """Return the steps of reviews between the two times, newest first."""
    steps = await store.review_log.find(
        request.workspace_id,
        platform_key=request.platform_key or None,
        since=request.since,
        until=request.until,
    )
    return [make_review_item(step) for step in steps]


async def collect_subprocessors(store: Store, request: ExportRequest) -> list[Item]:
    """Return the companies on the lists of a platform, or on all watched ones."""
    if request.platform_key:
        recorded = await store.subprocessors.find_by_platform(
            request.workspace_id, request.platform_key, with_removed=True
        )
    else:
        recorded = await store.subprocessors.list_watched(request.workspace_id)
    return [make_subprocessor_item(each) for each in recorded]


COLLECTIONS: Mapping[str, Collect] = {
    "changes": collect_changes,
    "provisions": collect_provisions,
    "watchlist": collect_watchlist,
    "reviews": collect_reviews,
    "subprocessors": collect_subprocessors,
}
"""By kind of export, what collects its items."""


async def list_watched(store: Store, request: ExportRequest) -> list[WatchStatus]:
    """Return the watches of the workspace, a channel or a platform, with their documents."""
    page = ListPage(0, MAX_ITEMS)
    watched, _ = await store.watchlists.read_page(
        request.workspace_id, request.channel_id, page, request.until
    )
    key = request.platform_key
    return [each for each in watched if key in {"", each.watch.platform_key}]


def _refuse_too_many(number: int) -> None:
    if number > MAX_ITEMS:
        raise UserError(
            f"That is more than {MAX_ITEMS:,} items; export one platform, or a shorter period."
        )
