"""Who goes first: people who wait for an answer, then work that nobody waits for."""

import asyncio

import pytest

from bot.runtime import in_flight as module
from bot.runtime.in_flight import InFlight


async def turns(number: int) -> None:
    """Let the loop go round so many times."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_where_nobody_asks_work_goes_on_at_once() -> None:
    """Not even a turn of the loop is lost."""
    quiet = InFlight().yield_to_requests()
    with pytest.raises(StopIteration):
        quiet.send(None)


async def test_work_stands_back_until_who_asked_has_an_answer() -> None:
    """It waits as long as the listener is under way, and goes on when it has ended."""
    running = InFlight()
    async with running.track():
        work = asyncio.create_task(running.yield_to_requests())
        await turns(20)
        assert not work.done()
    await work


async def test_a_listener_that_takes_long_keeps_no_work_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search of a site takes half a minute: checks go on meanwhile, and at once from then."""
    monkeypatch.setattr(module, "YIELD_SECONDS", 0.01)
    running = InFlight()
    async with running.track():
        await running.yield_to_requests()
        later = asyncio.create_task(running.yield_to_requests())
        await turns(2)
        assert later.done()


async def test_who_asks_next_is_not_behind_all_that_waited() -> None:
    """What stood back goes on one a turn, so that a new request gets its turn between."""
    running, order = InFlight(), list[str]()

    async def work() -> None:
        await running.yield_to_requests()
        order.append("work")

    async with running.track():
        waiting = [asyncio.create_task(work()) for _ in range(20)]
        await turns(2)
    while not order:  # noqa: ASYNC110  # nothing signals
        await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(order.append, "asked")
    await asyncio.gather(*waiting)
    assert order.index("asked") < len(order) // 2
