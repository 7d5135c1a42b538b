"""Search slots are limited: people get an error at once, and background searches wait."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from clausewatch.catalogue.search_limits import (
    MAX_BACKGROUND_SEARCHES,
    MAX_SEARCHES,
    SearchLimits,
    TooManySearches,
)


async def test_a_third_search_of_a_workspace_is_refused() -> None:
    """Another workspace still gets a slot."""
    limits = SearchLimits()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(limits.reserve(1))
        await stack.enter_async_context(limits.reserve(1))
        with pytest.raises(
            TooManySearches, match="Two searches of this workspace are running; try again"
        ):
            await stack.enter_async_context(limits.reserve(1))
        await stack.enter_async_context(limits.reserve(2))
    async with limits.reserve(1):
        assert limits._running == {1: 1}
    assert limits._running == {}


async def test_a_fifth_search_is_refused() -> None:
    """The limit covers all workspaces, and a finished search frees its slot."""
    limits = SearchLimits()
    async with AsyncExitStack() as stack:
        for workspace in range(MAX_SEARCHES):
            await stack.enter_async_context(limits.reserve(workspace))
        with pytest.raises(TooManySearches, match="Other searches are running"):
            await stack.enter_async_context(limits.reserve(99))
    async with limits.reserve(99):
        pass


async def test_a_failed_search_frees_its_slot() -> None:
    """Any exception frees the slot."""
    limits = SearchLimits(max_searches=1)
    for _ in range(3):
        with pytest.raises(KeyError):
            async with limits.reserve(1):
                raise KeyError
        with pytest.raises(KeyError):
            async with limits.reserve_in_background():
                raise KeyError
    async with limits.reserve(1):
        pass


async def test_background_searches_leave_slots_to_people() -> None:
    """With any number of background searches, a person still gets a slot."""
    limits = SearchLimits()
    running = highest = 0
    release = asyncio.Event()

    async def search_in_background() -> None:
        nonlocal running, highest
        async with limits.reserve_in_background():
            running += 1
            highest = max(highest, running)
            await release.wait()
            running -= 1

    background = [asyncio.create_task(search_in_background()) for _ in range(20)]
    await asyncio.sleep(0)
    async with limits.reserve(1), limits.reserve(1):
        release.set()
    await asyncio.gather(*background)
    assert highest == MAX_BACKGROUND_SEARCHES


async def test_a_background_search_is_skipped_in_the_end() -> None:
    """It waits for a limited time, and holds no slot afterwards."""
    limits = SearchLimits(max_searches=1, background_wait_seconds=0.01)
    async with limits.reserve(1):
        for _ in range(3):
            with pytest.raises(TooManySearches):
                async with limits.reserve_in_background():
                    raise AssertionError
    async with limits.reserve_in_background():
        pass
