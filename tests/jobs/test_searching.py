"""The search for what a dead policy became: beside the checks, in its turn, or left out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.runtime.checker import make_search as search_in_turn
from clausewatch.catalogue.search_limits import SearchLimits
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.checks.ports import Ports, Search
from clausewatch.checks.schedule import Timing
from clausewatch.errors import Gone
from jobs.check_due import CheckDue
from tests.jobs.world import World
from tests.local_search import make_search, run_here
from tests.patience import PATIENCE_SECONDS
from tests.sqlite_stores import open_empty_store

DEAD = "https://acme.example/privacy"
HOME = "https://acme.example/"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Acme's policy is gone, and its home page names another; Other's stands where it stood."""
    made = World(await open_empty_store(tmp_path / "jobs.db"))
    made.pages[DEAD] = Gone(DEAD, "the page is not there any more (404)", transient=False)
    made.pages[HOME] = "<footer><a href=/legal/p>Privacy Policy</a><a href=/t>Terms</a></footer>"
    await made.watch("Acme", "Other")
    yield made
    await made.store.close()


def checks(world: World, search: Search) -> CheckDue:
    """The job, one check at a time, with a search of its own."""
    ports = Ports(world.fetch, world.store.versions, world.examine, search=search)
    return CheckDue(world.store, ports, Timing(), timedelta(0), world.clock, 1)


async def test_a_search_keeps_no_check_waiting(world: World) -> None:
    """One check runs at a time; it goes on while a site is searched that does not answer."""
    names = [f"Later{n}" for n in range(3)]
    await world.watch(*names)
    is_read = asyncio.Event()

    async def search(url: str, now: datetime) -> SiteSearch:
        # Over only once the others were read.
        async with asyncio.timeout(PATIENCE_SECONDS):
            await is_read.wait()
        return await make_search(world.fetch)(url, now)

    job = checks(world, search)

    async def fetched(*given: object) -> object:
        found = await World.fetch(world, *given)  # type: ignore[arg-type]  # passed on as it came
        if len(world.asked) == len(names) + 2:
            is_read.set()
        return found

    job.ports = replace(job.ports, fetch=fetched)  # type: ignore[arg-type]  # as World.fetch
    assert await job() == len(names) + 2
    await world.tell()
    (told,) = [o for _, o in world.posts if "not there any more" in str(o)]
    assert "https://acme.example/legal/p" in str(told)


@pytest.mark.parametrize("is_free", [True, False])
async def test_a_search_without_a_turn_is_left_out(world: World, *, is_free: bool) -> None:
    """The document is told of all the same, with what its site offers where there was a turn."""
    searches = SearchLimits(max_searches=1, background_wait_seconds=0.01)
    job = checks(world, search_in_turn(world.fetch, run_here, searches, renders=False))
    if is_free:
        await job()
    else:
        async with searches.reserve(1):
            await job()
    await world.tell()
    (told,) = [o for _, o in world.posts if "not there any more" in str(o)]
    assert ("https://acme.example/legal/p" in str(told)) is is_free
