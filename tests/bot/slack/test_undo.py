"""Answers to users when the usual way to answer fails."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.runtime.in_flight import InFlight
from bot.slack.clients import make_listener_client
from bot.slack.feedback import ChannelFeedback
from bot.slack.listeners.call import Call, read_tenant
from bot.slack.listeners.error_handler import ErrorHandler
from bot.slack.messages.answers import render_sentence
from clausewatch.model.watches import Tenant
from tests.bot.example_values import NOON
from tests.bot.team import Team, open_team
from tests.fake_slack import FakeSlack


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with open_team(tmp_path) as new_team:
        yield new_team


def make_call(team: Team, respond: AsyncRespond | None = None) -> Call:
    """A call from a channel."""
    return Call(
        team.context, {}, team.slack, respond, Tenant(None, "T1"), "UYOU", "C-X", None, NOON
    )


async def test_without_a_response_address_the_answer_is_ephemeral(team: Team) -> None:
    """A press in a view has no response URL; the user is answered in the channel."""
    await make_call(team).reply(render_sentence("Done."))
    assert (team.seen[-1].kind, team.seen[-1].text) == ("answer", "Done.")
    team.slack.refuses["chat.postEphemeral"] = "user_not_in_channel"
    await make_call(team).reply(render_sentence("Again."))
    assert len(team.seen) == 1


async def test_a_used_up_response_address_fails_nothing(team: Team) -> None:
    """Slack takes five answers in half an hour; a sixth is logged."""

    async def gone(_: web.Request) -> web.Response:
        return web.Response(status=404, text="used_url")

    app = web.Application()
    app.router.add_post("/", gone)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await make_call(team, AsyncRespond(response_url=url)).reply(render_sentence("Done."))
    await runner.cleanup()
    assert team.seen == []


async def test_a_confirmation_whose_answer_never_came_is_not_repeated(team: Team) -> None:
    """The code says that the result is unknown."""
    client = make_listener_client("xoxb-1", base_url="http://127.0.0.1:1/api/")
    assert (
        await replace(make_call(team), client=client).post(render_sentence("Added.")) == "unknown"
    )


async def test_an_error_that_cannot_be_shown_ends_there(team: Team) -> None:
    """A channel that takes no posts affects neither the log nor the event loop."""
    faults = ErrorHandler(team.context)
    respond = AsyncRespond(response_url="http://127.0.0.1:1/")
    lost = replace(make_call(team, respond), body={"response_url": "x"})
    await faults.show(lost, ValueError("x"))
    await faults.show(replace(lost, user_id=""), ValueError("x"))
    assert team.seen == []
    with pytest.raises(aiohttp.ClientError):
        await lost.reply(render_sentence("Done."))


async def test_a_cancelled_handler_stays_cancelled(team: Team) -> None:
    """A cancellation is not an error to show."""
    caught = ErrorHandler(team.context).catch_errors(make_call(team))
    with pytest.raises(KeyboardInterrupt):
        async with caught:
            raise KeyboardInterrupt
    assert team.seen == []


async def test_waiting_for_listeners_has_an_end() -> None:
    """A hanging listener does not delay a shutdown for ever."""
    running = InFlight()
    async with running.track():
        assert await running.drain(0.01) is False
    assert await running.drain(0.01) is True


async def test_feedback_can_go_to_a_channel() -> None:
    """Escaped, and with its author."""
    async with FakeSlack() as slack:
        give = ChannelFeedback(make_listener_client("xoxb-1", base_url=slack.api_url), "C1")
        await give("<!channel> it's *great*", "U5", NOON)
        assert slack.posts[0].text == (
            "Feedback from <@U5>: &lt;!channel&gt; it's \u2217great\u2217"
        )


async def test_debug_says_what_slack_says_of_the_token(team: Team) -> None:
    """A refused token is one of the facts."""
    await team.types("watch brillo")
    team.slack.refuses["auth.test"] = "token_revoked"
    (shown,) = await team.types("debug")
    assert "Slack refuses the token (token_revoked)" in shown.plain


@pytest.mark.parametrize(
    ("fields", "tenant"),
    [
        ({"team_id": "T1", "enterprise_id": None}, Tenant(None, "T1")),
        ({"team_id": "T1", "enterprise_id": "E1"}, Tenant("E1", "T1")),
        (
            {"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": True},
            Tenant("E1", None),
        ),
    ],
)
def test_the_tenant_is_where_the_app_is_installed(
    fields: dict[str, object], tenant: Tenant
) -> None:
    """A team, a team of an org, or the whole org."""
    assert read_tenant(AsyncBoltContext(fields)) == tenant
