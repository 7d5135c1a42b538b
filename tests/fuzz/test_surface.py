"""What people type into commands and modals, through the whole program."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.slack.clients import make_posting_client
from bot.slack.messenger import SlackMessenger
from clausewatch.errors import DeliveryError
from tests.bot.example_values import NOON, make_post
from tests.bot.slack.test_presses import fill_modal, open_modal
from tests.bot.team import Team, open_team
from tests.clausewatch.fetch.fetch_site import raw_server
from tests.fuzz.mutation import mutate
from tests.fuzz.targets import COMMANDS, URL, read_text

FAULT = "Something went wrong"
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def talk_to_team(folder: Path, act: Callable[[Team], Awaitable[None]]) -> None:
    """Open a team, let a person act, and expect no message about a fault of ours."""

    async def talk() -> None:
        async with open_team(folder) as team:
            await act(team)
            assert [shown.plain for shown in team.seen if FAULT in shown.plain] == []

    asyncio.run(talk())


def test_any_command_gets_a_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each line is answered, none by a fault of ours."""

    @FEW
    @given(lines=st.lists(mutate(COMMANDS), min_size=16, max_size=16))
    def run(lines: list[bytes]) -> None:
        async def act(team: Team) -> None:
            for line in lines:
                assert await team.types(read_text(line)[:3_000])

        talk_to_team(tmp_path_factory.mktemp("team"), act)

    run()


def test_any_address_in_a_modal_gets_an_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An error at its field, or messages, none of them about a fault of ours."""

    @FEW
    @given(addresses=st.lists(mutate((URL.encode(), *COMMANDS)), min_size=8, max_size=8))
    def run(addresses: list[bytes]) -> None:
        async def act(team: Team) -> None:
            for address in addresses:
                typed = read_text(address)[:3_000]
                errors, shown = await team.submits(
                    await open_modal(team), fill_modal(address=typed)
                )
                assert errors or shown

        talk_to_team(tmp_path_factory.mktemp("team"), act)

    run()


def render_answer(body: bytes, status: bytes = b"200 OK", more: bytes = b"") -> bytes:
    """Return a response of Slack's API."""
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n%s" % (status, more)
    return head + b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body)


ANSWERS = (
    render_answer(b'{"ok": true, "ts": "1.2", "channel": "C1", "messages": [{"ts": "1.2"}]}'),
    render_answer(b'{"ok": false, "error": "channel_not_found"}'),
    render_answer(b"{}", b"429 Slow", b"Retry-After: 1e9\r\n"),
    render_answer(b"<html>a proxy</html>", b"502 Bad Gateway"),
    render_answer(b'{"ok": true, "messages": null, "response_metadata": []}'),
    render_answer(b"[]"),
)


def test_any_answer_of_slack_is_a_receipt_or_an_error() -> None:
    """What is no answer of Slack's never counts as a post."""

    async def post(answer: bytes) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
                await writer.drain()

        async with raw_server(talk) as url:
            base_url = url.removesuffix("policy") + "api/"
            messenger = SlackMessenger(make_posting_client("xoxb-1", base_url=base_url))
            with suppress(DeliveryError):
                assert (await messenger.post(make_post(), NOON)).ts
            with suppress(DeliveryError):
                await messenger.find(make_post())

    @settings(FEW, max_examples=25)
    @given(answer=mutate(ANSWERS))
    def run(answer: bytes) -> None:
        asyncio.run(post(answer))

    run()
