"""`clausewatch`: the command line.

A command imports what it needs when it runs, so help appears at once.
"""

import gc
import sys

import typer

from bot.cli.commands import catalogue, db, webhook
from bot.cli.commands.backup import backup, restore
from bot.cli.commands.calendar import calendar
from bot.cli.commands.check import check
from bot.cli.commands.doctor import doctor
from bot.cli.commands.evidence import evidence
from bot.cli.commands.explain import explain
from bot.cli.commands.export import export
from bot.cli.commands.export_feedback import export_feedback
from bot.cli.commands.import_history import import_history
from bot.cli.commands.judge import judge
from bot.cli.commands.manifest import manifest
from bot.cli.commands.provisions import provisions
from bot.cli.commands.recognise import recognise
from bot.cli.commands.replay import replay
from bot.cli.commands.review_log import review_log
from bot.cli.commands.revoke_links import revoke_links
from bot.cli.commands.run import run
from bot.cli.commands.slash import slash
from bot.cli.commands.subprocessors import subprocessors
from bot.cli.commands.train import train
from bot.cli.commands.train_quotes import train_quotes
from bot.cli.commands.verify import verify
from bot.cli.commands.watch_list import watch_list
from bot.cli.commands.worker import worker
from clausewatch.errors import UserError

NEW_OBJECTS_PER_COLLECTION = 50_000
"""Python's own 700 would cost a fifth of each start, because modules leave no garbage."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Alerts a team when a platform's terms change, not just the page.",
)


def main() -> None:
    """Run a command; an error that the user can fix is one sentence on stderr and status 2."""
    gc.set_threshold(NEW_OBJECTS_PER_COLLECTION)
    try:
        app()
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    finally:
        # The last collections of the interpreter would search all modules, for a third of a second.
        gc.freeze()


COMMANDS = (
    run, slash, check, doctor, judge, replay, explain, manifest, export_feedback, verify, backup,
    restore, worker, recognise, provisions, train, train_quotes, evidence, watch_list, export,
    import_history, subprocessors, calendar,
    review_log,
    revoke_links,
)  # fmt: skip
"""In the order of the help."""

for command in COMMANDS:
    app.command()(command)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(db.app, name="db")
app.add_typer(webhook.app, name="webhook")
