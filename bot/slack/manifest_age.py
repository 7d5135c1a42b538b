"""Compares the manifest of an installed app with that of this release."""

import json
from collections.abc import Iterator
from typing import Any

from bot.slack.manifest import build_manifest
from clausewatch.errors import UserError

IGNORED = frozenset({"_metadata", "display_information", "socket_mode_enabled"})
"""What an administrator may choose, and what Slack fills in."""


def read_manifest(text: str) -> dict[str, Any]:
    """Return the manifest in a file from the page *App Manifest*. Raises UserError."""
    try:
        manifest = json.loads(text)
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or "features" not in manifest:
        raise UserError("The file isn't a manifest. Copy the JSON from the page App Manifest.")
    return manifest


def list_differences(installed: dict[str, Any], command: str, return_url: str = "") -> list[str]:
    """Return what this release's manifest has and the installed one lacks, as dotted paths."""
    return list(_compare(build_manifest(command, return_url), installed, ""))


def _compare(wanted: Any, installed: Any, path: str) -> Iterator[str]:  # noqa: ANN401  # JSON
    if isinstance(wanted, dict):
        known = installed if isinstance(installed, dict) else {}
        for key in wanted.keys() - IGNORED:
            yield from _compare(wanted[key], known.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(wanted, list):
        known_parts = installed if isinstance(installed, list) else []
        yield from _compare_lists(wanted, known_parts, path)
    elif wanted != installed:
        yield f"{path} differs"


def _compare_lists(wanted: list[Any], installed: list[Any], path: str) -> Iterator[str]:
    """Yield which names a list lacks, or how objects differ from those in the same place."""
    if all(isinstance(part, str) for part in wanted):
        missing = [part for part in wanted if part not in installed]
        if missing:
            yield f"{path} lacks {', '.join(missing)}"
        return
    for index, part in enumerate(wanted):
        other = installed[index] if index < len(installed) else None
        yield from _compare(part, other, f"{path}[{index}]")
