"""A new extractor release: versions are read anew in the background, and nobody is told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from clausewatch import extract
from clausewatch.checks.examination import (
    Examination,
    Task,
)
from clausewatch.checks.examine import examine
from clausewatch.errors import ExtractError
from clausewatch.evaluation.verification import verify
from clausewatch.model.record_ids import VersionId
from jobs.rederive import Rederive
from tests.jobs.world import World, render_policy
from tests.sqlite_stores import open_empty_store

NAMES = ("Acme", "Brillo", "Corvid")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Three platforms that an older release read."""
    made = World(await open_empty_store(tmp_path / "jobs.db"))
    await made.watch(*NAMES)
    await made.look()
    await made.tell()
    made.posts.clear()
    for version in await made.store.versions.audit(0, 99):
        assert version.reading is not None
        old = replace(version.reading, extractor="2025.9.1", title="As it was read then")
        await made.store.versions.replace_reading(version.id, old)
    yield made
    await made.store.close()


def job(world: World, release: str = extract.RELEASE, at_a_time: int = 2) -> Rederive:
    """The job with the running extractor."""
    return Rederive(world.store, world.examine, release, at_a_time)


async def test_all_versions_are_read_anew_and_nobody_is_told(world: World) -> None:
    """Two ticks do it, with progress; a third has nothing to do; no channel hears of it."""
    tick = job(world)
    with structlog.testing.capture_logs() as lines:
        assert [await tick(), await tick(), await tick()] == [2, 1, 0]
    assert [(line["done"], line["total"]) for line in lines] == [(2, 3), (3, 3)]
    titles = [v.reading.title for v in await world.store.versions.audit(0, 99) if v.reading]
    assert sorted(titles) == [f"{name} Privacy Policy" for name in NAMES]
    await world.look(timedelta(hours=7))
    assert await world.tell() == 0


async def test_a_restart_goes_on_where_it_was(world: World) -> None:
    """What is left is in the store and not in the process."""
    assert await job(world)() == 2
    assert await job(world)() == 1
    assert await world.store.versions.measure_progress(extract.RELEASE) == (3, 3)


async def test_an_older_release_beside_a_newer_leaves_its_versions(world: World) -> None:
    """Two releases run side by side: text goes forward only."""
    assert await job(world, "2025.8.30", 9)() == 0
    assert await job(world, "2025.10.1", 9)() == 3


async def test_a_page_that_cannot_be_read_stays_and_holds_up_no_other(world: World) -> None:
    """It is tried once per start."""

    async def broken(task: Task) -> Examination:
        if b"Brillo" in task.pages[0].body:
            raise ExtractError(task.pages[0].url, "its markup is broken")
        return examine(task)

    tick = Rederive(world.store, broken, extract.RELEASE, 9)
    assert [await tick(), await tick()] == [2, 0]
    assert await world.store.versions.measure_progress(extract.RELEASE) == (2, 3)


async def test_a_fault_of_ours_with_a_version_holds_up_no_other(world: World) -> None:
    """It is logged, and those behind it are read."""

    async def broken(task: Task) -> Examination:
        if b"Acme" in task.pages[0].body:
            raise ZeroDivisionError
        return examine(task)

    tick = Rederive(world.store, broken, extract.RELEASE, 9)
    assert [await tick(), await tick()] == [2, 0]
    assert await world.store.versions.measure_progress(extract.RELEASE) == (2, 3)


async def test_a_change_after_an_upgrade_is_still_found(world: World) -> None:
    """Neither side of the comparison is the old release's text."""
    await job(world, at_a_time=9)()
    url = "https://acme.example/privacy"
    world.pages[url] = render_policy("Acme", 90)
    await world.look(timedelta(hours=7))
    await world.look(timedelta(minutes=11))
    await world.tell()
    assert len(world.told("alert")) == 1


async def test_verify_finds_what_is_wrong_and_only_that(world: World) -> None:
    """All well; then another release; then a text that its snapshots do not have."""
    report = await verify(world.store, lambda _: None)
    assert (report.blobs, report.versions, report.outdated_versions, report.faults) == (3, 3, 3, ())
    await job(world, at_a_time=9)()
    report = await verify(world.store, lambda _: None)
    assert (report.versions, report.outdated_versions, report.faults) == (3, 0, ())
    first, second, third = await world.store.versions.audit(0, 3)
    assert first.reading is not None
    names = [f"Version 1 of CW-D-0000{version.document_id}" for version in (first, second, third)]
    forged = replace(first.reading, text_fingerprint="0" * 64)
    await world.store.versions.replace_reading(VersionId(first.id), forged)
    report = await verify(world.store, lambda _: None)
    assert report.faults == (f"{names[0]} does not match the text of its snapshots.",)
    async with world.store.database.write() as connection:
        await connection.exec_driver_sql("update version set reading = x'00' where id = 2")
        await connection.exec_driver_sql("delete from blob")
    report = await verify(world.store, lambda _: None)
    assert (
        f"{names[1]} is damaged: its stored text cannot be read or does not match its columns."
        in report.faults
    )
    assert f"{names[2]} was derived from snapshots whose bytes are missing." in report.faults
    assert sum("are missing" in fault for fault in report.faults) == 5
