"""Revokes links to the record site from the command line."""

import sys

from bot.main import utc_now
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.store import Store


async def revoke(settings: Settings, team_id: str) -> None:
    """Revoke the links of one workspace, or of all. Raises UserError for an unknown one."""
    store = await Store.open(settings.database)
    try:
        workspace_ids = await store.workspaces.find_ids(team_id)
        if team_id and not workspace_ids:
            raise UserError(f"No workspace has the id {team_id}; Slack shows it as T0123456789.")
        for workspace_id in workspace_ids:
            await store.workspaces.revoke_links(workspace_id, utc_now())
    finally:
        await store.close()
    number = len(workspace_ids)
    sys.stderr.write(f"Links of {number} workspace{'s' if number != 1 else ''} are revoked.\n")
