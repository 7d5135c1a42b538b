"""The app manifest: equal to the code's table, and as Slack's manifest schema demands."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.slack import ids
from bot.slack.app import EVENTS as LISTENED
from bot.slack.listeners.commands.verbs import VERBS, VERBS_BY_NAME
from bot.slack.manifest import EVENTS, REQUIRED_SCOPES, build_manifest, dump_manifest

COMMITTED = Path(__file__).parents[3] / "slack-manifest.json"


def text(most: int, least: int = 1) -> dict[str, Any]:
    """A string between two lengths."""
    return {"type": "string", "minLength": least, "maxLength": most}


def row(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


FLAG = {"type": "boolean"}
SCOPES = {"type": "array", "items": text(50), "maxItems": 255, "uniqueItems": True}
SCHEMA = row(
    ("display_information",),
    _metadata=row(major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=row(
        ("name",),
        name=text(35),
        description=text(140),
        long_description=text(4_000, 175),
        background_color={"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    ),
    features=row(
        app_home=row(
            home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG
        ),
        bot_user=row(("display_name",), display_name=text(80), always_online=FLAG),
        slash_commands={
            "type": "array",
            "items": row(
                ("command", "description"),
                command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
                description=text(2_000),
                usage_hint=text(1_000),
                should_escape=FLAG,
            ),
        },
        shortcuts={
            "type": "array",
            "items": row(
                ("name", "type", "callback_id", "description"),
                name=text(24),
                type={"enum": ["message", "global"]},
                callback_id=text(255),
                description=text(150),
            ),
        },
    ),
    oauth_config=row(scopes=row(bot=SCOPES, bot_optional=SCOPES)),
    settings=row(
        event_subscriptions=row(bot_events=SCOPES),
        interactivity=row(("is_enabled",), is_enabled=FLAG),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)
"""Slack's own schema (2.0.0) of the parts that are used here, in our words."""


def test_the_committed_manifest_is_the_codes() -> None:
    """Whoever pastes the file gets what this release listens to."""
    assert COMMITTED.read_text("utf-8") == dump_manifest()


@pytest.mark.parametrize("command", ["/policy", "/clausewatch"])
def test_slack_takes_it(command: str) -> None:
    """Every field is one that Slack knows, within its lengths."""
    made = build_manifest(command)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(made, SCHEMA)
    assert made["features"]["slash_commands"][0]["command"] == command
    assert json.loads(dump_manifest(command)) == made


def test_it_asks_for_the_least() -> None:
    """Two scopes are needed, the rest is offered; commands arrive escaped, over a socket."""
    made = build_manifest()
    assert (
        set(made["oauth_config"]["scopes"]["bot"])
        == set(REQUIRED_SCOPES)
        == {
            "commands",
            "chat:write",
        }
    )
    assert not set(REQUIRED_SCOPES) & set(made["oauth_config"]["scopes"]["bot_optional"])
    assert made["features"]["slash_commands"][0]["should_escape"] is True
    assert made["settings"]["socket_mode_enabled"] is True


def test_it_names_the_verbs_events_and_shortcuts_of_the_code() -> None:
    """What is offered is what is listened to."""
    made = build_manifest()
    hint = made["features"]["slash_commands"][0]["usage_hint"]
    assert hint.strip("[]").split(" | ") == [verb.name for verb in VERBS]
    assert set(EVENTS) <= {name for name, _ in LISTENED}
    assert made["features"]["shortcuts"][0]["callback_id"] == ids.WATCH_LINK


def test_no_name_means_two_verbs() -> None:
    """Names and aliases are each one verb's."""
    assert len(VERBS_BY_NAME) == sum(1 + len(verb.aliases) for verb in VERBS)
    assert all((verb.answer is None) != (verb.run is None) for verb in VERBS)
    assert all(verb.usage.startswith(verb.name) for verb in VERBS)
