"""Socket Mode over a real websocket: events are acknowledged before any other request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.slack import ids
from bot.slack.app import build_app
from bot.slack.clients import make_listener_client, make_posting_client
from bot.slack.context import ListenerContext
from bot.slack.messenger import SlackMessenger
from clausewatch.model.record_ids import ChangeId
from jobs.send_due import SendDue
from tests.bot.team import CATALOGUE
from tests.clausewatch.store.world import World
from tests.fake_slack import FakeSlack
from tests.patience import wait_until
from tests.sqlite_stores import open_empty_store

SECOND = timedelta(seconds=1)


@dataclass
class SlowSlack(FakeSlack):
    """A fake Slack whose Web API can be blocked while its websocket works."""

    released: asyncio.Event = field(default_factory=asyncio.Event)
    is_held: bool = False

    async def _api(self, request: web.Request) -> web.Response:
        if self.is_held and request.match_info["method"] != "apps.connections.open":
            await self.released.wait()
        return await super()._api(request)


@dataclass
class Office:
    """A channel with a card, and the bot connected by websocket."""

    slack: SlowSlack
    world: World
    change_id: ChangeId

    async def press(self, action_id: str, value: str) -> None:
        """Send a press of a button of the card."""
        post = self.slack.posts[0]
        await self.slack.send(
            "interactive",
            {
                "type": "block_actions",
                "team": {"id": "T1", "domain": "team"},
                "user": {"id": "U1", "team_id": "T1"},
                "is_enterprise_install": False,
                "trigger_id": "1.2.3",
                "channel": {"id": post.channel, "name": "legal"},
                "message": {"ts": post.ts, "text": post.text},
                "container": {
                    "type": "message",
                    "message_ts": post.ts,
                    "channel_id": post.channel,
                    "is_ephemeral": False,
                },
                "response_url": f"http://127.0.0.1:{self.slack.port}/respond/U1",
                "actions": [
                    {
                        "type": "button",
                        "action_id": action_id,
                        "block_id": f"card.actions:{value}",
                        "value": value,
                        "action_ts": "1",
                    }
                ],
            },
        )


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A change was posted in C1."""
    store = await open_empty_store(tmp_path / "bot.db")
    world = World(store)
    async with SlowSlack() as slack:
        await world.watch(await world.channel())
        await world.first_read()
        change_id = await world.change()
        messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=slack.api_url))
        world.after(SECOND)
        assert await SendDue(store, messenger, lambda: world.now)() == 1
        context = ListenerContext(store=store, catalogue=CATALOGUE, clock=lambda: world.now)
        async with _connected(slack, context):
            yield Office(slack, world, change_id)
    await store.close()


@asynccontextmanager
async def _connected(slack: SlowSlack, context: ListenerContext) -> AsyncIterator[None]:
    client = make_listener_client("xoxb-1", base_url=slack.api_url)
    handler = AsyncSocketModeHandler(build_app(context, client=client), "xapp-1")
    await handler.connect_async()
    try:
        yield
        slack.released.set()
        assert await context.in_flight.drain()
    finally:
        await handler.close_async()


async def test_a_press_of_reviewed(office: Office) -> None:
    """The card shows the reviewer, and a second press changes nothing."""
    for presses in (1, 2):
        await office.press(ids.MARK_REVIEWED, str(office.change_id))
        await wait_until(lambda times=presses: office.slack.posts[0].updates == times)
    await wait_until(lambda: len(office.slack.acks) == 2)
    assert str(office.slack.posts[0].blocks).count("by <@U1>") == 1
    change = await office.world.store.changes.find((await office.world.channel()).workspace_id, 1)
    assert change is not None
    assert change.review.user_id == "U1"
    assert change.review.status == "acknowledged"


async def test_a_press_of_view_redline(office: Office) -> None:
    """A skeleton opens at once and is then filled."""
    await office.press(ids.REDLINE, str(office.change_id))
    await wait_until(lambda: "views.update" in [method for method, _ in office.slack.calls])
    views = [body["view"] for method, body in office.slack.calls if method.startswith("views.")]
    assert "Loading the redline" in str(views[0])
    assert "30" in str(views[1])
    assert "90" in str(views[1])


async def test_the_acknowledgement_waits_for_nobody(office: Office) -> None:
    """A command and a press are acknowledged while the Web API does not answer."""
    await office.slack.command("help")
    await wait_until(lambda: office.slack.responses and office.slack.acks)
    office.slack.is_held = True
    await office.slack.command("watch pixelgarten")
    await office.press(ids.REDLINE, str(office.change_id))
    await wait_until(lambda: len(office.slack.acks) == 3)
    assert len(office.slack.posts) == 1
    office.slack.released.set()
    await wait_until(lambda: len(office.slack.posts) == 2)


async def test_an_answer_comes_by_its_response_address(office: Office) -> None:
    """The answer to a user's command is visible to that user only."""
    await office.slack.command("list")
    await wait_until(lambda: office.slack.responses)
    (answer,) = office.slack.responses
    assert answer["response_type"] == "ephemeral"
    assert "Brillo" in answer["text"] + str(answer["blocks"])
    assert len(office.slack.posts) == 1
