"""Where the tools that nobody here wrote are, and what happens where they are missing.

A test that needs one is skipped by name on a machine without it; with `CI=true` it fails instead.
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


def missing(what: str) -> NoReturn:
    """Skip the test and name what it needs; on the machine that decides, fail."""
    said = f"{what} is missing; {SET_UP}"
    if os.environ.get("CI") == "true":  # noqa: TID251  # the one thing that tests read there
        pytest.fail(said)
    pytest.skip(said)


@cache
def _node() -> str | None:
    # where the package puts it: older releases of npm do not link it into .bin
    own = [str(path) for path in MODULES.glob("node-*/bin/node")]
    for name in (*own, shutil.which("node")):
        if name is not None and _release(name) >= OLDEST_NODE:
            return name
    return None


def _release(node: str) -> tuple[int, int]:
    asked = [node, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603
    major, minor, _ = said.strip().lstrip("v").split(".", 2)
    return int(major), int(minor)


def node(*packages: str) -> str:
    """Return Node with these packages of `tools/` installed, or skip."""
    for package in packages:
        if not (MODULES / package).exists():
            missing(f"the package {package}")
    found = _node()
    if found is None:
        missing("Node 22.15 or later")
    return found


def needs_browser() -> None:
    """Skip where no Chromium is installed."""
    if not any(shutil.which(name) for name in BROWSERS):
        missing("Chromium")
