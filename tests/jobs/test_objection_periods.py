"""A new subprocessor has the period to object that the platform's own agreement states."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.slack.messages.card import render_card
from clausewatch.model.changes import Change
from clausewatch.model.term_dates import TermDateKind
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store
from clausewatch.subprocessors import DOCUMENT_KIND
from tests.jobs.world import NOON, World
from tests.sqlite_stores import make_watch_request, open_empty_store

LIST, AGREEMENT = "https://alder.example/subprocessors", "https://alder.example/dpa"
PERIODS = {
    "en": "The customer has 30 days to object to a new subprocessor.",
    "de": "Der Kunde kann innerhalb von 30 Tagen Widerspruch einlegen.",
    "fr": "Le client dispose de trente jours pour s'opposer.",
    "es": "El cliente tiene treinta días para oponerse.",
}


CASES = [*(("sqlite", language) for language in PERIODS), ("postgresql", "en")]


@pytest.fixture
async def world(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> AsyncIterator[World]:
    """A world on a store of its own."""
    if database == "sqlite":
        store = await open_empty_store(tmp_path / "periods.db")
    else:
        store = await Store.open(request.getfixturevalue("migrated_database"))
    yield World(store)
    await store.close()


def render_list(*companies: str) -> str:
    """Return a list of subprocessors."""
    rows = "".join(
        f"<tr><td>{name}</td><td>Hosting</td><td>Ireland</td></tr>" for name in companies
    )
    return (
        "<html lang='en'><head><title>Alder Subprocessors</title></head><body><main>"
        "<h1>Alder Subprocessors</h1><p>Alder engages the following companies to process personal"
        " data on behalf of its customers.</p><table><tr><th>Name</th><th>Purpose</th>"
        f"<th>Location</th></tr>{rows}</table></main></body></html>"
    )


def render_agreement(language: str) -> str:
    """Return an agreement with a period to object."""
    return (
        f"<html lang='{language}'><head><meta charset='utf-8'><title>Data Processing"
        " Agreement</title>"
        "</head><body><main><h1>Data Processing Agreement</h1>"
        + {
            "en": "<p>The processor handles personal data only on documented instructions.</p>",
            "de": "<p>Der Auftragnehmer verarbeitet Daten nur auf dokumentierte Weisung.</p>",
            "fr": "<p>Le sous-traitant traite les données sur instruction documentée.</p>",
            "es": "<p>El encargado trata los datos según instrucciones documentadas.</p>",
        }[language]
        * 3
        + f"<p>{PERIODS[language]}</p></main></body></html>"
    )


async def watch(world: World, *documents: NewDocument) -> None:
    """Watch documents of an invented platform, and read them for the first time."""
    channel = await world.watch()
    request = make_watch_request(channel, "Alder", LIST)
    await world.store.watches.add(replace(request, documents=documents), world.now)
    await world.look()


async def add_company(world: World) -> Change:
    """Add a company to the list, and return the change that is told."""
    world.pages[LIST] = render_list("Ashby GmbH", "Birch Ltd.", "Cedar SA", "Dogwood Inc.")
    await world.look(timedelta(hours=7))
    await world.look(timedelta(minutes=11))
    await world.tell()
    changes = [d.change for _, post in world.posts for d in post.deliveries if d.kind == "alert"]
    (change,) = changes
    assert change is not None
    return change


@pytest.mark.parametrize(("database", "language"), CASES)
async def test_the_agreement_says_until_when_to_object(world: World, language: str) -> None:
    """The list changes; the card has the last day, the sentence and where it is from."""
    world.pages |= {
        LIST: render_list("Ashby GmbH", "Birch Ltd.", "Cedar SA"),
        AGREEMENT: render_agreement(language),
    }
    agreement = NewDocument("data processing agreement", (AGREEMENT,))
    await watch(world, NewDocument(DOCUMENT_KIND, (LIST,)), agreement)
    change = await add_company(world)
    (stated,) = [d for d in change.comparison.dates if d.kind is TermDateKind.OBJECTION]
    assert (stated.on, stated.counted_from) == (date(2026, 4, 1), NOON.date())
    text = render_card(change).text
    assert "bjections until 1 Apr" in text
    assert f"“{PERIODS[language]}” (Alder Data Processing Agreement, CW-D-0000" in text
    workspace_id = world.posts[0][1].channel.workspace_id
    (deadline,) = await world.store.deadlines.find_upcoming(workspace_id, world.now.date())
    assert deadline.source.startswith("Alder Data Processing Agreement")


@pytest.mark.parametrize("database", ["sqlite"])
async def test_the_agreement_of_another_workspace_gives_no_day(world: World) -> None:
    """Another workspace added its own agreement with the platform; nobody else learns of it."""
    world.pages |= {
        LIST: render_list("Ashby GmbH", "Birch Ltd.", "Cedar SA"),
        AGREEMENT: render_agreement("en"),
    }
    other = await world.store.workspaces.ensure(Tenant(None, "T2"), world.now)
    channel = await world.store.workspaces.ensure_channel(other, "C2", world.now)
    request = make_watch_request(channel, "Alder", AGREEMENT, "data processing agreement")
    await world.store.watches.add(replace(request, is_private=True), world.now)
    await watch(world, NewDocument(DOCUMENT_KIND, (LIST,)))
    change = await add_company(world)
    assert not any(d.kind is TermDateKind.OBJECTION for d in change.comparison.dates)


@pytest.mark.parametrize("database", ["sqlite"])
async def test_without_an_agreement_no_day_is_invented(world: World) -> None:
    """The platform has no agreement on record."""
    world.pages[LIST] = render_list("Ashby GmbH", "Birch Ltd.", "Cedar SA")
    await watch(world, NewDocument(DOCUMENT_KIND, (LIST,)))
    change = await add_company(world)
    assert not any(d.kind is TermDateKind.OBJECTION for d in change.comparison.dates)
