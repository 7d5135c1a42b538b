"""Checkouts of a versions repository: what is read, and what is refused."""

import shutil
from pathlib import Path

import pytest

from clausewatch.errors import ConfigError
from clausewatch.history.version_archive import read_histories
from tests.clausewatch.history.git_archives import Commit, render_policy, write_repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

START = 1_600_000_000


@pytest.mark.parametrize("make", ["nothing", "a folder", "an empty repository"])
def test_a_path_without_an_archive_is_refused(tmp_path: Path, make: str) -> None:
    """A path without history is refused in one sentence that names it."""
    path = tmp_path / "given"
    if make == "a folder":
        path.mkdir()
    elif make == "an empty repository":
        write_repository(path, [Commit("README.md", "x", START)])
    with pytest.raises(ConfigError, match="given"):
        read_histories(path)


def test_unusual_names_are_kept(tmp_path: Path) -> None:
    """Service names may have any script, spaces and quotes."""
    path = 'Käse "1"/Privacy Policy.md'
    repo = write_repository(
        tmp_path / "v", [Commit(path.replace('"', '\\"'), render_policy(), START)]
    )
    (history,) = read_histories(repo)
    assert (history.service, history.kind) == ('Käse "1"', "Privacy Policy")
