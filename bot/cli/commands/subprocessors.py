"""`clausewatch subprocessors`: the subprocessors of all watched platforms as a file."""

import sys

from bot.cli.runner import run_task


def subprocessors() -> None:
    """Print the subprocessors of all watched platforms as a CSV file."""
    from bot.cli.subprocessor_export import export_subprocessors
    from clausewatch.config import load_settings

    sys.stdout.write(run_task(export_subprocessors(load_settings())))
