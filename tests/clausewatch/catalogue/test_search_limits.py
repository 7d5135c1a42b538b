"""Searches have few places: people are told at once, and what nobody waits for waits or is left."""

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
    """Two run; the third is told so, and another workspace is not."""
    searches = SearchLimits()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(searches.reserve(1))
        await stack.enter_async_context(searches.reserve(1))
        with pytest.raises(
            TooManySearches, match="Two searches of this workspace are running; try again"
        ):
            await stack.enter_async_context(searches.reserve(1))
        await stack.enter_async_context(searches.reserve(2))
    async with searches.reserve(1):
        assert searches._running == {1: 1}
    assert searches._running == {}


async def test_a_fifth_search_is_refused() -> None:
    """Four run in all, whoever asked for them; after one of them there is a place again."""
    searches = SearchLimits()
    async with AsyncExitStack() as stack:
        for workspace in range(MAX_SEARCHES):
            await stack.enter_async_context(searches.reserve(workspace))
        with pytest.raises(TooManySearches, match="Other searches are running"):
            await stack.enter_async_context(searches.reserve(99))
    async with searches.reserve(99):
        pass


async def test_a_search_that_breaks_leaves_its_place() -> None:
    """Whatever ends it, the place is free."""
    searches = SearchLimits(max_searches=1)
    for _ in range(3):
        with pytest.raises(KeyError):
            async with searches.reserve(1):
                raise KeyError
        with pytest.raises(KeyError):
            async with searches.reserve_in_background():
                raise KeyError
    async with searches.reserve(1):
        pass


async def test_searches_that_nobody_waits_for_leave_places_to_people() -> None:
    """However many dead policies there are, a person's search finds a place."""
    searches = SearchLimits()
    running = most = 0
    go_on = asyncio.Event()

    async def rescue() -> None:
        nonlocal running, most
        async with searches.reserve_in_background():
            running += 1
            most = max(most, running)
            await go_on.wait()
            running -= 1

    rescues = [asyncio.create_task(rescue()) for _ in range(20)]
    await asyncio.sleep(0)
    async with searches.reserve(1), searches.reserve(1):
        go_on.set()
    await asyncio.gather(*rescues)
    assert most == MAX_BACKGROUND_SEARCHES


async def test_a_search_that_nobody_waits_for_is_left_out_in_the_end() -> None:
    """It waits for its turn, and not for ever; the place that it did not get is nobody's."""
    searches = SearchLimits(max_searches=1, background_wait_seconds=0.01)
    async with searches.reserve(1):
        for _ in range(3):
            with pytest.raises(TooManySearches):
                async with searches.reserve_in_background():
                    raise AssertionError
    async with searches.reserve_in_background():
        pass
