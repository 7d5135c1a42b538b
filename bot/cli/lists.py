"""`clausewatch watch-list`, `export` and `import-history`: lists and archives as files."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.catalogue import BROKEN_OFF


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("watch-list")(watch_list)
    app.command()(export)
    app.command("import-history")(import_history)


def watch_list(
    file: Annotated[Path, typer.Argument(help="CSV with a header, or a name or address per line")],
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")],
    user: Annotated[str, typer.Option(help="On whose behalf")] = "you",
) -> None:
    """Put a whole list of platforms on a channel's watchlist; says what became of each line."""
    from bot.cli.caller import watch_file  # noqa: PLC0415 - help is instant
    from clausewatch.config import load_settings  # noqa: PLC0415 - as above

    try:
        outcomes = asyncio.run(watch_file(load_settings(), file, channel, user))
    except KeyboardInterrupt:
        # What was added stays, and adding it again changes nothing.
        sys.stderr.write(BROKEN_OFF)
        raise typer.Exit(130) from None
    for each in outcomes:
        mark = "ok " if each.is_well else "NOT"
        sys.stdout.write(f"{mark} line {each.row.line}: {each.row.name}: {each.sentence}\n")
    failed = sum(not each.is_well for each in outcomes)
    sys.stdout.write(f"{len(outcomes) - failed} of {len(outcomes)} are on the list.\n")
    if failed:
        raise typer.Exit(1)


def export(
    channel: Annotated[str, typer.Option(help="The channel: its id in Slack, or its name")],
) -> None:
    """Print a channel's watchlist as a CSV file that `watch-list` reads back."""
    from bot.cli.caller import export_channel  # noqa: PLC0415 - help is instant
    from clausewatch.config import load_settings  # noqa: PLC0415 - as above

    sys.stdout.write(asyncio.run(export_channel(load_settings(), channel)))


def import_history(
    path: Annotated[Path, typer.Argument(help="A checkout of a versions repository")],
) -> None:
    """Bring years of an Open Terms Archive's versions onto the record; nobody is told of them."""
    from bot.cli.import_history import import_history as run  # noqa: PLC0415 - help is instant
    from clausewatch.config import load_settings  # noqa: PLC0415 - as above

    try:
        for line in asyncio.run(run(load_settings(), path, _progress)):
            sys.stdout.write(line + "\n")
    except KeyboardInterrupt:
        # What is filed stays filed; the next run goes on behind it.
        sys.stderr.write(BROKEN_OFF)
        raise typer.Exit(130) from None


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total}" + ("\n" if done == total else ""))
    sys.stderr.flush()
