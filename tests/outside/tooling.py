"""Finds third-party tools, and skips tests without them.

A skipped test names the missing tool. With `CI=true` the test fails instead.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / "tools"
MODULES = TOOLS / "node_modules"
OLDEST_NODE = (22, 15)
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SET_UP = "`make tools` brings Node and its packages, apt-get install chromium the browser"


def skip_without(what: str) -> NoReturn:
    """Skip the test and name the missing tool; with CI=true, fail."""
    output = f"{what} is missing; {SET_UP}"
    if os.environ.get("CI") == "true":  # noqa: TID251  # tests read this variable only
        pytest.fail(output)
    pytest.skip(output)


@cache
def _find_node() -> str | None:
    # Older releases of npm do not link the binary into .bin.
    own = [str(path) for path in MODULES.glob("node-*/bin/node")]
    for name in (*own, shutil.which("node")):
        if name is not None and _read_release(name) >= OLDEST_NODE:
            return name
    return None


def _read_release(node: str) -> tuple[int, int]:
    command = [node, "--version"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    major, minor, _ = output.strip().lstrip("v").split(".", 2)
    return int(major), int(minor)


def require_node(*packages: str) -> str:
    """Return the path of Node, or skip if it or one of these packages of `tools/` is missing."""
    for package in packages:
        if not (MODULES / package).exists():
            skip_without(f"the package {package}")
    path = _find_node()
    if path is None:
        skip_without("Node 22.15 or later")
    return path


def require_browser() -> None:
    """Skip if no Chromium is installed."""
    if not any(shutil.which(name) for name in BROWSERS):
        skip_without("Chromium")
