"""The team that most tests of the surface talk to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.block_rules import assert_blocks
from tests.bot.team import Team, open_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)
