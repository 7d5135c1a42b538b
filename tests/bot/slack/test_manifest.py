"""The app manifest: equal to the code's table, and valid by Slack's manifest schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.slack import ids
from bot.slack.app import EVENTS as LISTENED
from bot.slack.listeners.commands.verbs import VERBS, VERBS_BY_NAME
from bot.slack.manifest import build_manifest, dump_manifest
from bot.slack.manifest_age import list_differences, read_manifest
from bot.slack.scopes import EVENTS, REQUIRED_SCOPES
from bot.slack.scopes import SCOPES as ALL_SCOPES
from clausewatch.errors import UserError

COMMITTED = Path(__file__).parents[3] / "slack-manifest.json"
README = COMMITTED.with_name("README.md")


def make_text_schema(most: int, least: int = 1) -> dict[str, Any]:
    """The schema of a string between two lengths."""
    return {"type": "string", "minLength": least, "maxLength": most}


def make_object_schema(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """The schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


FLAG = {"type": "boolean"}
SCOPES = {"type": "array", "items": make_text_schema(50), "maxItems": 255, "uniqueItems": True}
SCHEMA = make_object_schema(
    ("display_information",),
    _metadata=make_object_schema(major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=make_object_schema(
        ("name",),
        name=make_text_schema(35),
        description=make_text_schema(140),
        long_description=make_text_schema(4_000, 175),
        background_color={"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    ),
    features=make_object_schema(
        app_home=make_object_schema(
            home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG
        ),
        bot_user=make_object_schema(
            ("display_name",), display_name=make_text_schema(80), always_online=FLAG
        ),
        slash_commands={
            "type": "array",
            "items": make_object_schema(
                ("command", "description"),
                command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
                description=make_text_schema(2_000),
                usage_hint=make_text_schema(1_000),
                should_escape=FLAG,
            ),
        },
        shortcuts={
            "type": "array",
            "items": make_object_schema(
                ("name", "type", "callback_id", "description"),
                name=make_text_schema(24),
                type={"enum": ["message", "global"]},
                callback_id=make_text_schema(255),
                description=make_text_schema(150),
            ),
        },
    ),
    oauth_config=make_object_schema(scopes=make_object_schema(bot=SCOPES, bot_optional=SCOPES)),
    settings=make_object_schema(
        event_subscriptions=make_object_schema(bot_events=SCOPES),
        interactivity=make_object_schema(("is_enabled",), is_enabled=FLAG),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)
"""Slack's own schema (2.0.0) of the parts that are used here, in our words."""


def test_the_committed_manifest_is_the_codes() -> None:
    """The committed file subscribes to what this release handles."""
    assert COMMITTED.read_text("utf-8") == dump_manifest()


@pytest.mark.parametrize("command", ["/policy", "/clausewatch"])
def test_slack_takes_it(command: str) -> None:
    """Slack knows every field, and no text is too long."""
    made = build_manifest(command)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(made, SCHEMA)
    assert made["features"]["slash_commands"][0]["command"] == command
    assert json.loads(dump_manifest(command)) == made


def test_it_asks_for_the_least() -> None:
    """Two scopes are required and the others optional; commands arrive escaped, over a socket."""
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
    """The manifest offers what the app handles."""
    made = build_manifest()
    hint = made["features"]["slash_commands"][0]["usage_hint"]
    assert hint.strip("[]").split(" | ") == [verb.name for verb in VERBS]
    assert set(EVENTS) <= {name for name, _ in LISTENED}
    assert made["features"]["shortcuts"][0]["callback_id"] == ids.WATCH_LINK


def test_no_name_means_two_verbs() -> None:
    """No name or alias belongs to two verbs."""
    assert len(VERBS_BY_NAME) == sum(1 + len(verb.aliases) for verb in VERBS)
    assert all((verb.answer is None) != (verb.run is None) for verb in VERBS)
    assert all(verb.usage.startswith(verb.name) for verb in VERBS)


def test_every_event_has_its_listener_and_its_scope() -> None:
    """The manifest subscribes to what the app handles, and to nothing that no scope allows."""
    assert build_manifest()["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert set(EVENTS) == {name for name, _ in LISTENED}


def test_the_readme_lists_the_scopes_of_the_code() -> None:
    """Each optional scope with its purpose, in the order of the table."""
    text = README.read_text("utf-8")
    for scope in ALL_SCOPES:
        assert f"`{scope.name}`" in text
        if not scope.is_required:
            assert f"| `{scope.name}` | {scope.purpose} |" in text


def test_an_older_manifest_is_recognised() -> None:
    """A missing event, scope or verb is named; a renamed app and a chosen socket are no matter."""
    installed = build_manifest()
    assert list_differences(installed, "/policy") == []
    installed["display_information"]["name"] = "Policy watch"
    installed["settings"]["socket_mode_enabled"] = False
    assert list_differences(installed, "/policy") == []
    installed["settings"]["event_subscriptions"]["bot_events"] = ["app_home_opened"]
    installed["oauth_config"]["scopes"].pop("bot_optional")
    installed["features"]["slash_commands"][0]["usage_hint"] = "[watch]"
    differences = list_differences(read_manifest(json.dumps(installed)), "/policy")
    assert len(differences) == 3
    assert any("lacks app_uninstalled" in line for line in differences)
    assert "features.slash_commands[0].usage_hint differs" in differences


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    """One sentence says what to copy."""
    with pytest.raises(UserError, match="isn't a manifest"):
        read_manifest(text)
