"""`clausewatch db status | upgrade`: the database's schema."""

import typer

from bot.cli.runner import run_task

app = typer.Typer(no_args_is_help=True, help="The database's schema.")


@app.command()
def status() -> None:
    """Show the database's schema and the missing migrations; exit with status 1 if any are."""
    from bot.cli import database
    from clausewatch.config import load_settings

    if not run_task(database.show_schema(load_settings())):
        raise typer.Exit(1)


@app.command()
def upgrade() -> None:
    """Upgrade the database to this program's schema, including the tables of the task queue."""
    from bot.cli import database
    from clausewatch.config import load_settings

    run_task(database.upgrade_schema(load_settings()))
