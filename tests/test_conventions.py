"""Conventions of the code base: sizes of files and functions, and what a file must not contain."""

import ast
import re
import subprocess
from pathlib import Path

from bot.slack.listeners.commands.verbs import VERBS
from tools import names

ROOT = Path(__file__).parent.parent
PACKAGES = ("clausewatch", "bot", "jobs")
MAX_FILE_LINES = 299
MAX_FUNCTION_LINES = 40
BINARY_SUFFIXES = {".png", ".gz", ".npz"}
SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
REGISTRY_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org")
HOME_FOLDERS = ("/ho" + "me/", "/ro" + "ot/")


def find_long_parts(path: Path) -> list[str]:
    """Return the file if it is too long, and its functions that are."""
    text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
    functions = [
        f"{name}: {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    return [name, *functions] if text.count("\n") > MAX_FILE_LINES else functions


def test_files_and_functions_stay_short() -> None:
    """A file has fewer than 300 lines, and a function at most 40."""
    assert SOURCES
    assert [part for path in SOURCES for part in find_long_parts(path)] == []


def list_committed_files() -> list[str]:
    """Return the paths of all committed files."""
    command = ["/usr/bin/env", "git", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
    return list(filter(None, listing.stdout.decode().split("\0")))


def test_no_registry_or_home_folder_is_named() -> None:
    """No committed text file names the host of a package registry or a home folder."""
    findings = []
    for name in list_committed_files():
        path = ROOT / name
        if path.is_file() and path.suffix not in BINARY_SUFFIXES:
            text = path.read_text(encoding="utf-8", errors="replace")
            findings += [(name, word) for word in (*REGISTRY_HOSTS, *HOME_FOLDERS) if word in text]
    assert findings == []


def read_tests(folder: str) -> str:
    """Return the text of all test modules in a folder of `tests/`."""
    paths = sorted((ROOT / "tests" / folder).rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_verb_has_a_test() -> None:
    """Each verb of the slash command is typed in some test."""
    text = read_tests("bot/slack")
    assert [verb.name for verb in VERBS if not re.search(rf'"{verb.name}\b', text)] == []


def test_function_names_begin_with_verbs() -> None:
    """Most functions begin with a verb and hardly any with a participle (`tools/names.py`)."""
    verbs, participles = names.measure_shares([node.name for _, node in names.list_functions()])
    assert verbs >= names.MIN_VERB_SHARE
    assert participles <= names.MAX_PARTICIPLE_SHARE
