"""The program `clausewatch`: it loads the command line only when it is run.

Each worker process imports the module that its program started with, and needs no command.
"""

from importlib import import_module


def main() -> None:
    """Run a command."""
    import_module("bot.cli.main").main()
