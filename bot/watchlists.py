"""Watches together with how their documents stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.messages.lists import Watched
from clausewatch.model import Watch, WorkspaceId
from clausewatch.store import Store


async def with_statuses(
    store: Store, workspace_id: WorkspaceId, watches: Sequence[Watch], now: datetime
) -> list[Watched]:
    """Look every document up in one go: a list of forty platforms is still one query."""
    ids = list({document.id for watch in watches for document in watch.documents})
    statuses = await store.documents.by_ids(workspace_id, ids) if ids else ()
    found = {status.document.id: status for status in statuses}
    return [
        Watched(_as_of(watch, now), tuple(found[d.id] for d in watch.documents if d.id in found))
        for watch in watches
    ]


def _as_of(watch: Watch, now: datetime) -> Watch:
    """Return a watch without a mute whose time is over."""
    is_over = watch.muted_until is not None and watch.muted_until <= now
    return replace(watch, muted_until=None) if is_over else watch
