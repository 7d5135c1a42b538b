"""Background work yields to requests that people wait for."""

import asyncio

import pytest

from bot.runtime import in_flight as module
from bot.runtime.in_flight import InFlight


async def run_loop(turns: int) -> None:
    """Let the event loop run for a number of turns."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_without_requests_work_continues_at_once() -> None:
    """It does not wait for even one turn of the event loop."""
    waiting = InFlight().yield_to_requests()
    with pytest.raises(StopIteration):
        waiting.send(None)


async def test_work_waits_until_the_listener_has_answered() -> None:
    """It waits while the listener runs, and continues when it has ended."""
    in_flight = InFlight()
    async with in_flight.track():
        work = asyncio.create_task(in_flight.yield_to_requests())
        await run_loop(20)
        assert not work.done()
    await work


async def test_a_slow_listener_does_not_stop_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site search takes half a minute; checks continue after a short wait."""
    monkeypatch.setattr(module, "YIELD_SECONDS", 0.01)
    in_flight = InFlight()
    async with in_flight.track():
        await in_flight.yield_to_requests()
        later = asyncio.create_task(in_flight.yield_to_requests())
        await run_loop(2)
        assert later.done()


async def test_a_new_request_does_not_wait_for_all_waiting_work() -> None:
    """Waiting work continues one a turn, so a new request gets its turn in between."""
    in_flight, order = InFlight(), list[str]()

    async def work() -> None:
        await in_flight.yield_to_requests()
        order.append("work")

    async with in_flight.track():
        waiting = [asyncio.create_task(work()) for _ in range(20)]
        await run_loop(2)
    while not order:  # noqa: ASYNC110  # nothing signals
        await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(order.append, "request")
    await asyncio.gather(*waiting)
    assert order.index("request") < len(order) // 2
