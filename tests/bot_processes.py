"""Starts the real processes `clausewatch run` and `clausewatch worker` with a fake Slack."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent


async def start_process(
    folder: Path,
    name: str,
    command: tuple[str, ...],
    settings: Mapping[str, str],
    module: str = "bot",
) -> asyncio.subprocess.Process:
    """Start a process in a folder, log to `name`.log there, and allow it to fetch from loopback.

    `module` is the module that Python runs; it takes the arguments of `clausewatch`.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),  # noqa: TID251  # a child process needs one
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_APP_TOKEN": "xapp-test",
        "ALLOW_PRIVATE_ADDRESSES": "true",
        **settings,
    }
    with (folder / f"{name}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
