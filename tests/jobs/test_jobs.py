"""The jobs on a real store: what is due is checked, what is known is told, whatever fails."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clausewatch.checks import pipeline
from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.errors import INTERNAL_ERROR, DeliveryError, FetchError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import Receipt
from clausewatch.notifications.digests import DueDigest
from clausewatch.store import Store
from clausewatch.store.digests import Digests
from jobs.check_due import CheckDue
from jobs.digests import MakeDigests
from jobs.tidy import Tidy
from tests.jobs.world import World, render_policy
from tests.patience import wait_until
from tests.sqlite_stores import open_empty_store

HOURS = timedelta(hours=7)
SOON = timedelta(minutes=11)
ACME = "https://acme.example/privacy"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose store is a file of this test."""
    store = await open_empty_store(tmp_path / "jobs.db")
    yield World(store)
    await store.close()


async def changed(world: World) -> None:
    """Acme's term changes, and both looks have seen it."""
    world.pages[ACME] = render_policy("Acme", 90)
    await world.look(HOURS)
    await world.look(SOON)


async def test_a_change_reaches_every_watching_channel_once(world: World) -> None:
    """Two channels watch Acme, one watches another platform."""
    await world.watch("Acme")
    await world.watch("Acme", channel="C2")
    await world.watch("Other", channel="C3")
    await world.look()
    await changed(world)
    await world.tell()
    assert sorted(channel for channel, _ in world.told("alert")) == ["C1", "C2"]
    await world.look(HOURS)
    assert await world.tell() == 0


async def test_what_is_not_due_is_not_fetched(world: World) -> None:
    """The store says when; a second tick right after the first asks no host."""
    await world.watch("Acme", "Other")
    assert await world.look() == 2
    world.asked.clear()
    assert await world.look(timedelta(minutes=1)) == 0
    assert world.asked == []


async def test_a_platform_that_fails_holds_up_no_other(world: World) -> None:
    """One host is down; the other's first look is told, and so is the failure, once."""
    await world.watch("Acme", "Other")
    world.pages[ACME] = FetchError(ACME, "the host answered 503", transient=True)
    await world.look()
    await world.look(timedelta(hours=2))
    await world.tell()
    told = [text for _, text in world.told("note")]
    assert len(told) == 2
    assert "the host answered 503" in told


async def test_a_fault_of_ours_with_one_document_holds_up_no_other(world: World) -> None:
    """What nobody foresaw is logged and told of the document that it came with; others are read."""
    names = [f"Other{number}" for number in range(8)]
    await world.watch("Acme", *names)
    examine = world.examine

    async def faulty(task: Task) -> Examination:
        if "acme" in task.pages[0].url:
            raise ZeroDivisionError
        return await examine(task)

    ports = Ports(world.fetch, world.store.versions, faulty)
    pass_over = CheckDue(world.store, ports, Timing(), timedelta(0), world.clock, 3)
    assert await pass_over() == len(names) + 1
    assert (await world.store.maintenance.count_rows())["versions"] == len(names)
    await world.tell()
    assert INTERNAL_ERROR in [text for _, text in world.told("note")]


async def test_a_fault_in_what_follows_a_look_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same holds for what is looked for after the page itself was read."""
    await world.watch("Acme", "Other")

    async def faulty(due: DueDocument, outcome: CheckOutcome, *_: object) -> CheckOutcome:
        if due.document.platform_key == "acme":
            raise ZeroDivisionError
        return outcome

    monkeypatch.setattr(pipeline, "suggest_remedies", faulty)
    assert await world.check_due() == 2
    await world.tell()
    assert INTERNAL_ERROR in [text for _, text in world.told("note")]


async def test_an_outcome_that_the_store_refuses_holds_up_no_other(world: World) -> None:
    """Of looks that are recorded together the others are kept, and this one's fault is told."""
    names = [f"Other{number}" for number in range(3)]
    await world.watch("Acme", *names)

    async def zoneless(request: PageRequest, now: datetime) -> Snapshot | NotModified:
        found = await world.fetch(request, now)
        if "acme" not in request.url or isinstance(found, NotModified):
            return found
        return replace(found, fetched_at=now.replace(tzinfo=None))

    ports = Ports(zoneless, world.store.versions, world.examine)
    shown: list[CheckOutcome] = []
    tick = CheckDue(world.store, ports, Timing(), timedelta(0), world.clock, 5, shown.append)
    assert await tick() == len(names) + 1
    assert len(shown) == len(names) + 1
    assert (await world.store.maintenance.count_rows())["versions"] == len(names)
    await world.tell()
    assert INTERNAL_ERROR in [text for _, text in world.told("note")]
    assert await tick() == 0


async def test_checks_give_way_to_people(world: World) -> None:
    """While somebody waits for an answer no page is asked for; afterwards all of them are."""
    await world.watch("Acme", "Other")
    answered = asyncio.Event()

    async def yield_to_requests() -> None:
        await answered.wait()

    world.check_due.yield_to_requests = yield_to_requests
    checks = asyncio.create_task(world.check_due())
    for _ in range(100):
        await asyncio.sleep(0.001)
    assert world.asked == []
    answered.set()
    assert await checks == 2


async def test_checks_give_way_behind_each_page(world: World) -> None:
    """Somebody asks while pages are under way: nothing is read of them before the answer."""
    await world.watch("Acme", "Other")
    answered, examined = asyncio.Event(), list[Task]()

    async def yield_to_requests() -> None:
        if world.asked:
            await answered.wait()

    async def noted(task: Task) -> Examination:
        examined.append(task)
        return await world.examine(task)

    ports = Ports(world.fetch, world.store.versions, noted)
    tick = CheckDue(
        world.store,
        ports,
        Timing(),
        timedelta(0),
        world.clock,
        1,
        yield_to_requests=yield_to_requests,
    )
    checks = asyncio.create_task(tick())
    await wait_until(lambda: world.asked)
    for _ in range(100):
        await asyncio.sleep(0.001)
    assert (len(world.asked), examined) == (1, [])
    answered.set()
    assert await checks == 2


async def test_a_check_longer_than_a_lease_keeps_what_it_claimed(world: World) -> None:
    """Two hosts take half an hour while others answer: no page is asked for twice."""
    names = [f"Slow{number}" for number in range(24)]
    await world.watch(*names)
    fetch, all_others = world.fetch, asyncio.Event()

    async def slow(request: PageRequest, now: datetime) -> Snapshot | NotModified:
        answer = await fetch(request, now)
        world.now += timedelta(minutes=2)
        if len(world.asked) == len(names):
            all_others.set()
        if len(world.asked) in {1, 12}:
            await all_others.wait()
        return answer

    ports = Ports(slow, world.store.versions, world.examine)
    pass_over = CheckDue(world.store, ports, Timing(), timedelta(0), world.clock, 3)
    assert await pass_over() == len(names)
    assert len(world.asked) == len(names)
    assert (await world.store.maintenance.count_rows())["versions"] == len(names)


async def test_a_restart_in_between_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Check with one process, send with the next, and look again with a third."""
    url = f"sqlite+aiosqlite:///{tmp_path}/jobs.db"
    first = World(await Store.open(url))
    await first.watch("Acme")
    await first.look()
    await changed(first)
    await first.store.close()
    second = World(await Store.open(url), pages=first.pages, now=first.now)
    await second.tell()
    assert len(second.told("alert")) == 1
    await second.store.close()
    third = World(await Store.open(url), pages=first.pages, now=second.now)
    await third.look(HOURS)
    assert await third.tell() == 0
    await third.store.close()


async def test_slack_says_wait_and_is_waited_for(world: World) -> None:
    """A rate limit delays the post; nothing is lost and nothing comes twice."""
    await world.watch("Acme")
    await world.look()
    await world.tell()
    await changed(world)
    wait = DeliveryError("ratelimited", transient=True, retry_after=timedelta(seconds=30))
    world.refusals.append(wait)
    assert await world.send_due()() == 0
    assert world.told("alert") == []
    await world.tell()
    assert len(world.told("alert")) == 1


async def test_a_post_of_unknown_fate_is_looked_up(world: World) -> None:
    """The answer never came, but the channel has the message: only its rest is posted."""
    await world.watch("Acme")
    await world.look()
    await world.tell()
    await changed(world)
    world.refusals.append(DeliveryError("unknown", transient=True))
    await world.send_due()()
    lost = (await world.store.outbox.find_unknown())[0]
    world.found[lost.post_id] = Receipt("77.0", parts=2)
    await world.tell(can_look_up=True)
    world.now += timedelta(hours=1)
    assert await world.tell() == 0
    assert [outgoing.part for _, outgoing in world.posts if outgoing.deliveries[0].change] == [1]


async def test_without_a_look_up_it_goes_out_once_more_and_says_so(world: World) -> None:
    """After ten minutes, marked as a possible repeat."""
    await world.watch("Acme")
    await world.look()
    await world.tell()
    await changed(world)
    world.refusals.append(DeliveryError("unknown", transient=True))
    await world.send_due()()
    assert await world.tell() == 0
    world.now += timedelta(minutes=11)
    await world.tell()
    repeats = [outgoing.is_repeat for _, outgoing in world.posts if outgoing.deliveries[0].change]
    assert repeats == [True]


async def test_a_digest_that_fails_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw with one channel's digest is logged, and the next one is made."""
    due = [DueDigest(ChannelId(n), Cadence.DAILY, world.now.date(), world.now) for n in (1, 2)]

    async def all_due(*_: object) -> list[DueDigest]:
        return due

    async def queue(_: object, one: DueDigest, *__: object) -> int:
        return 3 // (one.channel_id - 1)

    monkeypatch.setattr(Digests, "find_due", all_due)
    monkeypatch.setattr(Digests, "queue", queue)
    assert await MakeDigests(world.store, world.clock)() == 1


async def test_tidy_forgets_noise_and_keeps_what_a_version_rests_on(world: World) -> None:
    """Bytes of a page that only looked different go after their time; the baseline's stay."""
    await world.watch("Acme")
    await world.look()
    world.pages[ACME] = render_policy("Acme").replace("<h2>How", "<h2>2. How")
    await world.look(HOURS)
    before = await world.store.maintenance.count_rows()
    world.now += timedelta(days=40)
    await Tidy(world.store, timedelta(days=30), world.clock)()
    after = await world.store.maintenance.count_rows()
    assert (before["snapshots"], after["snapshots"]) == (2, 1)
    verification = await world.store.maintenance.verify_blobs()
    assert (verification.wrong, verification.missing) == ((), ())
