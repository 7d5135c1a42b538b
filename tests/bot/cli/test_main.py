"""The command line as a whole: what it offers, and what it costs to ask for help."""

import subprocess
import sys

from bot.cli.main import COMMANDS

HEAVY_MODULES = ("aiohttp", "clausewatch.store", "numpy", "pydantic", "slack_bolt", "slack_sdk")
LIST_MODULES = "import sys, bot.cli.main; print('\\n'.join(sys.modules))"


def test_help_imports_nothing_heavy() -> None:
    """Help appears at once, and worker processes, which import the command line, stay small."""
    command = [sys.executable, "-c", LIST_MODULES]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert [name for name in printed.split() if name.startswith(HEAVY_MODULES)] == []


def test_every_command_has_a_module_of_its_name() -> None:
    """A command is found by its name; a counterpart may share the module."""
    shared = {"restore": "backup"}
    for command in COMMANDS:
        module = command.__module__.rpartition(".")[2]
        assert module == shared.get(command.__name__, command.__name__)
