"""`clausewatch`: the command line.

Each command imports what it needs, so that help is instant and worker processes, which import this
file again, stay small.
"""

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.cli import catalogue, evidence, lists, provisions
from bot.cli.database import register
from clausewatch.errors import UserError

T = TypeVar("T")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tells a team when the terms of its platforms change, and not merely the page.",
)
catalogue_app = typer.Typer(no_args_is_help=True, help="The platforms known out of the box.")
app.add_typer(catalogue_app, name="catalogue")


def main() -> None:
    """Run a command; what a person can mend is one sentence on stderr and exit status 2."""
    try:
        app()
    except UserError as fault:
        _stop(str(fault))


@app.command()
def run() -> None:
    """Watch, check and tell: in Slack with the two tokens, otherwise in this terminal."""
    from bot.main import run as run_bot
    from clausewatch.config import load_settings

    _run(run_bot(load_settings()))


@app.command()
def slash(
    line: Annotated[str, typer.Argument(help="As typed in Slack: '/policy watch midjourney'")],
    channel: Annotated[str, typer.Option(help="The channel it is typed in")] = "general",
    user: Annotated[str, typer.Option(help="Who types it")] = "you",
) -> None:
    """Send one line through the real listeners and print the reply."""
    from bot.main import slash as slash_once
    from clausewatch.config import load_settings

    _run(slash_once(load_settings(), line, channel, user))


@app.command()
def check(
    what: Annotated[str, typer.Argument(help="A platform of the catalogue, or a policy's URL")],
    select: Annotated[str, typer.Option(help="CSS selector of what to read")] = "",
    remove: Annotated[str, typer.Option(help="CSS selector of what to leave out")] = "",
    language: Annotated[str, typer.Option(help="Language tag to ask for, such as de")] = "",
    *,
    browser: Annotated[bool, typer.Option(help="Let a browser build the page")] = False,
) -> None:
    """Check once and print what a channel would see."""
    from bot.cli.check import check_once
    from clausewatch.config import load_settings

    given = {"select": select, "remove": remove, "language": language}
    options = {key: value for key, value in given.items() if value}
    if browser:
        options["browser"] = "on"
    _run(check_once(load_settings(), what, options))


@app.command()
def doctor() -> None:
    """Test tokens, scopes, database, network and clock, and say what to do."""
    from bot.cli.operations import examine_installation
    from clausewatch.config import load_settings

    if not _run(examine_installation(load_settings())):
        raise typer.Exit(1)


@app.command()
def judge(pairs: Annotated[Path, typer.Argument(help="PAIRS.jsonl, files beside it")]) -> None:
    """Judge pairs of stored pages with the real stages; one decision per line."""
    from bot.cli.replay import judge_all

    _write(judge_all(pairs, _progress))


@app.command()
def replay(
    sequences: Annotated[Path, typer.Argument(help="SEQUENCES.jsonl, files beside it")],
) -> None:
    """Replay dated snapshots through the whole route; one line per message told."""
    from bot.cli.replay import replay_all

    _write(replay_all(sequences, _progress))


@app.command()
def explain(
    before: Annotated[Path, typer.Argument(help="The page before: HTML, Markdown, text; .gz too")],
    after: Annotated[Path, typer.Argument(help="The page after")],
    html: Annotated[Path | None, typer.Option(help="Write it as a page of HTML instead")] = None,
    kind: Annotated[str, typer.Option(help="The document's kind, such as 'privacy policy'")] = "",
    url: Annotated[str, typer.Option(help="Where the pages were captured")] = "",
) -> None:
    """Show every block kept or dropped, every edit with its reason, and the verdict."""
    from bot.cli.replay import explained

    sys.stdout.write(explained(before, after, html, kind, url))


@app.command()
def manifest() -> None:
    """Print the Slack app manifest for the verbs that this release has."""
    from bot.slack.manifest import manifest as app_manifest
    from clausewatch.config import load_settings

    sys.stdout.write(json.dumps(app_manifest(load_settings().command_name), indent=2) + "\n")


@catalogue_app.command("build")
def catalogue_build(
    facts: Annotated[Path, typer.Argument(help="FACTS.jsonl: platform, document, urls, script")],
    out: Annotated[Path, typer.Argument(help="The data file to write")],
) -> None:
    """Clean raw facts into the catalogue's data file."""
    from clausewatch.catalogue.builder import build_catalogue

    sys.stderr.write(f"{build_catalogue(facts, out)} platforms\n")


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        # Whatever was under way is not recorded, and done again after the next start.
        raise typer.Exit(130) from None


def _write(rows: Iterable[object]) -> None:
    try:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _progress(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{done} of {total}{end}")
    sys.stderr.flush()


def _stop(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


@app.command("export-feedback")
def export_feedback(
    folder: Annotated[Path, typer.Argument(help="Where pairs.jsonl and the pages are written")],
) -> None:
    """Write what people marked as not a change, as pairs that `judge` reads."""
    from bot.cli.export_feedback import export_feedback as export
    from clausewatch.config import load_settings

    sys.stderr.write(f"{_run(export(load_settings(), folder))} pairs\n")


register(app)
provisions.register(app)
evidence.register(app)
lists.register(app)
catalogue.register(catalogue_app)
