"""`clausewatch evidence`: what is on record is exported whole, or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.evidence_bundle import build_bundle
from clausewatch.errors import UserError
from clausewatch.evaluation.verification import verify
from clausewatch.model.provisions import hash_quote
from clausewatch.store import codec
from tests.bot.slack.test_provision_verbs import OPTS, TRAINS, filled, looks
from tests.bot.team import Team, a_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team whose platforms were read, and one of which changed."""
    async with a_team(tmp_path) as made:
        await filled(made)
        yield made


async def spoil(team: Team, statement: str) -> None:
    """Alter the database behind the program's back."""
    async with team.store.database.write() as connection:
        await connection.execute(text(statement))


async def test_a_provision_is_bundled_with_its_history(team: Team) -> None:
    """Its words before a change are in the bundle, tied to the change."""
    await looks(team, 1, TRAINS, OPTS)
    made = await build_bundle(team.store, "CW-P-000001", team.now)
    record = made["record.txt"].decode()
    said = TRAINS.partition(" &")[0]
    assert said in record
    assert said in made["version.txt"].decode()
    assert "CW-C-000001" in record
    assert f"before: “{said}" in record
    assert any(name.startswith("snapshots/") and name.endswith(".md") for name in made)
    assert made["SHA256SUMS"].decode().count("\n") == len(made) - 1


@pytest.mark.parametrize("typed", ["CW-P-009999", "CW-D-00001", "ai training", ""])
async def test_what_is_no_provision_is_refused_in_a_sentence(team: Team, typed: str) -> None:
    """A wrong id says what a right one looks like, or that there is none."""
    with pytest.raises(UserError, match=r"CW-P-000012|not a provision on record"):
        await build_bundle(team.store, typed, team.now)


SPOILED = [
    ("UPDATE blob SET body = x'00'", "are gone"),
    ("UPDATE blob SET body = x'789c030000000001'", "does not match"),
    ("UPDATE version SET reading = x'00'", "damaged"),
    ("DELETE FROM blob", "are gone"),
]


@pytest.mark.parametrize(("statement", "says"), SPOILED)
async def test_what_was_tampered_with_is_found_and_never_bundled(
    team: Team, statement: str, says: str
) -> None:
    """Bytes that are not what their hash says make no evidence, and `verify` names them."""
    assert (await verify(team.store, lambda _: None)).faults == ()
    await spoil(team, statement)
    assert (await verify(team.store, lambda _: None)).faults
    with pytest.raises(UserError, match=says):
        await build_bundle(team.store, "CW-P-000001", team.now)


async def test_a_quote_that_was_rewritten_is_found_and_never_bundled(team: Team) -> None:
    """Other words than the version's under a hash of their own: they do not stand there."""
    held = await team.store.provisions.find(None, 1)
    assert held is not None
    words = held.provision.quote.text.replace("use", "sell")
    quote = replace(held.provision.quote, text=words, sha256=hash_quote(words))
    packed = codec.pack_provision(replace(held.provision, quote=quote))
    async with team.store.database.write() as connection:
        await connection.execute(
            text("UPDATE provision SET provision = :packed WHERE id = 1"), {"packed": packed}
        )
    report = await verify(team.store, lambda _: None)
    assert report.faults == ("A quote of CW-P-000001 does not match its version.",)
    (shown,) = await team.types("/policy show CW-P-000001")
    assert "NOT found again" in shown.plain
    with pytest.raises(UserError, match="does not match"):
        await build_bundle(team.store, "CW-P-000001", team.now)


async def test_the_record_says_where_its_bytes_are_damaged(team: Team) -> None:
    """What is on show of a damaged store says so, instead of failing or passing it off as whole."""
    await spoil(team, "UPDATE blob SET body = x'00'")
    (shown,) = await team.types("/policy show CW-P-000001 page:4")
    assert "stored bytes NOT verified" in shown.plain
