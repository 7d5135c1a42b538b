"""A machine without the tools skips by name; the machine that decides fails."""

from pathlib import Path

import pytest

from tests.outside import tooling


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing installed."""
    monkeypatch.setattr(tooling, "MODULES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_named() -> None:
    """The reason says what is missing and how it comes."""
    with pytest.raises(pytest.skip.Exception, match="the package emulate is missing; `make tools`"):
        tooling.node("emulate")
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        tooling.needs_browser()


@pytest.mark.usefixtures("bare")
def test_where_it_counts_nothing_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """With CI=true a missing tool is a failure."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="the package emulate is missing"):
        tooling.node("emulate")
