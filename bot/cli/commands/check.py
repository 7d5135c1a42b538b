"""`clausewatch check`: one check of a platform's documents."""

from typing import Annotated

import typer

from bot.cli.runner import run_task


def check(
    what: Annotated[str, typer.Argument(help="A platform of the catalogue, or a policy's URL")],
    select: Annotated[str, typer.Option(help="CSS selector of the part to read")] = "",
    remove: Annotated[str, typer.Option(help="CSS selector of the part to leave out")] = "",
    language: Annotated[str, typer.Option(help="Language tag to request, such as de")] = "",
    *,
    browser: Annotated[bool, typer.Option(help="Render the page in a browser")] = False,
) -> None:
    """Check once and print what a channel would see."""
    from bot.cli.single_check import check_once
    from clausewatch.config import load_settings

    texts = {"select": select, "remove": remove, "language": language}
    options = {name: text for name, text in texts.items() if text}
    if browser:
        options["browser"] = "on"
    run_task(check_once(load_settings(), what, options))
