"""Trouble outside: the process stays up, says so once, recovers by itself and loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import event
from structlog.typing import EventDict

from clausewatch.errors import DeliveryError, FetchError, StoreError
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.store import Store
from tests import postgres_server
from tests.jobs.world import World, render_policy
from tests.sqlite_stores import open_empty_store

HOURS = timedelta(hours=7)
SOON = timedelta(minutes=11)
NAMES = ("Acme", "Brillo", "Corvid", "Dorado", "Ember")
ACME = "https://acme.example/privacy"
BRILLO = "https://brillo.example/privacy"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Five platforms, all read and told of."""
    made = World(await open_empty_store(tmp_path / "jobs.db"))
    await settle(made)
    yield made
    await made.store.close()


async def settle(world: World) -> None:
    """All are read for the first time, and that was told."""
    await world.watch(*NAMES)
    await world.look()
    await world.tell()
    world.posts.clear()


def said(lines: list[EventDict]) -> list[str]:
    """What was said at a level that somebody reads."""
    return [line["event"] for line in lines if line["log_level"] in {"warning", "error"}]


async def change(world: World) -> None:
    """Acme's term changes and both looks see it."""
    world.pages[ACME] = render_policy("Acme", 90)
    await world.look(HOURS)
    await world.look(SOON)


def silence(url: str) -> FetchError:
    """The fault of a name that cannot be resolved, as the fetcher raises it."""
    fault = FetchError(url, "the name cannot be resolved", transient=True)
    fault.__cause__ = OSError("Temporary failure in name resolution")
    return fault


async def test_without_names_nothing_is_counted_against_hosts(world: World) -> None:
    """DNS is down for an hour: said once, at most a few looks are lost, and no health is told."""
    pages = dict(world.pages)
    world.pages.update({url: silence(url) for url in pages})
    with structlog.testing.capture_logs() as lines:
        await world.look(HOURS)
        for _ in range(60):
            await world.look(timedelta(minutes=1))
        world.pages.update(pages)
        await world.look(timedelta(minutes=2))
    assert said(lines) == ["down", "up again"]
    await change(world)
    await world.tell()
    assert [text for _, text in world.told("health")] == []
    assert len(world.told("alert")) == 1


async def test_one_host_that_is_silent_is_its_own_trouble(world: World) -> None:
    """The others answer, so its looks count and its health is told after three days, once."""
    world.pages[ACME] = silence(ACME)
    for _ in range(10):
        await world.look(HOURS)
    await world.tell()
    assert world.told("health") == []
    for _ in range(10):
        await world.look(HOURS)
    await world.tell()
    assert len(world.told("health")) == 1


async def test_slack_down_for_ten_minutes(world: World) -> None:
    """No post gets through: said once, told once when it is back."""
    await change(world)
    with structlog.testing.capture_logs() as lines:
        until = world.now + timedelta(minutes=10)
        while world.now < until:
            world.refusals[:] = [DeliveryError("unreachable", transient=True)]
            await world.send_tick()
            world.now += timedelta(seconds=20)
        world.refusals.clear()
        world.now += timedelta(minutes=10)
        await world.send_tick()
    assert said(lines) == ["down", "up again"]
    assert [outgoing.is_repeat for _, outgoing in world.posts] == [False]


async def test_a_storm_of_429(world: World) -> None:
    """Twenty refusals in a row, each with a wait: nothing is asked sooner, nothing told twice."""
    await world.watch("Acme", channel="C2")
    await change(world)
    wait = DeliveryError("ratelimited", transient=True, retry_after=timedelta(seconds=30))
    world.refusals.extend([wait] * 20)
    attempts = []
    while world.refusals:
        left = len(world.refusals)
        await world.send_tick()
        attempts.append(left - len(world.refusals))
        await world.send_tick()
        assert len(world.refusals) == left - attempts[-1]
        world.now += timedelta(seconds=30)
    assert max(attempts) <= 2
    await world.tell()
    assert sorted(channel for channel, _ in world.told("alert")) == ["C1", "C2"]


@pytest.mark.parametrize("hours", [-1, 1], ids=["back", "forward"])
async def test_the_clock_is_set_by_an_hour(world: World, hours: int) -> None:
    """A change is seen just before: it is told once, within minutes and not an hour later."""
    world.pages[ACME] = render_policy("Acme", 90)
    await world.look(HOURS)
    await world.look(SOON)
    await world.store.maintenance.release_leases(world.now)
    world.now += timedelta(hours=hours)
    if hours < 0:
        await world.store.maintenance.handle_clock_set_back(world.now, timedelta(hours=-hours))
    await world.tell()
    assert len(world.told("alert")) == 1
    await world.look(HOURS)
    assert await world.tell() == 0


async def test_a_full_disk(world: World) -> None:
    """Writes are refused in one sentence; with space again the same look files the change."""
    limit = [1]

    def bound(driver: object, *_: object) -> None:
        cursor = driver.cursor()  # type: ignore[attr-defined]  # the driver's own
        cursor.execute(f"PRAGMA max_page_count = {limit[0]}")
        cursor.close()

    event.listen(world.store.database.engine.sync_engine, "checkout", bound)
    world.pages[ACME] = (
        render_policy("Acme", 90) + "<!-- " + "".join(map(str, range(30_000))) + " -->"
    )
    with pytest.raises(StoreError, match=r"disk of the database is full .*nothing was stored"):
        await world.look(HOURS)
    assert (await world.store.maintenance.count_rows())["snapshots"] == len(NAMES)
    limit[0] = 1_000_000
    await world.look(SOON)
    await world.look(SOON)
    await world.tell()
    assert len(world.told("alert")) == 1


async def test_the_database_is_gone_for_a_while() -> None:
    """Checks and posts fail in one sentence and leave no trace; afterwards all goes on."""
    programs = postgres_server.find_binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    with postgres_server.run_server(programs) as server:
        world = World(await Store.open(postgres_server.create_database(server)))
        await settle(world)
        postgres_server.stop_server(programs, server)
        for tick in (world.look, world.send_tick):
            with pytest.raises(StoreError, match="The database cannot be used"):
                await tick()
        world.now += timedelta(seconds=60)
        postgres_server.start_server(programs, server)
        await change(world)
        await world.tell()
        assert len(world.told("alert")) == 1
        await world.store.close()


async def test_a_document_whose_row_is_damaged_holds_up_no_other(world: World) -> None:
    """How one is to be read cannot be read itself: the others are looked at, and it is said."""
    async with world.store.database.write() as connection:
        await connection.exec_driver_sql("update document set access = '{' where id = 1")
    assert await world.look(HOURS) == len(NAMES) - 1
    assert await world.look(SOON) == 0


async def test_a_document_whose_notes_are_damaged_is_looked_at_and_told_of(world: World) -> None:
    """What looks remembered is learnt again; what a change is told by is kept elsewhere."""
    async with world.store.database.write() as connection:
        await connection.exec_driver_sql("update document set state = '{' where id = 1")
    assert await world.look(HOURS) == len(NAMES)
    await change(world)
    await world.tell()
    assert len(world.told("alert")) == 1


async def test_a_post_that_is_damaged_holds_up_no_other(world: World) -> None:
    """What one channel is to be told cannot be read: the other channel is told of its change."""
    await world.watch("Brillo", channel="C2")
    world.pages[BRILLO] = render_policy("Brillo", 90)
    await change(world)
    damaged = "update change set comparison = x'00' where document_id in (%s)"
    theirs = "select id from document where platform_key = 'acme'"
    async with world.store.database.write() as connection:
        await connection.exec_driver_sql(damaged % theirs)
    await world.tell(can_look_up=True)
    world.now += SOON
    await world.tell(can_look_up=True)
    assert ("C2", "alert") in [(c, d.kind) for c, post in world.posts for d in post.deliveries]


async def test_what_fails_in_one_channel_waits_for_the_posts_under_way(world: World) -> None:
    """A fault of ours ends the tick, and no post goes on behind its back."""
    await world.watch("Acme", channel="C2")
    await change(world)
    world.now += SOON
    going_on = asyncio.Event()

    async def post(outgoing: Post, now: datetime) -> Receipt:
        if outgoing.channel.slack_id == "C1":
            going_on.set()
            raise RuntimeError("not foreseen")
        await going_on.wait()
        await asyncio.sleep(0.01)
        return await World.post(world, outgoing, now)

    world.post = post  # type: ignore[method-assign]  # a messenger of this test's own
    with pytest.raises(RuntimeError, match="not foreseen"):
        await world.send_due()()
    made = len(world.posts)
    assert made
    await asyncio.sleep(0.1)
    assert len(world.posts) == made
