"""Starts the real processes `clausewatch run` and `clausewatch worker` with a fake Slack."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent


def make_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process with these settings, which may fetch from loopback."""
    return {
        "PATH": os.environ.get("PATH", ""),  # noqa: TID251  # a child process needs one
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_APP_TOKEN": "xapp-test",
        "ALLOW_PRIVATE_ADDRESSES": "true",
        **settings,
    }


async def start_process(
    folder: Path,
    name: str,
    command: tuple[str, ...],
    settings: Mapping[str, str],
) -> asyncio.subprocess.Process:
    """Start a process in a folder, log to `name`.log there, and allow it to fetch from loopback."""
    with (folder / f"{name}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *command,
            cwd=folder,
            env=make_environment(settings),
            stdout=log,
            stderr=log,
        )
