"""Requests as Slack documents them, with every field, whether or not the app reads it."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.payload import FORM_TYPE, JSON_TYPE, MalformedError, parse_fields

USER = {"id": "U1", "username": "ada", "name": "ada", "team_id": "T1"}
PLACE = {"team": {"id": "T1", "domain": "team"}, "enterprise": None, "is_enterprise_install": False}
VIEW = {
    "id": "V1",
    "team_id": "T1",
    "type": "modal",
    "blocks": [{"type": "divider"}],
    "private_metadata": "",
    "callback_id": "add",
    "state": {
        "values": {
            "platform": {"p": {"type": "external_select", "selected_option": None}},
            "topics": {"t": {"type": "checkboxes", "selected_options": []}},
            "channel": {"c": {"type": "conversations_select", "selected_conversation": "C1"}},
            "url": {"u": {"type": "plain_text_input", "value": None}},
        }
    },
    "hash": "1.x",
    "title": {"type": "plain_text", "text": "Add", "emoji": True},
    "clear_on_close": False,
    "root_view_id": "V1",
    "previous_view_id": None,
    "app_installed_team_id": "T1",
    "bot_id": "B1",
}
MESSAGE = {
    "type": "message",
    "subtype": "bot_message",
    "text": "x",
    "ts": "1.2",
    "thread_ts": "1.2",
    "user": "U2",
    "team": "T1",
    "bot_id": "B1",
    "bot_profile": {"id": "B1", "deleted": False},
    "blocks": [],
    "edited": {"user": "U2", "ts": "1.3"},
}
INTERACTIONS: dict[str, dict[str, Any]] = {
    "a press in a message": {
        "type": "block_actions",
        "container": {"type": "message", "message_ts": "1.2", "is_ephemeral": False},
        "channel": {"id": "C1", "name": "legal"},
        "message": MESSAGE,
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T1/2/x",
        "actions": [
            {
                "action_id": "a",
                "block_id": "b",
                "text": {"type": "plain_text", "text": "Open", "emoji": True},
                "value": "1",
                "type": "button",
                "action_ts": "1.4",
            }
        ],
    },
    "a choice in the home": {
        "type": "block_actions",
        "container": {"type": "view", "view_id": "V1"},
        "view": {**VIEW, "type": "home"},
        "actions": [
            {
                "type": "overflow",
                "action_id": "a",
                "block_id": "b",
                "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": "1"},
            }
        ],
    },
    "a modal": {
        "type": "view_submission",
        "view": VIEW,
        "response_urls": [
            {"block_id": "b", "action_id": "a", "channel_id": "C1", "response_url": "https://x"}
        ],
    },
    "a modal that names no channel": {
        "type": "view_submission",
        "view": VIEW,
        "response_urls": [],
    },
    "a modal that was closed": {"type": "view_closed", "view": VIEW, "is_cleared": False},
    "a search in a select": {
        "type": "block_suggestion",
        "container": {"type": "view", "view_id": "V1"},
        "action_id": "a",
        "block_id": "b",
        "value": "bril",
        "view": VIEW,
    },
    "a shortcut": {"type": "shortcut", "callback_id": "x", "action_ts": "1.2"},
    "a shortcut on a message": {
        "type": "message_action",
        "callback_id": "x",
        "message_ts": "1.2",
        "channel": {"id": "C1", "name": "legal"},
        "message": MESSAGE,
        "response_url": "https://hooks.slack.com/app/T1/2/x",
    },
}
EVENTS: dict[str, dict[str, Any]] = {
    "the home": {
        "type": "app_home_opened",
        "user": "U1",
        "channel": "D1",
        "tab": "home",
        "view": {**VIEW, "type": "home"},
    },
    "tokens": {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U2"]}},
    "an end": {"type": "app_uninstalled"},
    "a channel left": {"type": "channel_left", "channel": "C1", "actor_id": "U1"},
    "a channel renamed": {
        "type": "channel_rename",
        "channel": {"id": "C1", "name": "new", "created": 1},
    },
    "a channel moved": {
        "type": "channel_id_changed",
        "old_channel_id": "C1",
        "new_channel_id": "C2",
    },
    "somebody joined": {
        "type": "member_joined_channel",
        "user": "U1",
        "channel": "C1",
        "channel_type": "C",
        "team": "T1",
        "inviter": "U2",
    },
}


@pytest.mark.parametrize("name", INTERACTIONS)
def test_an_interaction_is_taken(name: str) -> None:
    """In a form, as JSON."""
    body = {**INTERACTIONS[name], **PLACE, "user": USER, "token": "x", "trigger_id": "1.2.3"}
    sent = urlencode({"payload": json.dumps(body)}).encode()
    assert parse_fields(sent, FORM_TYPE, None) == body


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_taken(name: str) -> None:
    """As JSON, with its authorizations."""
    who = {"enterprise_id": None, "team_id": "T1", "user_id": "U2", "is_bot": True}
    body = {
        "token": "x",
        "team_id": "T1",
        "context_team_id": "T1",
        "context_enterprise_id": None,
        "api_app_id": "A1",
        "event": {**EVENTS[name], "event_ts": "1.2"},
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1,
        "authorizations": [{**who, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": "x",
    }
    assert parse_fields(json.dumps(body).encode(), JSON_TYPE, "UTF-8") == body


def test_a_command_is_taken() -> None:
    """As a form, with empty fields."""
    body = {
        "token": "x",
        "team_id": "T1",
        "team_domain": "team",
        "enterprise_id": "",
        "channel_id": "C1",
        "channel_name": "legal",
        "user_id": "U1",
        "user_name": "ada",
        "command": "/policy",
        "text": "show “Größe” 😀",
        "response_url": "https://hooks.slack.com/commands/1/2",
        "trigger_id": "1.2.3",
        "api_app_id": "A1",
        "is_enterprise_install": "false",
    }
    assert parse_fields(urlencode(body).encode(), FORM_TYPE, None) == body
    assert parse_fields(b"ssl_check=1&token=x", FORM_TYPE, None)["ssl_check"] == "1"


def test_what_is_malformed_is_not_quoted() -> None:
    """The error has no text that a log or an answer could repeat."""
    with pytest.raises(MalformedError) as caught:
        parse_fields(b'{"secret": "words"}', JSON_TYPE, None)
    assert str(caught.value) == ""
    assert caught.value.__suppress_context__
