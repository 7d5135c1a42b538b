"""`clausewatch replay`: what channels would have been sent about dated snapshots."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import show_progress
from bot.cli.runner import print_json_lines


def replay(
    sequences: Annotated[Path, typer.Argument(help="SEQUENCES.jsonl, files beside it")],
) -> None:
    """Replay dated snapshots through the whole route; one line per message sent."""
    from bot.cli.sequence_replay import replay_sequences

    print_json_lines(replay_sequences(sequences, show_progress))
