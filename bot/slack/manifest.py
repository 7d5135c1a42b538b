"""The app manifest, generated from the table of verbs."""

import json
from typing import Any

from bot.slack import ids
from bot.slack.listeners.commands.verbs import VERBS

REQUIRED_SCOPES = ("commands", "chat:write")
OPTIONAL_SCOPES = (
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
)
"""The README gives the reasons: `*:read` for changes of channels, history for lost posts."""
EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
"""The events that the required scopes allow."""
LONG_DESCRIPTION = (
    "Clausewatch watches the policies of the platforms that a team depends on: privacy policies,"
    " terms of service, data processing agreements. When the terms change, and not merely the page,"
    " it tells the channels that watch the platform, once, with the words before and after, how"
    " grave the change is, and where to check it. It is self-hosted; what it stores stays with you."
    " Its summaries are not legal advice."
)


def build_manifest(command: str = "/policy") -> dict[str, Any]:
    """Return the manifest as an object that Slack accepts."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Clausewatch",
            "description": "Tells a channel when a platform's terms change, not merely the page",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1d3557",
        },
        "features": _build_features(command),
        "oauth_config": {
            "scopes": {"bot": list(REQUIRED_SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": True,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _build_features(command: str) -> dict[str, Any]:
    """Return the parts of the app that users see: home, command and shortcut."""
    return {
        # the bot writes direct messages only about a channel it cannot post in, and reads none
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Clausewatch", "always_online": True},
        "slash_commands": [
            {
                "command": command,
                "description": "Watch platforms' policies and look changes up",
                "usage_hint": build_usage_hint(),
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {
                "name": "Watch this link",
                "type": "message",
                "callback_id": ids.WATCH_LINK,
                "description": "Watch the policy that this message links to",
            }
        ],
    }


def build_usage_hint() -> str:
    """Return the hint that Slack shows beside the command: the verbs."""
    return "[" + " | ".join(verb.name for verb in VERBS) + "]"


def dump_manifest(command: str = "/policy") -> str:
    """Return the manifest as the JSON text of the committed file."""
    return json.dumps(build_manifest(command), indent=2, ensure_ascii=False) + "\n"
