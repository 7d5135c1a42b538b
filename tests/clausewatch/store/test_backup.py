"""Backup and restore: all of it or nothing, from either database into either."""

import asyncio
import os
from pathlib import Path

import pytest

from clausewatch.errors import StoreError, UserError
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from clausewatch.store import Store
from clausewatch.store.backup import backup, restore
from tests.clausewatch.store.world import NEW_TEXT, NOW, SIX_HOURS, World, make_change_outcome


async def lived_in(world: World) -> None:
    """A document was read, changed and told; one number was given out and is gone again."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    await world.change()
    await world.drain()
    await world.channel("T2", "C9")
    await world.watch(await world.channel("T2", "C9"), "gone", is_private=True)


async def test_what_was_backed_up_comes_back(world: World, empty_url: str, tmp_path: Path) -> None:
    """Into the other kind of process: same rows, same bytes, and the work goes on."""
    await lived_in(world)
    before = await world.store.maintenance.count_rows()
    assert await backup(world.store, tmp_path / "b.db") > 0
    there = World(await Store.open(empty_url), now=world.now)
    counts = await restore(there.store, tmp_path / "b.db", NOW)
    assert counts["version"] == 2
    assert await there.store.maintenance.count_rows() == before
    verification = await there.store.maintenance.verify_blobs()
    assert (verification.wrong, verification.missing) == ((), ())
    look = await there.store.checks.claim_one(DocumentId(1), there.after(SIX_HOURS), SIX_HOURS)
    assert look is not None
    (change_id,) = await there.record(make_change_outcome(look, NEW_TEXT + " Or 91.", at=there.now))
    assert change_id == 2
    await there.store.close()


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
async def test_a_number_given_out_is_not_given_out_again(
    world: World, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The highest document is gone when the backup is made; its number stays gone everywhere."""
    await lived_in(world)
    gone = (await world.watch(await world.channel("T2", "C9"), "gone", is_private=True)).watch
    await world.store.workspaces.purge(Tenant(None, "T2"))
    await backup(world.store, tmp_path / "b.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/target.db"
    if target == "postgresql":
        url = request.getfixturevalue("server_database")
    there = World(await Store.open(url), now=world.now)
    await restore(there.store, tmp_path / "b.db", NOW)
    again = await there.watch(await there.channel(), "newer")
    assert again.added[0].id > gone.documents[0].id
    await there.store.close()


async def test_a_backup_sees_one_state_while_others_write(world: World, tmp_path: Path) -> None:
    """Posts and checks go on; the file holds whole rows that refer to each other."""
    await lived_in(world)

    async def go_on() -> None:
        for number in range(20):
            await world.watch(await world.channel("T3", f"C{number}"), f"p{number}")

    await asyncio.gather(backup(world.store, tmp_path / "one.db"), go_on())
    there = World(await Store.open(f"sqlite+aiosqlite:///{tmp_path}/one.db"))
    counts = await there.store.maintenance.count_rows()
    assert counts["versions"] == 2
    # A watch, its channel and its document are one transaction each: never more of the later.
    assert counts["channels"] - 2 >= counts["watches"] - 2 == counts["documents"] - 2
    await there.store.close()


async def test_nothing_is_overwritten(world: World, tmp_path: Path) -> None:
    """A file that is there, a database that is not empty, a file that is no backup: refused."""
    taken = tmp_path / "taken.db"
    taken.write_text("a letter")
    with pytest.raises(UserError, match="already exists"):
        await backup(world.store, taken)
    assert taken.read_text() == "a letter"
    with pytest.raises(StoreError, match="not a database"):
        await restore(world.store, taken, NOW)
    with pytest.raises(UserError, match="cannot be read"):
        await restore(world.store, tmp_path / "nowhere.db", NOW)
    await world.channel()
    await backup(world.store, tmp_path / "b.db")
    with pytest.raises(UserError, match="not empty"):
        await restore(world.store, tmp_path / "b.db", NOW)
    with pytest.raises(StoreError, match=r"was not written|make it first"):
        await backup(world.store, tmp_path / "no" / "such" / "folder.db")
    assert sorted(os.listdir(tmp_path)) == ["b.db", "taken.db"]  # noqa: PTH208  # in a coroutine
