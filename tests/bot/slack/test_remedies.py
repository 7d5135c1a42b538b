"""Remedies for an unreadable document, updates of open homes, and new ids of channels."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.slack import ids
from bot.slack.http_server import serve_on_port
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.checks.outcome import CheckOutcome, NotThePolicy
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from tests.bot.block_rules import assert_view
from tests.bot.recorded_checks import make_unreadable
from tests.bot.team import LEASE, Team
from tests.sqlite_stores import list_watches

TENANT = Tenant(None, TEAM_ID)
NEW = "https://brillo.example/privacy-2026"


@pytest.fixture(autouse=True)
async def read_document(team: Team) -> None:
    """The channel watches a read document."""
    await team.types("watch brillo docs:privacy")
    await team.reads(1)
    await team.posts()


async def test_this_is_the_policy_now(team: Team) -> None:
    """The document is trusted and due at once, and the post names the user."""
    post = await make_unreadable(team)
    (said,) = await team.presses(post, "Use this page as the policy")
    assert said.kind == "post"
    assert "@you accepted the current page of Brillo Privacy Policy" in said.plain
    (due,) = await team.store.checks.claim(team.now, 10, LEASE)
    assert due.state.is_trusted
    assert due.state.unreadable is None


async def test_a_look_under_way_does_not_undo_what_a_person_said(team: Team) -> None:
    """The running check is dropped, and the next check trusts the document."""
    post = await make_unreadable(team)
    team.now += timedelta(hours=7)
    (due,) = await team.store.checks.claim(team.now, 10, LEASE)
    await team.presses(post, "Use this page as the policy")
    late = CheckOutcome(
        due.document.id,
        due.lease_token,
        team.now,
        team.now,
        NotThePolicy((), "a captcha"),
        due.state,
    )
    await team.store.checks.record((late,), timedelta(0))
    (again,) = await team.store.checks.claim(team.now, 10, LEASE)
    assert again.state.is_trusted


async def test_a_shared_document_is_the_operators_where_others_rest_on_it(team: Team) -> None:
    """With a second workspace the button names the operator, unless the document is its own."""
    post = await make_unreadable(team)
    await team.store.workspaces.ensure(Tenant(None, "TOTHER"), team.now)
    (said,) = await team.presses(post, "Use this page as the policy")
    assert said.kind == "answer"
    assert "only your administrator can accept it" in said.plain
    due = await team.store.checks.claim_one(DocumentId(1), team.now, LEASE)
    assert due is not None
    assert not due.state.is_trusted


@pytest.mark.parametrize("label", ["Use this page as the policy", "Update URL"])
async def test_a_document_that_is_not_on_record_here(team: Team, label: str) -> None:
    """A document of another workspace does not exist."""
    post = await make_unreadable(team)
    row = next(block for block in post.blocks if block["type"] == "actions")
    elements = [{**element, "value": "99"} for element in row["elements"]]
    foreign = RenderedMessage(
        "post", post.channel, "", ({**row, "elements": elements},), ts=post.ts
    )
    (answer,) = await team.presses(foreign, label)
    assert "isn't stored for this workspace" in answer.plain


def fill_modal(address: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The state of the modal."""
    return {ids.NEW_URL_BLOCK: {ids.NEW_URL_INPUT: {"value": address}}}


async def open_modal(team: Team) -> RenderedMessage:
    """The modal for the new URL."""
    (opened,) = await team.presses(await make_unreadable(team), "Update URL")
    assert "Brillo Privacy Policy" in opened.plain
    title = {"type": "plain_text", "text": "Update URL"}
    assert_view({"type": "modal", "title": title, "blocks": list(opened.blocks)})
    return opened


async def test_a_new_address_is_watched_in_the_old_ones_place(team: Team) -> None:
    """In every channel that watches it; the old record and the options of the watch stay."""
    await team.types("watch brillo docs:privacy min:high deliver:daily", channel="legal")
    await team.posts()
    errors, (post,) = await team.submits(await open_modal(team), fill_modal(NEW))
    assert errors == {}
    assert "@you updated the URL of Brillo Privacy Policy" in post.plain
    assert "in all 2 channels that watch it" in post.plain
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    watches = await list_watches(team.store, workspace)
    assert [[d.urls for d in watch.documents] for watch in watches] == [[(NEW,)], [(NEW,)]]
    assert sorted(watch.cadence for watch in watches) == ["daily", "now"]
    assert await team.store.documents.find(workspace, 1) is not None
    # the old one is due no more, the new one is
    team.now += timedelta(days=1)
    (due,) = await team.store.checks.claim(team.now, 10, LEASE)
    assert due.document.urls == (NEW,)
    assert due.document.workspace_id == workspace


@pytest.mark.parametrize("address", ["poems", "http://10.0.0.1/privacy", ""])
async def test_a_wrong_new_address_is_marked(team: Team, address: str) -> None:
    """The field has an error, and nothing changes."""
    errors, shown = await team.submits(await open_modal(team), fill_modal(address))
    assert list(errors) == [ids.NEW_URL_BLOCK]
    assert shown == []


async def test_a_new_address_that_is_the_old_one_changes_nothing(team: Team) -> None:
    """Nor does one for a document that is no longer watched."""
    opened = await open_modal(team)
    _, (answer,) = await team.submits(opened, fill_modal("https://brillo.example/privacy"))
    assert "I already watch" in answer.plain
    await team.types("unwatch brillo")
    _, (answer,) = await team.submits(opened, fill_modal(NEW))
    assert "No channel here watches" in answer.plain


async def test_open_homes_are_drawn_anew_when_something_changes(team: Team) -> None:
    """Each at its open page; closed homes and unchanged workspaces are left alone."""
    await team.console.open_home()
    await team.changes(1)
    await team.posts()
    assert await team.homes() == 1
    assert "To review (1)" in team.seen[-1].plain
    assert await team.homes() == 0
    (card,) = [each for each in team.seen if "View redline" in each.plain and each.kind == "post"]
    await team.presses(card, "Mark reviewed")
    assert await team.homes() == 1
    assert "To review (0)" in team.seen[-1].plain
    team.slack.refuses["views.publish"] = "not_enabled"
    await team.types("unwatch brillo")
    assert await team.homes() == 0
    team.slack.refuses.clear()
    team.now += timedelta(days=1)
    await team.types("watch brillo")
    assert await team.homes() == 0


async def send_event(team: Team, **fields: object) -> None:
    """Slack sends an event."""
    body = {"type": "event_callback", "team_id": TEAM_ID, "event_id": str(fields), "event": fields}
    await team.console._send(body)


async def test_a_channel_that_gets_another_id_is_still_told(team: Team) -> None:
    """Its settings stay; an id that is in use already takes over nothing."""
    await send_event(
        team, type="channel_id_changed", old_channel_id="C-GENERAL", new_channel_id="C-SHARED"
    )
    await team.changes(1)
    assert [post.channel for post in await team.posts()] == ["C-SHARED"]
    await team.types("list", channel="legal")
    await send_event(
        team, type="channel_id_changed", old_channel_id="C-SHARED", new_channel_id="C-LEGAL"
    )
    await send_event(team, type="channel_rename", channel={"id": "C-SHARED", "name": "new"})
    await team.changes(1)
    assert [post.channel for post in await team.posts()] == ["C-SHARED"]


async def test_requests_over_http_are_taken_on_a_port(team: Team) -> None:
    """Health and signature check are reachable, and leaving the block frees the port."""
    async with (
        serve_on_port(team.app, "secret", "127.0.0.1", 0) as url,
        aiohttp.ClientSession() as session,
    ):
        async with session.get(url.replace("/slack/events", "/health")) as answer:
            assert answer.status == 200
        async with session.post(url, data=b"x=1") as answer:
            assert answer.status == 401
