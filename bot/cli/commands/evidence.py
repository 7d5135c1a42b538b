"""`clausewatch evidence`: one provision with all its evidence, in a file for third parties."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import run_task


def evidence(
    record: Annotated[str, typer.Argument(help="A provision's record id, such as CW-P-000012")],
    out: Annotated[Path, typer.Option(help="The zip file to write")],
) -> None:
    """Bundle a provision's record with snapshot, text and hashes, for others to verify."""
    from bot.cli.evidence_bundle import write_bundle
    from clausewatch.config import load_settings

    run_task(write_bundle(load_settings(), record, out))
