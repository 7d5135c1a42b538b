"""The real processes, killed at random moments: nothing lost, nothing silently doubled."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests import postgres_server
from tests.torture import BAD, WAYS, torture

KILLS = {"sqlite": 20}
"""By way; `make torture` has all of them and many more kills."""


@pytest.mark.long
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("way", KILLS)
async def test_every_change_is_told_once_whatever_is_killed(tmp_path: Path, way: str) -> None:
    """Every change has its post in every watching channel, only one; what is stored fits."""
    if WAYS[way]["is_server"]:
        pytest.importorskip("procrastinate", reason="a fleet needs the extra `fleet`")
        if postgres_server.find_binaries() is None:
            pytest.skip("no PostgreSQL server is installed")
    counts = await _tortured(tmp_path, way)
    assert counts["changes"] >= KILLS[way] // 3
    assert {key: counts[key] for key in BAD} == dict.fromkeys(BAD, 0)
    assert counts["verified"] > 0


async def _tortured(folder: Path, way: str) -> Counter[str]:
    """Kill in two places at once, half of the times in each: most of the time is waiting."""
    halves = {seed: folder / str(seed) for seed in (7, 8)}
    for half in halves.values():
        half.mkdir()
    runs = (torture(KILLS[way] // 2, half, way, seed) for seed, half in halves.items())
    counts = Counter[str]()
    for count in await asyncio.gather(*runs):
        counts.update(count)
    return counts
