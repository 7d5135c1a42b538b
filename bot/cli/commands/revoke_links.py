"""`clausewatch revoke-links`: makes links to the record site invalid."""

from typing import Annotated

import typer

from bot.cli.runner import run_task


def revoke_links(
    team: Annotated[str, typer.Option(help="Slack's id of one workspace; default: all")] = "",
) -> None:
    """Make every link to the record site invalid that was signed until now."""
    from bot.cli.link_revocation import revoke
    from clausewatch.config import load_settings

    run_task(revoke(load_settings(), team))
