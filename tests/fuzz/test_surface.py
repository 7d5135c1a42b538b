"""What people type into commands and modals, through the whole program."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.bot.slack.test_presses import fill_modal, open_modal
from tests.bot.team import Team, open_team
from tests.fuzz.mutation import mutate
from tests.fuzz.targets import COMMANDS, URL, read_text

FAULT = "on our side"
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
