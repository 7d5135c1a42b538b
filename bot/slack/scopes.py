"""The permissions of the Slack app, which manifest, doctor and README share. A new one is a row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission of the bot, with the events that Slack sends only to apps that have it."""

    name: str
    purpose: str
    events: tuple[str, ...] = ()
    is_required: bool = False


SCOPES = (
    Scope("commands", "Receive the slash command and the shortcut", is_required=True),
    Scope("chat:write", "Post alerts, digests and answers", is_required=True),
    Scope(
        "channels:read",
        "Pause and resume posts as soon as a public channel is archived or restored",
        (
            "channel_archive",
            "channel_unarchive",
            "channel_deleted",
            "channel_left",
            "channel_rename",
            "channel_id_changed",
            "member_joined_channel",
        ),
    ),
    Scope(
        "groups:read",
        "The same for private channels",
        ("group_archive", "group_unarchive", "group_deleted", "group_left", "group_rename"),
    ),
    Scope("channels:history", "Check after a crash whether a post was made (`HISTORY_LOOKUP`)"),
    Scope("groups:history", "The same for private channels"),
    Scope("chat:write.public", "Post in public channels without an invitation"),
    Scope(
        "users:read",
        "Let workspace admins manage webhooks in Slack; end sessions of people who left",
    ),
    Scope("files:write", "Send exports and charts as files without a record site"),
)
BASE_EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
"""The events that need no scope."""
REQUIRED_SCOPES = tuple(scope.name for scope in SCOPES if scope.is_required)
OPTIONAL_SCOPES = tuple(scope.name for scope in SCOPES if not scope.is_required)
SIGN_IN_SCOPES = ("openid",)
"""What people grant who sign in to the record site: their ids at Slack and nothing else."""
EVENTS = (*BASE_EVENTS, *(event for scope in SCOPES for event in scope.events))
