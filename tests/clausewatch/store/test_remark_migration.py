"""Remarks that an earlier database has only in the state of a document get their column."""

import sqlalchemy as sa

from clausewatch.checks.outcome import DocumentState, NotThePolicy
from clausewatch.model.reading import Remark
from clausewatch.store import Store, migration
from clausewatch.store.database import make_engine, run_sync
from clausewatch.store.tables import DOCUMENT
from tests.clausewatch.store.world import PACE, World, make_outcome

REMARK = Remark("hub", "The page lists links and headlines rather than terms.")


async def test_remarks_are_counted_after_an_upgrade(empty_url: str) -> None:
    """A document with a remark gets its code in the column; a damaged state gets none."""
    world = World(await Store.open(empty_url))
    channel = await world.channel()
    for name in ("alpha", "bravo", "charlie"):
        await world.watch(channel, name)
    for due in await world.store.checks.claim(world.now, 100, PACE):
        remark = REMARK if due.document.platform_key == "bravo" else None
        outcome = make_outcome(due, NotThePolicy((), "odd"), state=DocumentState(remark=remark))
        await world.record(outcome)
    await world.store.close()
    engine = make_engine(empty_url)
    await migration.downgrade(engine, "0120")

    def damage(connection: sa.Connection) -> None:
        state = sa.update(DOCUMENT).where(DOCUMENT.c.platform_key == "charlie")
        connection.execute(state.values(state='{"remark": {"reason"'))

    await run_sync(engine, damage)
    await migration.upgrade(engine)
    await engine.dispose()
    store = await Store.open(empty_url)
    async with store.database.read() as connection:
        query = sa.select(DOCUMENT.c.remark_code).order_by(DOCUMENT.c.platform_key)
        codes = (await connection.execute(query)).scalars().all()
    await store.close()
    assert codes == [None, "hub", None]
