"""`clausewatch catalogue build | import | update | check`: the platforms known out of the box."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import show_progress
from bot.cli.runner import INTERRUPTED, print_lines, run_task

PATH = typer.Argument(help="A checkout of declarations, a data file, or a file of facts")

app = typer.Typer(no_args_is_help=True, help="The platforms known out of the box.")


@app.command()
def build(
    facts: Annotated[Path, typer.Argument(help="FACTS.jsonl: platform, document, urls, script")],
    out: Annotated[Path, typer.Argument(help="The data file to write")],
) -> None:
    """Clean raw facts and write them as the catalogue's data file."""
    from clausewatch.catalogue.builder import build_catalogue

    sys.stderr.write(f"{build_catalogue(facts, out)} platforms\n")


@app.command("import")
def import_declarations(path: Annotated[Path, PATH]) -> None:
    """Add the platforms of an Open Terms Archive declarations collection to the catalogue."""
    update(path)


@app.command()
def update(path: Annotated[Path, PATH]) -> None:
    """Merge a newer catalogue; watches stay as they are, and changed URLs are listed."""
    from bot.cli.catalogue_update import update_catalogue
    from clausewatch.config import load_settings

    print_lines(run_task(update_catalogue(load_settings(), path)))


@app.command()
def check(
    platforms: Annotated[list[str] | None, typer.Argument(help="Names; all if omitted")] = None,
    *,
    days: Annotated[int, typer.Option(help="Ask again after this many days")] = 30,
    most: Annotated[int, typer.Option(help="Ask at most this many URLs; 0 for all")] = 0,
) -> None:
    """Report which URLs in the catalogue still answer; a second run continues the first."""
    from bot.cli.catalogue_check import UrlChoice, check_catalogue
    from clausewatch.config import load_settings

    choice = UrlChoice(tuple(platforms or ()), days, most)
    print_lines(run_task(check_catalogue(load_settings(), choice, show_progress), INTERRUPTED))
