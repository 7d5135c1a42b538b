"""A crash run is over once nothing is left to send and every process had its turn since."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import update

from clausewatch.store.tables import DELIVERY, DOCUMENT
from clausewatch.store.webhooks import NewWebhook
from tests import crash_end
from tests.clausewatch.store.world import SEND_LEASE, World
from tests.crash_end import SPAN_SECONDS, RunEnd
from tests.sqlite_stores import open_empty_store

BOUND_SECONDS = 0.5
"""Many looks; a run that is not over stays so for good."""
ONE_DAY = timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Return a store with one change, of which a channel and a webhook are to be notified."""
    monkeypatch.setattr(crash_end, "SPAN_SECONDS", BOUND_SECONDS / 4)
    monkeypatch.setattr(crash_end, "LOOK_SECONDS", BOUND_SECONDS / 40)
    now = datetime.now(UTC)  # noqa: TID251  # the end of a run reads the real clock
    made = World(await open_empty_store(tmp_path / "end.db"), now - 30 * ONE_DAY)
    channel = await made.channel()
    await made.watch(channel)
    await made.first_read()
    await made.drain()
    hook = NewWebhook(channel.id, "https://receiver.example/", "nonce", "key")
    await made.store.webhooks.add(hook, made.now)
    await made.change()
    yield made
    await made.store.close()


def make_end(
    world: World,
    changes: int = 1,
    received: Callable[[], int] = lambda: 0,
    ticks: Callable[[], int] | None = None,
) -> RunEnd:
    """Return the end of a run of one process, which ticks with each look unless told."""
    tick = ticks or count().__next__
    return RunEnd(world.store, changes, received, lambda: (tick(),))


async def send_messages(world: World) -> None:
    """Send what is due to the webhook."""
    while (message := await world.store.webhooks.claim(world.now, SEND_LEASE)) is not None:
        await world.store.webhooks.mark_sent(message, world.now)


async def check_again(world: World, at: datetime, *, is_awaiting: bool = False) -> None:
    """Let the policy be checked at a time."""
    checked = {"last_checked_at": at, "is_awaiting_confirmation": is_awaiting}
    async with world.store.database.write() as connection:
        await connection.execute(update(DOCUMENT).values(checked))


async def finish(world: World) -> datetime:
    """Send all that is left, check the policy again later, and return the present time."""
    await world.drain()
    await send_messages(world)
    now = datetime.now(UTC)  # noqa: TID251  # as above
    await check_again(world, now + ONE_DAY)
    return now


async def test_a_run_without_anything_left_is_over(world: World) -> None:
    """The change is posted, its message sent and the policy checked again."""
    await finish(world)
    assert await make_end(world).wait(100 * BOUND_SECONDS)


async def test_a_delivery_is_left(world: World) -> None:
    """The alert is not posted yet."""
    await check_again(world, await finish(world) + ONE_DAY)
    async with world.store.database.write() as connection:
        await connection.execute(update(DELIVERY).values(state="pending"))
    assert not await make_end(world).wait(BOUND_SECONDS)


async def test_a_post_in_progress_is_left(world: World) -> None:
    """The process that claimed a post may have died."""
    assert await world.store.outbox.claim(world.now, SEND_LEASE) is not None
    await send_messages(world)
    await check_again(world, world.now + 60 * ONE_DAY)
    assert not await make_end(world).wait(BOUND_SECONDS)


async def test_a_message_to_a_webhook_is_left(world: World) -> None:
    """It is claimed but not recorded as sent."""
    await world.drain()
    assert await world.store.webhooks.claim(world.now, SEND_LEASE) is not None
    await check_again(world, world.now + 60 * ONE_DAY)
    assert not await make_end(world).wait(BOUND_SECONDS)


async def test_an_alert_without_its_reminder_is_left(world: World) -> None:
    """The alert is of today, so its reminder becomes due only later."""
    now = await finish(world)
    async with world.store.database.write() as connection:
        await connection.execute(update(DELIVERY).values(created_at=now))
    assert not await make_end(world).wait(BOUND_SECONDS)


async def test_a_change_that_is_not_filed_is_left(world: World) -> None:
    """Two policies changed, and one change is filed."""
    await finish(world)
    assert not await make_end(world, changes=2).wait(BOUND_SECONDS)


async def test_a_process_that_does_not_tick_had_no_turn(world: World) -> None:
    """One tick may have begun before the last change of the store."""
    await finish(world)
    first = iter([0])
    assert not await make_end(world, ticks=lambda: next(first, 1)).wait(BOUND_SECONDS)


@pytest.mark.parametrize("is_awaiting", [False, True])
async def test_a_policy_must_be_checked_again(world: World, *, is_awaiting: bool) -> None:
    """The last check was earlier, or a confirming one is to come."""
    now = await finish(world)
    at = now + ONE_DAY if is_awaiting else now - ONE_DAY
    await check_again(world, at, is_awaiting=is_awaiting)
    assert not await make_end(world).wait(BOUND_SECONDS)


async def test_a_late_post_begins_the_span_anew(world: World) -> None:
    """While posts arrive, a run is not over."""
    await finish(world)
    received = count()
    assert not await make_end(world, received=received.__next__).wait(BOUND_SECONDS)


def test_the_span_is_longer_than_the_pause_before_a_repeat() -> None:
    """A repeat is due after the pause, and is sent at the next tick of a second at most."""
    assert crash_end.REPEAT_SECONDS + 1 < SPAN_SECONDS
