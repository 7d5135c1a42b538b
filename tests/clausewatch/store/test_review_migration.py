"""Reviews and denials of release 0.1.0 become steps, and go back to two tables."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from clausewatch.model.reviews import ReviewStatus
from clausewatch.store import Store, migration
from clausewatch.store.database import make_engine, run_sync
from tests.clausewatch.store.world import World

THEN = datetime(2026, 2, 1, 12, tzinfo=UTC)
TIME = sa.DateTime(timezone=True)
COLUMNS = ("workspace_id", "change_id", "user_id")
REVIEW = sa.table("review", *map(sa.column, COLUMNS), sa.column("reviewed_at", TIME))
DENIAL = sa.table("denial", *map(sa.column, COLUMNS), sa.column("denied_at", TIME))


async def test_presses_of_the_first_release_become_steps(empty_url: str) -> None:
    """In the order of their times: the last press is the status, and the log has them all."""
    world = World(await Store.open(empty_url))
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    engine = world.store.database.engine
    await migration.downgrade(engine, "0080")
    key = {"workspace_id": channel.workspace_id, "change_id": change_id}

    def press(connection: sa.Connection) -> None:
        reviews = [
            {**key, "user_id": f"U{n}", "reviewed_at": THEN + timedelta(hours=n)} for n in (1, 3)
        ]
        connection.execute(sa.insert(REVIEW), reviews)
        denial = {**key, "user_id": "U1", "denied_at": THEN + timedelta(hours=2)}
        connection.execute(sa.insert(DENIAL), [denial])

    await run_sync(engine, press)
    await migration.upgrade(engine)
    (log, change) = (
        await world.store.review_log.find(channel.workspace_id),
        await world.store.changes.find(channel.workspace_id, change_id),
    )
    assert [(step.review.user_id, step.review.status) for step in reversed(log)] == [
        ("U1", ReviewStatus.ACKNOWLEDGED),
        ("U1", ReviewStatus.NOT_A_CHANGE),
        ("U3", ReviewStatus.ACKNOWLEDGED),
    ]
    assert change is not None
    assert (change.review.user_id, change.review.can_undo) == ("U3", True)
    assert change.review.updated_at == THEN + timedelta(hours=3)
    undone = await world.store.reviews.undo(channel.workspace_id, change_id, ("U1", world.now))
    assert undone is not None
    assert undone.change.review.status is ReviewStatus.NOT_A_CHANGE
    await world.store.close()


async def test_steps_go_back_to_two_tables(empty_url: str) -> None:
    """Who acknowledged and who denied is kept; an undo is neither."""
    world = World(await Store.open(empty_url))
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    reviews, mine = world.store.reviews, channel.workspace_id
    await reviews.set_status(mine, change_id, ReviewStatus.ACKNOWLEDGED, ("U1", THEN))
    await reviews.set_status(mine, change_id, ReviewStatus.NOT_A_CHANGE, ("U2", THEN))
    await reviews.undo(mine, change_id, ("U3", THEN))
    await world.store.close()
    engine = make_engine(empty_url)
    await migration.downgrade(engine, "0080")

    def read(connection: sa.Connection) -> list[list[str]]:
        return [
            list(connection.execute(sa.select(t.c.user_id)).scalars()) for t in (REVIEW, DENIAL)
        ]

    assert await run_sync(engine, read) == [["U1"], ["U2"]]
    await engine.dispose()
