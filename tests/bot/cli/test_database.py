"""The operator's commands on the database: each reports its result in sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import database
from clausewatch.config import Settings, load_settings
from clausewatch.errors import UserError


def make_settings(folder: Path) -> Settings:
    """Return the settings of an installation in a folder."""
    return load_settings(data_dir=folder)


async def test_status_upgrade_and_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing migrations are listed, applied, and then no longer missing."""
    settings = make_settings(tmp_path)
    assert not await database.show_schema(settings)
    assert "run `clausewatch db upgrade`" in capsys.readouterr().out
    await database.upgrade_schema(settings)
    assert "applied 0001" in capsys.readouterr().out
    assert await database.show_schema(settings)


async def test_backup_restore_and_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An installation moves to another folder, and its evidence is sound there."""
    await database.upgrade_schema(make_settings(tmp_path / "one"))
    await database.write_backup(make_settings(tmp_path / "one"), tmp_path / "b.db")
    await database.restore_backup(make_settings(tmp_path / "two"), tmp_path / "b.db")
    assert await database.verify_evidence(make_settings(tmp_path / "two"))
    printed = capsys.readouterr().out
    assert "are not included" in printed
    assert "0 faults" in printed
    with pytest.raises(UserError, match="already exists"):
        await database.write_backup(make_settings(tmp_path / "one"), tmp_path / "b.db")


LEVELS = """
import logging
from bot.runtime.logs import configure_logs
configure_logs("INFO", as_json=False)
for name in ("psycopg.pool", "apscheduler.scheduler"):
    logging.getLogger(name).warning("tried again")
    logging.getLogger(name).error("a fault")
"""


def test_an_outage_is_logged_once_and_not_by_libraries() -> None:
    """The connection pool and the scheduler would warn at every attempt."""
    # In a process of its own, because logs are configured for a whole process.
    command = [sys.executable, "-c", LEVELS]
    logged = subprocess.run(command, capture_output=True, text=True, check=True).stderr  # noqa: S603
    assert (logged.count("a fault"), logged.count("tried again")) == (2, 0)
