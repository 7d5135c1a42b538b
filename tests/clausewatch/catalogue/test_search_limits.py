"""Searches have few places: people are told at once, and what nobody waits for waits or is left."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from clausewatch.catalogue.search_limits import MOST, MOST_UNASKED, Busy, Searches


async def test_a_third_search_of_a_workspace_is_refused() -> None:
    """Two run; the third is told so, and another workspace is not."""
    searches = Searches()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(searches.asked(1))
        await stack.enter_async_context(searches.asked(1))
        with pytest.raises(Busy, match="Two searches of this workspace are running; try again"):
            await stack.enter_async_context(searches.asked(1))
        await stack.enter_async_context(searches.asked(2))
    async with searches.asked(1):
        assert searches._running == {1: 1}
    assert searches._running == {}


async def test_a_fifth_search_is_refused() -> None:
    """Four run in all, whoever asked for them; after one of them there is a place again."""
    searches = Searches()
    async with AsyncExitStack() as stack:
        for workspace in range(MOST):
            await stack.enter_async_context(searches.asked(workspace))
        with pytest.raises(Busy, match="Other searches are running"):
            await stack.enter_async_context(searches.asked(99))
    async with searches.asked(99):
        pass


async def test_a_search_that_breaks_leaves_its_place() -> None:
    """Whatever ends it, the place is free."""
    searches = Searches(most=1)
    for _ in range(3):
        with pytest.raises(KeyError):
            async with searches.asked(1):
                raise KeyError
        with pytest.raises(KeyError):
            async with searches.unasked():
                raise KeyError
    async with searches.asked(1):
        pass


async def test_searches_that_nobody_waits_for_leave_places_to_people() -> None:
    """However many dead policies there are, a person's search finds a place."""
    searches = Searches()
    running = most = 0
    go_on = asyncio.Event()

    async def rescue() -> None:
        nonlocal running, most
        async with searches.unasked():
            running += 1
            most = max(most, running)
            await go_on.wait()
            running -= 1

    rescues = [asyncio.create_task(rescue()) for _ in range(20)]
    await asyncio.sleep(0)
    async with searches.asked(1), searches.asked(1):
        go_on.set()
    await asyncio.gather(*rescues)
    assert most == MOST_UNASKED


async def test_a_search_that_nobody_waits_for_is_left_out_in_the_end() -> None:
    """It waits for its turn, and not for ever; the place that it did not get is nobody's."""
    searches = Searches(most=1, turn_seconds=0.01)
    async with searches.asked(1):
        for _ in range(3):
            with pytest.raises(Busy):
                async with searches.unasked():
                    raise AssertionError
    async with searches.unasked():
        pass
