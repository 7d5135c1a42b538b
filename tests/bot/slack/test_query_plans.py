"""The cost of a command must not grow with the records: SQLite's query plans."""

import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.team import Team, open_team
from tests.sqlite_stores import log_statements

GROWING = re.compile(
    r"SCAN (?:document|page|version|snapshot|provision|watch|watch_document|change|delivery|post)\b"
    # all documents but the few that one workspace has for itself
    r"|ix_document_workspace_id"
)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with open_team(tmp_path) as new_team:
        yield new_team


def explain(team: Team, statement: str) -> list[str]:
    """The plan of a statement, which depends on no value and no number of rows."""
    url = team.store.database.engine.url
    with sqlite3.connect(str(url.database)) as connection:
        values = (None,) * statement.count("?")
        return [row[3] for row in connection.execute(f"explain query plan {statement}", values)]


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "show brillo",
        "show pixels",
        "show nobody at all",
        "changes brillo",
        "changes",
        "check brillo",
        "debug",
        "watch brillo min:high",
        "watch https://other.example/privacy name:Other",
        "review",
        "review all mine overdue",
        "log",
        "log brillo",
        "unwatch pixelgarten",
        "mute brillo",
        "unmute brillo",
        "settings",
    ],
)
async def test_a_command_goes_over_no_whole_table(team: Team, line: str) -> None:
    """Every row that a command reads is found by an index."""
    await team.types("watch brillo pixelgarten")
    await team.types("mute brillo")
    with log_statements(team.store) as found:
        await team.types(line)
    plans = {
        statement: explain(team, statement)
        for statement in found.statements
        if not statement.startswith(("BEGIN", "COMMIT"))
    }
    assert plans
    growing = {
        statement: plan
        for statement, plan in plans.items()
        if any(GROWING.search(step) for step in plan)
    }
    assert growing == {}
