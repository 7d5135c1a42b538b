"""Quotes on record are held against their hashes and their places, and what is wrong is named."""

from dataclasses import replace

import pytest
from test_provisions import (
    FIRST,
    HEADING,
    KEEPS,
    KEEPS_LONG,
    SECOND,
    alter,
    make_analysis,
    provision,
    read_first,
)

from clausewatch.model.provisions import Quote, VersionAnalysis, hash_quote
from tests.clausewatch.store.world import World, make_reading


async def test_every_quote_is_found_again(world: World) -> None:
    """Quotes of what is on record, of its facets and of its history are held to their hashes."""
    old, new = provision(), provision(text=KEEPS_LONG)
    await read_first(world, old)
    await alter(world, KEEPS_LONG, make_analysis((old,), (new,)))
    found = await world.store.provisions.verify_quotes()
    assert (found.provisions, found.quotes, found.behind, found.wrong) == (1, 2, 0, ())


@pytest.mark.parametrize(
    "forged",
    [
        Quote("We keep nothing at all.", HEADING, HEADING + 23, "", hash_quote("x")),
        Quote("We keep nothing.", HEADING, HEADING + 16, "", hash_quote("We keep nothing.")),
        Quote(KEEPS, 0, len(KEEPS), "", hash_quote(KEEPS)),
    ],
    ids=["another hash", "not in the version", "at another place"],
)
async def test_a_quote_that_is_not_there_is_named(world: World, forged: Quote) -> None:
    """Whatever of a quote was altered, the record is named."""
    await read_first(world, replace(provision(), quote=forged))
    assert (await world.store.provisions.verify_quotes()).wrong == ("CW-P-000001",)


async def test_a_version_read_anew_waits_for_its_provisions(world: World) -> None:
    """After another extractor release the places are old: no fault, and judged again soon."""
    await read_first(world, provision())
    (waiting,) = await world.store.provisions.find_outdated(SECOND, 10)
    anew = make_reading("Well. " + KEEPS, extractor="2027.1.0")
    await world.store.versions.replace_reading(waiting.version.id, anew)
    found = await world.store.provisions.verify_quotes()
    assert (found.behind, found.wrong) == (1, ())
    (again,) = await world.store.provisions.find_outdated(FIRST, 10)
    assert again.version.reading == anew
    held = VersionAnalysis((), (), (), FIRST)
    assert not await world.store.provisions.record_reanalysis(waiting, held, world.now)
