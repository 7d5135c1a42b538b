"""The real processes, killed at chosen moments, lose no post and double none unmarked."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.crash_counts import has_failed, is_noticed
from tests.planted_faults import FAULTS
from tests.torture import (
    FAULT_MOMENTS,
    MOMENTS,
    SENDING_WINDOW,
    choose_moments,
    run_crashes,
)

EACH_MOMENT_ONCE = len(MOMENTS)
"""Kills of the suite. `make torture` has all set-ups and many more kills."""


@pytest.mark.long(90)
@pytest.mark.filterwarnings("default")
async def test_every_change_is_posted_once(tmp_path: Path) -> None:
    """A kill at each moment of a check and of a post loses no post and doubles none unmarked."""
    moments = choose_moments(EACH_MOMENT_ONCE, random.Random(7))  # noqa: S311  # an order
    counts = await run_crashes(moments, tmp_path, seed=7)
    assert not has_failed(counts), counts
    assert counts["kills"] == counts["changes"] == EACH_MOMENT_ONCE
    assert counts["sending"] >= len(SENDING_WINDOW) - 1
    assert counts["verified"] > 0


@pytest.mark.long(60)
@pytest.mark.filterwarnings("default")
async def test_each_planted_fault_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With a planted fault the same kills lose a post, double one, or file half a change."""
    # A run waits most of its time, and each has a store, processes and a Slack of its own.
    runs = (
        run_crashes(FAULT_MOMENTS[fault], tmp_path_factory.mktemp(fault), fault=fault)
        for fault in FAULTS
    )
    counts = dict(zip(FAULTS, await asyncio.gather(*runs), strict=True))
    assert [fault for fault in FAULTS if not is_noticed(counts[fault])] == [], counts


def test_a_third_of_the_kills_hit_the_sending_window() -> None:
    """Of 300 kills at least 100 come between the claim of a post and its record as sent."""
    moments = choose_moments(300, random.Random(300))  # noqa: S311  # an order
    assert sum(moment in SENDING_WINDOW for moment in moments) >= 100
