"""`clausewatch catalogue import | update | check`: keeps what is known up to date."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

BROKEN_OFF = "\nBroken off; the same command goes on where this one stopped.\n"
PATH = typer.Argument(help="A checkout of declarations, a data file, or a file of facts")


def register(app: typer.Typer) -> None:
    """Add the commands to the catalogue's part of the command line."""
    app.command("import")(import_)
    app.command()(update)
    app.command()(check)


def import_(path: Annotated[Path, PATH]) -> None:
    """Add the platforms of an Open Terms Archive declarations collection to the catalogue."""
    update(path)


def update(path: Annotated[Path, PATH]) -> None:
    """Merge a newer catalogue; what is watched stays, and addresses that differ are listed."""
    from bot.cli.catalogue_update import update_catalogue  # noqa: PLC0415 - help is instant
    from clausewatch.config import load_settings  # noqa: PLC0415 - as above

    for line in asyncio.run(update_catalogue(load_settings(), path)):
        sys.stdout.write(line + "\n")


def check(
    platforms: Annotated[list[str] | None, typer.Argument(help="Names; none means all")] = None,
    *,
    days: Annotated[int, typer.Option(help="Answers older than this are asked for again")] = 30,
    most: Annotated[int, typer.Option(help="At most so many addresses; 0 means all")] = 0,
) -> None:
    """Say which addresses of the catalogue still answer; broken off, it goes on where it was."""
    from bot.cli.catalogue_update import Wanted, check_catalogue  # noqa: PLC0415 - help is instant
    from clausewatch.config import load_settings  # noqa: PLC0415 - as above

    wanted = Wanted(tuple(platforms or ()), days, most)
    try:
        for line in asyncio.run(check_catalogue(load_settings(), wanted, _progress)):
            sys.stdout.write(line + "\n")
    except KeyboardInterrupt:
        # What was answered is on disk.
        sys.stderr.write(BROKEN_OFF)
        raise typer.Exit(130) from None


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total}" + ("\n" if done == total else ""))
    sys.stderr.flush()
