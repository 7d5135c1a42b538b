"""Whether a person administers the workspace of a call, as Slack says."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.messages.escape import code
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.model.watches import Tenant

ROLES = ("is_admin", "is_owner", "is_primary_owner")
LIMITS = ("deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
"""What nobody is who administers a workspace."""


async def require_admin(call: Call, advice: str) -> None:
    """Raise ArgumentError unless the person of a call administers its workspace.

    `advice` is what an administrator of the installation can do instead.
    """
    try:
        answer = await call.client.users_info(user=call.user_id)
    except SlackApiError as fault:
        error = read_code(fault)
        if error == "missing_scope":
            raise ArgumentError(
                f"I can't check that you're a workspace admin: the app needs the scope"
                f" {code('users:read')}. {advice}"
            ) from None
        raise ArgumentError(f"Slack didn't say who you are ({error}). Try again.") from None
    except NETWORK_FAULTS:
        raise ArgumentError("Slack didn't say who you are. Try again.") from None
    user = answer.get("user")
    if not isinstance(user, Mapping) or not is_admin(user, call.tenant):
        raise ArgumentError(f"Only admins and owners of this workspace can do this. {advice}")


def is_admin(user: Mapping[str, Any], tenant: Tenant) -> bool:
    """Return whether a member, as Slack describes one, administers a workspace.

    In a shared channel an admin of another company is none of ours.
    """
    if tenant.team_id is not None:
        is_own = user.get("team_id") == tenant.team_id
    else:
        enterprise = user.get("enterprise_user") or {}
        is_own = bool(tenant.enterprise_id) and enterprise.get("enterprise_id") == (
            tenant.enterprise_id
        )
    has_role = any(user.get(role) is True for role in ROLES)
    return is_own and has_role and not any(user.get(limit) for limit in LIMITS)
