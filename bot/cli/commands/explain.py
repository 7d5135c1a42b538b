"""`clausewatch explain`: how a stored page is read, or why two are, or are not, a change."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def explain(
    before: Annotated[
        Path, typer.Argument(help="The page, or the page before: HTML, Markdown, text; .gz too")
    ],
    after: Annotated[
        Path | None, typer.Argument(help="The page after; without it, explain the one page")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page instead")] = None,
    kind: Annotated[str, typer.Option(help="The document's kind, such as 'privacy policy'")] = "",
    url: Annotated[str, typer.Option(help="Where the pages were captured")] = "",
) -> None:
    """Show every block kept or dropped, every edit with its reason, and the verdict."""
    from bot.cli.stored_pages import explain_pages

    sys.stdout.write(explain_pages(before, after, html, kind, url))
