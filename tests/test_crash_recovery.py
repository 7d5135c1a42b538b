"""The real processes, killed at random moments, lose no post and double none unmarked."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests import postgres_server
from tests.torture import FAULT_COUNTS, SETUPS, run_crashes

KILLS = {"sqlite": 20}
"""Kills per set-up. `make torture` has all set-ups and many more kills."""


@pytest.mark.long
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("setup", KILLS)
async def test_every_change_is_posted_once(tmp_path: Path, setup: str) -> None:
    """Every change has one post in every watching channel, and stored data is consistent."""
    if SETUPS[setup]["is_server"]:
        pytest.importorskip("procrastinate", reason="a fleet needs the extra `fleet`")
        if postgres_server.find_binaries() is None:
            pytest.skip("no PostgreSQL server is installed")
    counts = await _run_halves(tmp_path, setup)
    assert counts["changes"] >= KILLS[setup] // 3
    assert {key: counts[key] for key in FAULT_COUNTS} == dict.fromkeys(FAULT_COUNTS, 0)
    assert counts["verified"] > 0


async def _run_halves(folder: Path, setup: str) -> Counter[str]:
    """Run two halves of the kills at once, because most of the time is waiting."""
    halves = {seed: folder / str(seed) for seed in (7, 8)}
    for half in halves.values():
        half.mkdir()
    runs = (run_crashes(KILLS[setup] // 2, half, setup, seed) for seed, half in halves.items())
    counts = Counter[str]()
    for count in await asyncio.gather(*runs):
        counts.update(count)
    return counts
