"""The app manifest, generated from the table of verbs."""

import json
from typing import Any

from bot.slack import ids
from bot.slack.listeners.commands.verbs import VERBS
from bot.slack.scopes import EVENTS, OPTIONAL_SCOPES, REQUIRED_SCOPES, SIGN_IN_SCOPES

LONG_DESCRIPTION = (
    "Clausewatch monitors the policies your team relies on: privacy policies, terms of"
    " service and data processing agreements. When terms change, it alerts each channel"
    " that watches the platform, once. The alert says what changed and how severe it"
    " is. It quotes the text before and after and links to the source. Changes that only"
    " affect the page are ignored. Your team decides what to do, assigns the work and"
    " keeps an audit log. Clausewatch is self-hosted, so its data stays with you. It"
    " doesn't give legal advice."
)


def build_manifest(command: str = "/policy", return_url: str = "") -> dict[str, Any]:
    """Return the manifest as an object that Slack accepts.

    With `return_url` people sign in to the record site with Slack, and come back there.
    """
    scopes = {"bot": list(REQUIRED_SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}
    sign_in = {"redirect_urls": [return_url]} if return_url else {}
    sign_in_scopes = {"user": list(SIGN_IN_SCOPES)} if return_url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Clausewatch",
            "description": "Alerts your channel when a platform's terms change",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1d3557",
        },
        "features": _build_features(command),
        "oauth_config": sign_in | {"scopes": scopes | sign_in_scopes},
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
                "description": "Watch policies, review changes, look up clauses",
                "usage_hint": build_usage_hint(),
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {
                "name": "Watch this link",
                "type": "message",
                "callback_id": ids.WATCH_LINK,
                "description": "Watch the policy linked in this message",
            }
        ],
    }


def build_usage_hint() -> str:
    """Return the hint that Slack shows beside the command: the verbs."""
    return "[" + " | ".join(verb.name for verb in VERBS) + "]"


def dump_manifest(command: str = "/policy", return_url: str = "") -> str:
    """Return the manifest as the JSON text of the committed file."""
    return json.dumps(build_manifest(command, return_url), indent=2, ensure_ascii=False) + "\n"
