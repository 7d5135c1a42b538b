"""`clausewatch judge`: decisions about pairs of stored pages."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import show_progress
from bot.cli.runner import print_json_lines


def judge(pairs: Annotated[Path, typer.Argument(help="PAIRS.jsonl, files beside it")]) -> None:
    """Judge pairs of stored pages with the real stages; one decision per line."""
    from bot.cli.stored_pages import judge_pairs

    print_json_lines(judge_pairs(pairs, show_progress))
