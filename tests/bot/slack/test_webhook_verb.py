"""`webhook` in Slack: who may use it, what it stores, and what the channel reads."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.exports.webhook_payload import derive_secret
from bot.slack.listeners.workspace_admins import is_admin
from bot.terminal.console import TEAM_ID
from clausewatch.model.watches import Tenant
from clausewatch.model.webhooks import Webhook
from tests.bot.team import Team, open_team

KEY = "the key that secrets are derived from"
URL = "https://receiver.example/changes?key=s3cret"
ADMIN = {"id": "UADA", "team_id": TEAM_ID, "is_admin": True}


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team whose typing member administers the workspace."""
    async with open_team(tmp_path, make_webhook_key=lambda: KEY) as new_team:
        let_slack_say(new_team, ADMIN)
        yield new_team


def let_slack_say(team: Team, user: dict[str, Any]) -> None:
    """Slack describes every member so."""
    team.slack._describe_user = lambda _: {"user": user}  # type: ignore[method-assign]


async def find_webhooks(team: Team) -> tuple[Webhook, ...]:
    """The webhooks of the channel in which people type."""
    workspace = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    channel = await team.store.workspaces.ensure_channel(workspace, "C-GENERAL", team.now)
    return await team.store.webhooks.find_by_channel(channel.id)


async def test_an_admin_adds_lists_and_removes(team: Team) -> None:
    """The secret is for one person and once; the channel reads who sends its changes where."""
    answer, post = await team.types(f"/policy webhook add {URL}")
    (webhook,) = await find_webhooks(team)
    assert webhook.url == URL
    (secret,) = re.findall(r"cwhs_[0-9a-f]{64}", answer.plain)
    assert secret == derive_secret(KEY, webhook.nonce)
    assert (answer.kind, post.kind) == ("answer", "post")
    assert "receiver.example" in post.plain
    assert secret not in post.plain
    assert "s3cret" not in post.plain
    (listed,) = await team.types("/policy webhooks")
    assert "1: receiver.example" in listed.plain
    for hidden in (secret, "s3cret", "/changes?"):
        assert hidden not in listed.plain.replace("receiver.example.com/changes", "")
    (post,) = await team.types("/policy webhook remove 1")
    assert "removed webhook 1" in post.plain
    assert await find_webhooks(team) == ()
    (listed,) = await team.types("/policy webhook list")
    assert "No webhooks in this channel" in listed.plain


async def test_the_same_url_gets_a_new_secret(team: Team) -> None:
    """As on the command line, which is how a secret is replaced."""
    answers = [(await team.types(f"/policy webhook add {URL}"))[0].plain for _ in range(2)]
    assert len({re.findall("cwhs_[0-9a-f]+", each)[0] for each in answers}) == 2
    assert len(await find_webhooks(team)) == 1


async def test_slacks_form_of_a_url(team: Team) -> None:
    """Slack writes a typed URL between angle brackets."""
    await team.types(f"/policy webhook add <{URL}|receiver.example>")
    assert [webhook.url for webhook in await find_webhooks(team)] == [URL]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("webhook add", "add <url>"),
        ("webhook list everything", "add <url>"),
        ("webhook mend", "add <url>"),
        ("webhook add http://receiver.example/", "https"),
        ("webhook add https://127.0.0.1/", "Nothing was added"),
        ("webhook add https://[::1]/", "Nothing was added"),
        ("webhook add https://169.254.169.254/latest", "Nothing was added"),
        ("webhook add https://receiver.example:22/", "Nothing was added"),
        ("webhook add https://user:word@receiver.example/", "Nothing was added"),
        ("webhook add nonsense", "Nothing was added"),
        ("webhook remove 7", "no webhook"),
        ("webhook remove one", "no webhook"),
        ("webhook remove -1", "no webhook"),
    ],
)
async def test_what_is_no_webhook(team: Team, line: str, word: str) -> None:
    """One sentence says what is wrong, and nothing is stored or posted."""
    (shown,) = await team.types(f"/policy {line}")
    assert word in shown.plain
    assert shown.kind == "answer"
    assert await find_webhooks(team) == ()


@pytest.mark.parametrize("line", ["webhook list", f"webhook add {URL}", "webhook remove 1"])
async def test_only_admins(team: Team, line: str) -> None:
    """A member is refused, also where Slack does not say who somebody is."""
    await team.types(f"/policy webhook add {URL}")
    before = await find_webhooks(team)
    let_slack_say(team, ADMIN | {"is_admin": False})
    (shown,) = await team.types(f"/policy {line}")
    assert "Only admins and owners" in shown.plain
    assert "receiver.example" not in shown.plain
    for error, word in (("missing_scope", "users:read"), ("user_not_found", "Try again")):
        team.slack.refuses = {"users.info": error}
        (shown,) = await team.types(f"/policy {line}")
        assert word in shown.plain
    assert await find_webhooks(team) == before


async def test_a_channel_has_few(team: Team) -> None:
    """The eleventh is refused; a known URL still gets a new secret."""
    for number in range(10):
        await team.types(f"/policy webhook add https://receiver.example/{number}")
    (shown,) = await team.types("/policy webhook add https://receiver.example/10")
    assert "at most 10" in shown.plain
    shown, _ = await team.types("/policy webhook add https://receiver.example/9")
    assert "cwhs_" in shown.plain
    assert len(await find_webhooks(team)) == 10


async def test_without_a_key_nothing_is_added(tmp_path: Path) -> None:
    """A part of the program that cannot derive secrets names the command line."""
    async with open_team(tmp_path) as team:
        (shown,) = await team.types(f"/policy webhook add {URL}")
        assert "clausewatch webhook" in shown.plain


MEMBER = {"team_id": "TOWN", "is_admin": False, "is_owner": False}
OWN, ORG = Tenant(None, "TOWN"), Tenant("EORG", None)


@pytest.mark.parametrize(
    ("user", "tenant", "expected"),
    [
        (MEMBER, OWN, False),
        (MEMBER | {"is_admin": True}, OWN, True),
        (MEMBER | {"is_owner": True}, OWN, True),
        (MEMBER | {"is_primary_owner": True}, OWN, True),
        (MEMBER | {"is_admin": "yes"}, OWN, False),
        (MEMBER | {"is_admin": True, "team_id": "TOTHER"}, OWN, False),
        (MEMBER | {"is_admin": True, "is_stranger": True}, OWN, False),
        (MEMBER | {"is_admin": True, "deleted": True}, OWN, False),
        (MEMBER | {"is_admin": True, "is_restricted": True}, OWN, False),
        (MEMBER | {"is_admin": True}, ORG, False),
        (MEMBER | {"is_admin": True, "enterprise_user": {"enterprise_id": "EORG"}}, ORG, True),
        (MEMBER | {"is_admin": True, "enterprise_user": {"enterprise_id": "E2"}}, ORG, False),
        (MEMBER | {"is_admin": True, "enterprise_user": {}}, Tenant(None, None), False),
        ({}, OWN, False),
    ],
)
def test_who_administers_a_workspace(
    user: dict[str, Any], tenant: Tenant, *, expected: bool
) -> None:
    """Admins and owners of this workspace, and not those of another company in a shared channel."""
    assert is_admin(user, tenant) is expected
