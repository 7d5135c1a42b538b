"""The operator's commands: schema, evidence, backup, and workers of a fleet."""

# ruff: noqa: PLC0415  # as in bot/cli/main.py: worker processes import this file again and stay small

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

T = TypeVar("T")

db_app = typer.Typer(no_args_is_help=True, help="The database's schema.")


def register(app: typer.Typer) -> None:
    """Add the operator's commands to the command line."""
    app.add_typer(db_app, name="db")
    for command in (verify, backup, restore, worker):
        app.command()(command)


@db_app.command("status")
def db_status() -> None:
    """Say which schema the database has and what is missing; exit status 1 where something is."""
    from bot.cli import operations
    from clausewatch.config import load_settings

    if not _run(operations.db_status(load_settings())):
        raise typer.Exit(1)


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this program's schema, the task queue's tables included."""
    from bot.cli import operations
    from clausewatch.config import load_settings

    _run(operations.db_upgrade(load_settings()))


def verify() -> None:
    """Hash every stored snapshot again and derive every version anew; changes nothing."""
    from bot.cli import operations
    from clausewatch.config import load_settings

    if not _run(operations.verify(load_settings())):
        raise typer.Exit(1)


def backup(path: Annotated[Path, typer.Argument(help="The file to write")]) -> None:
    """Write all that is on record to one file while the bot runs; keys are not in it."""
    from bot.cli import operations
    from clausewatch.config import load_settings

    _run(operations.backup(load_settings(), path))


def restore(path: Annotated[Path, typer.Argument(help="A file that `backup` wrote")]) -> None:
    """Fill a new, empty database (DATABASE_URL) from a backup of either kind of database."""
    from bot.cli import operations
    from clausewatch.config import load_settings

    _run(operations.restore(load_settings(), path))


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=500, help="Documents at a time")] = 20,
) -> None:
    """Check documents for a fleet; run as many of these as you like (needs PostgreSQL)."""
    from bot.main import work
    from clausewatch.config import load_settings

    _run(work(load_settings(), concurrency))


def _run(task: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(task)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
