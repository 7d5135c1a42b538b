"""The operator's commands: each says in sentences what it did, and refuses in one."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import database
from clausewatch.config import Settings, load_settings
from clausewatch.errors import UserError


def settings(folder: Path) -> Settings:
    """An installation in a folder of this test."""
    return load_settings(data_dir=folder)


async def test_status_upgrade_and_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is named, applied, and then not missing."""
    here = settings(tmp_path)
    assert not await database.show_schema(here)
    assert "run `clausewatch db upgrade`" in capsys.readouterr().out
    await database.upgrade_schema(here)
    assert "applied 0001" in capsys.readouterr().out
    assert await database.show_schema(here)


async def test_backup_restore_and_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An installation moves into another folder and its evidence is whole there."""
    await database.upgrade_schema(settings(tmp_path / "one"))
    await database.write_backup(settings(tmp_path / "one"), tmp_path / "b.db")
    await database.restore_backup(settings(tmp_path / "two"), tmp_path / "b.db")
    assert await database.verify_evidence(settings(tmp_path / "two"))
    said = capsys.readouterr().out
    assert "are not included" in said
    assert "0 faults" in said
    with pytest.raises(UserError, match="is there already"):
        await database.write_backup(settings(tmp_path / "one"), tmp_path / "b.db")


LEVELS = """
import logging
from bot.runtime.logs import configure_logs
configure_logs("INFO", as_json=False)
for name in ("psycopg.pool", "apscheduler.scheduler"):
    logging.getLogger(name).warning("tried again")
    logging.getLogger(name).error("a fault")
"""


def test_what_is_down_is_said_once_and_not_by_libraries() -> None:
    """The pool of connections and the scheduler would warn at every try."""
    # In a process of its own, because logs are set up for a whole process.
    asked = [sys.executable, "-c", LEVELS]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stderr  # noqa: S603
    assert (said.count("a fault"), said.count("tried again")) == (2, 0)
