"""Watches together with how their documents stand."""

from collections.abc import Sequence

from bot.listeners.call import Call
from bot.messages.lists import Watched
from clausewatch.model import Watch, WorkspaceId


async def with_statuses(
    call: Call, workspace_id: WorkspaceId, watches: Sequence[Watch]
) -> list[Watched]:
    """Look every document up in one go: a list of forty platforms is still one query."""
    ids = list({document.id for watch in watches for document in watch.documents})
    statuses = await call.house.store.documents.by_ids(workspace_id, ids) if ids else ()
    found = {status.document.id: status for status in statuses}
    return [
        Watched(watch, tuple(found[d.id] for d in watch.documents if d.id in found))
        for watch in watches
    ]
