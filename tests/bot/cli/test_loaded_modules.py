"""What a command loads, and what it leaves alone: a person waits for its first line."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.sqlite_stores import build_url, open_empty_store

ROOT = Path(__file__).parent.parent.parent.parent
RUN = """
import json, sys
from bot.cli.main import main
for arguments in json.loads(sys.argv.pop()):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
    print(json.dumps(sorted(sys.modules)))
"""
"""Runs commands one after the other, and prints after each which modules are loaded."""
LOAD = """
import sys
from types import SimpleNamespace
from bot.cli.bot_process import _load_data
from clausewatch.catalogue import Catalogue
from clausewatch.subprocessors.places import load_places
catalogue = Catalogue.load()
print(*[name in sys.modules for name in sys.argv[1:]])
_load_data(SimpleNamespace(context=SimpleNamespace(catalogue=catalogue)))
is_prepared = "_index" in vars(catalogue), load_places.cache_info().currsize == 1
print(*[name in sys.modules for name in sys.argv[1:]], *is_prepared)
"""
"""Prints which modules are loaded before and after a bot loads its data."""
PAGE = "<html><title>Privacy Policy</title><main><h1>Privacy Policy</h1><p>We keep it {} days.</p>"
STORE = ("clausewatch.store", "sqlmodel", "sqlalchemy", "alembic", "aiosqlite")
SLACK = ("slack_bolt", "slack_sdk", "bot.slack.listeners", "aiohttp", "httpx", "apscheduler")
READERS = (
    "clausewatch.extract.reader",
    "clausewatch.compare.comparison",
    "clausewatch.provisions.recogniser",
    "clausewatch.subprocessors.lists",
    "clausewatch.checks.examine",
    "clausewatch.text.dates",
    "numpy",
    "simplemma",
    "ftfy",
    "py3langid",
    "charset_normalizer",
    "pypdfium2",
)
"""What reads and compares pages: worker processes load it."""
FILES = ("jinja2", "reportlab", "docx", "icalendar", "feedgen", "warcio")
"""What builds files and pages of the site."""


def run_commands(folder: Path, *commands: Sequence[str], **settings: str) -> list[list[str]]:
    """Run commands in one process and return the modules that are loaded after each."""
    environment = {
        "PATH": os.environ.get("PATH", ""),  # noqa: TID251  # a child process needs one
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(folder),
        **settings,
    }
    printed = subprocess.run(  # noqa: S603  # fixed arguments
        [sys.executable, "-c", RUN, json.dumps(commands)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [json.loads(line) for line in printed.splitlines() if line.startswith('["')]


def find_loaded(modules: Sequence[str], packages: Sequence[str]) -> list[str]:
    """Return those of the packages and modules that are loaded."""
    return [name for name in packages if name in modules]


@pytest.mark.slow
def test_judge_and_explain_load_neither_store_nor_slack(tmp_path: Path) -> None:
    """Both work on files alone."""
    for side, days in (("before", 30), ("after", 90)):
        (tmp_path / f"{side}.html").write_text(PAGE.format(days), encoding="utf-8")
    pair = {"id": "1", "service": "Acme", "document": "Privacy Policy", "url": ""}
    pair |= {side: {"file": f"{side}.html"} for side in ("before", "after")}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair), encoding="utf-8")
    for modules in run_commands(
        tmp_path, ["judge", "pairs.jsonl"], ["explain", "before.html", "after.html"]
    ):
        assert "clausewatch.compare.comparison" in modules
        assert find_loaded(modules, (*STORE, *SLACK, *FILES)) == []


@pytest.mark.slow
async def test_a_command_line_loads_nothing_that_reads_pages(tmp_path: Path) -> None:
    """A line that only asks the store needs no language model, no weights and no templates."""
    await (await open_empty_store(tmp_path / "bot.db")).close()
    (modules,) = run_commands(
        tmp_path, ["slash", "/policy list"], DATABASE_URL=build_url(tmp_path / "bot.db")
    )
    assert "slack_bolt" in modules
    assert find_loaded(modules, (*READERS, *FILES, "alembic", "dateparser")) == []


@pytest.mark.slow
def test_a_bot_loads_what_commands_need_before_they_need_it(tmp_path: Path) -> None:
    """Loaded at the first command instead, each would stop all answers for a third of a second."""
    printed = subprocess.run(  # noqa: S603  # fixed arguments
        [sys.executable, "-c", LOAD, "dateparser", "clausewatch.extract.selection"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.split() == ["False", "False", "True", "True", "True", "True"]
