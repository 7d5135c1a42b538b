"""The real process, killed at random moments: nothing lost, nothing silently doubled."""

from pathlib import Path

import pytest
from torture import torture

KILLS = 20


@pytest.mark.filterwarnings("default")
async def test_every_change_is_told_once_whatever_is_killed(tmp_path: Path) -> None:
    """After twenty kills every change has its post in every watching channel, and only one."""
    counts = await torture(KILLS, tmp_path, seed=7)
    assert counts["changes"] >= KILLS // 3
    assert counts["lost"] == 0
    assert counts["doubled"] == 0
