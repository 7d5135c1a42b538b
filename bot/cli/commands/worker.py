"""`clausewatch worker`: checks documents for a fleet."""

from typing import Annotated

import typer

from bot.cli.runner import run_task


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=500, help="Documents at a time")] = 20,
) -> None:
    """Check documents for a fleet; run as many workers as you like (needs PostgreSQL)."""
    from bot.cli.worker_process import run_worker
    from clausewatch.config import load_settings

    run_task(run_worker(load_settings(), concurrency))
