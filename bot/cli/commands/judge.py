"""`clausewatch judge`: decisions about stored pages."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import show_progress
from bot.cli.runner import print_json_lines


def judge(
    pages: Annotated[Path, typer.Argument(help="PAIRS.jsonl or SINGLES.jsonl, files beside it")],
    *,
    first: Annotated[
        bool, typer.Option("--first", help="The list has single pages: judge a first look at each")
    ] = False,
) -> None:
    """Judge stored pages with the real stages; one decision per line."""
    if first:
        from clausewatch.evaluation.first_checks import evaluate_pages

        print_json_lines(evaluate_pages(pages, progress=show_progress))
        return
    from bot.cli.stored_pages import judge_pairs

    print_json_lines(judge_pairs(pages, show_progress))
