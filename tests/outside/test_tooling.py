"""Without the tools a test is skipped with a reason; with CI=true it fails."""

from pathlib import Path

import pytest

from tests.outside import tooling


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any tool."""
    monkeypatch.setattr(tooling, "MODULES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_named() -> None:
    """The reason names the missing tool and how to install it."""
    with pytest.raises(pytest.skip.Exception, match="the package emulate is missing; `make tools`"):
        tooling.require_node("emulate")
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        tooling.require_browser()


@pytest.mark.usefixtures("bare")
def test_where_it_counts_nothing_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """With CI=true a missing tool is a failure."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="the package emulate is missing"):
        tooling.require_node("emulate")
