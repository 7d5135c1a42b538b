"""`clausewatch evidence`: a record is bundled complete and sound, or not at all."""

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
from tests.bot.slack.test_provision_verbs import OPTS, TRAINS, check_with, watch_two_platforms
from tests.bot.team import Team, open_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team whose platforms have been read."""
    async with open_team(tmp_path) as made:
        await watch_two_platforms(made)
        yield made


async def tamper(team: Team, statement: str) -> None:
    """Change the database without the program."""
    async with team.store.database.write() as connection:
        await connection.execute(text(statement))


async def test_a_provision_is_bundled_with_its_history(team: Team) -> None:
    """The bundle has its words before a change, with the change's record id."""
    await check_with(team, 1, TRAINS, OPTS)
    bundle = await build_bundle(team.store, "CW-P-000001", team.now)
    record = bundle["record.txt"].decode()
    quote = TRAINS.partition(" &")[0]
    assert quote in record
    assert quote in bundle["version.txt"].decode()
    assert "CW-C-000001" in record
    assert f"before: “{quote}" in record
    assert any(name.startswith("snapshots/") and name.endswith(".md") for name in bundle)
    assert bundle["SHA256SUMS"].decode().count("\n") == len(bundle) - 1


@pytest.mark.parametrize("typed", ["CW-P-009999", "CW-D-00001", "ai training", ""])
async def test_an_unknown_provision_is_refused_in_a_sentence(team: Team, typed: str) -> None:
    """The sentence shows what an id looks like, or says that the record does not exist."""
    with pytest.raises(UserError, match=r"CW-P-000012|not a provision on record"):
        await build_bundle(team.store, typed, team.now)


TAMPERED = [
    ("UPDATE blob SET body = x'00'", "are gone"),
    ("UPDATE blob SET body = x'789c030000000001'", "does not match"),
    ("UPDATE version SET reading = x'00'", "damaged"),
    ("DELETE FROM blob", "are gone"),
]


@pytest.mark.parametrize(("statement", "sentence"), TAMPERED)
async def test_tampered_evidence_is_reported_and_not_bundled(
    team: Team, statement: str, sentence: str
) -> None:
    """Bytes that do not match their hash are not evidence, and `verify` reports them."""
    assert (await verify(team.store, lambda _: None)).faults == ()
    await tamper(team, statement)
    assert (await verify(team.store, lambda _: None)).faults
    with pytest.raises(UserError, match=sentence):
        await build_bundle(team.store, "CW-P-000001", team.now)


async def test_a_rewritten_quote_is_reported_and_not_bundled(team: Team) -> None:
    """A quote with a matching hash must also be in the version."""
    recorded = await team.store.provisions.find(None, 1)
    assert recorded is not None
    words = recorded.provision.quote.text.replace("use", "sell")
    quote = replace(recorded.provision.quote, text=words, sha256=hash_quote(words))
    packed = codec.pack_provision(replace(recorded.provision, quote=quote))
    async with team.store.database.write() as connection:
        await connection.execute(
            text("UPDATE provision SET provision = :packed WHERE id = 1"), {"packed": packed}
        )
    report = await verify(team.store, lambda _: None)
    assert report.faults == ("A quote of CW-P-000001 does not match its version.",)
    (shown,) = await team.types("/policy show CW-P-000001")
    assert "NOT verified" in shown.plain
    with pytest.raises(UserError, match="does not match"):
        await build_bundle(team.store, "CW-P-000001", team.now)


async def test_the_record_shows_that_its_bytes_are_damaged(team: Team) -> None:
    """`show` neither fails nor presents a damaged record as verified."""
    await tamper(team, "UPDATE blob SET body = x'00'")
    (shown,) = await team.types("/policy show CW-P-000001 page:4")
    assert "stored bytes NOT verified" in shown.plain
