"""Counts over all documents: kept while nothing is read, and never out of date."""

from dataclasses import replace
from datetime import timedelta

from clausewatch.model.record_ids import ChannelId
from clausewatch.store.kept_counts import MAX_COUNTS, KeptCounts
from clausewatch.store.tables import RECOGNITION
from tests.clausewatch.store.test_provisions import first, ids, provision
from tests.clausewatch.store.world import World

CLAUSE = "data_retention"


async def read_platform(world: World, key: str, *, earlier: timedelta = timedelta(0)) -> None:
    """A platform's document is read, and has one provision; perhaps recorded late."""
    await world.watch(await world.channel(), key)
    outcome = first(await world.due(), provision())
    await world.record(replace(outcome, checked_at=world.now - earlier))


async def test_nothing_is_counted_again_until_a_document_is_read(world: World) -> None:
    """One count serves all pages; the next reading brings a new one."""
    counted = []

    async def count() -> int:
        counted.append(1)
        return len(counted)

    counts: KeptCounts[int] = KeptCounts()
    for key in ("lumen", "brillo"):
        await read_platform(world, key)
        async with world.store.database.read() as connection:
            for _ in range(3):
                assert await counts.find(connection, "one", count) == len(counted)
    assert len(counted) == 2


async def test_every_reading_shows_in_the_next_count(world: World) -> None:
    """Also at the same moment, and also one that is recorded with an earlier time."""
    workspace, provisions = await ids(world), world.store.provisions
    lists = world.store.record_lists
    late = timedelta(minutes=2)
    for number, (key, earlier) in enumerate(
        [("lumen", timedelta(0)), ("brillo", timedelta(0)), ("quartz", late)], 1
    ):
        await read_platform(world, key, earlier=earlier)
        assert (await provisions.measure_prevalence(workspace, CLAUSE)).found == number
        assert await lists.count_positions(workspace, CLAUSE) == {"does": number}


async def test_another_process_that_recorded_is_noticed(world: World) -> None:
    """The mark is in the database, so that the counts of one process follow the work of others."""
    await read_platform(world, "lumen")
    workspace = await ids(world)
    before = await world.store.provisions.measure_prevalence(workspace, CLAUSE)
    await world.watch(await world.channel(), "brillo")
    row = {"document_id": 2, "version_id": 1, "extractor": "1", "engine": "1"}
    async with world.store.database.write() as connection:
        await connection.execute(RECOGNITION.insert(), row | {"judged_at": world.now})
    after = await world.store.provisions.measure_prevalence(workspace, CLAUSE)
    assert (before.read, after.read) == (1, 2)


async def test_counts_take_a_bounded_place(world: World) -> None:
    """Whoever asks for many things does not fill the memory."""
    counts: KeptCounts[int] = KeptCounts()

    async def count() -> int:
        return 1

    async with world.store.database.read() as connection:
        for number in range(MAX_COUNTS + 5):
            await counts.find(connection, ChannelId(number), count)
    assert len(vars(counts)["_counts"]) == 5
