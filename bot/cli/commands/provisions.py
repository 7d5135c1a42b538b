"""`clausewatch provisions`: the provisions of stored documents, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.runner import print_lines


def provisions(
    files: Annotated[list[Path], typer.Argument(help="HTML, PDF, Markdown or text; .gz too")],
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per file")] = False,
) -> None:
    """Print the provisions of stored documents, each with its verbatim quote."""
    from bot.cli.stored_documents import analyse_files

    print_lines(analyse_files(files, is_json=json))
