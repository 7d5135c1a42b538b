"""The house keeps its own rules: sizes, settings, and what a file may say."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from clausewatch.config import Settings

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for room in ("clausewatch", "bot", "jobs")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    """No file of 300 lines or more, no function of more than 40."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 300
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 40
    ]
    assert long == []


def test_env_example_is_the_settings() -> None:
    """One line per setting in .env.example, in the same order, and none besides."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert named == [name.upper() for name in Settings.model_fields]


def test_readme_names_every_setting() -> None:
    """A setting that the README does not name is a setting that nobody finds."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in text] == []


def test_no_registry_or_machine_path_is_named() -> None:
    """No committed file names a package registry's host or a path of somebody's machine."""
    listed = subprocess.run(  # fixed arguments
        ["/usr/bin/env", "git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    hosts = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org")
    named = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".gz", ".npz"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            named += [(name, host) for host in hosts if host in text]
            named += [
                (name, "home path") for home in ("/ho" + "me/", "/ro" + "ot/") if home in text
            ]
    assert named == []
