"""Terms that are announced: told at once with their day, and not again on that day."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clausewatch.errors import FetchError, Refused
from clausewatch.model.changes import Change
from clausewatch.model.reading import Significance
from clausewatch.model.reviews import ReviewStatus
from clausewatch.model.term_dates import TermDateKind
from clausewatch.model.watches import Tenant
from clausewatch.notifications.events import DeadlineReminder, FirstRead, TookEffect
from clausewatch.store import Store
from clausewatch.store.mutes import Mute
from tests.jobs.announced_pages import (
    BESIDE,
    ENGLISH,
    FRENCH,
    GERMAN,
    LANGUAGES,
    LINKED,
    NEXT_URL,
    SPANISH,
    URL,
    Language,
    announce_in_box,
    announce_in_sentence,
    render_sections,
)
from tests.jobs.world import World
from tests.sqlite_stores import make_watch_request, open_empty_store

HOURS, SOON = timedelta(hours=7), timedelta(minutes=11)
DAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
Layout = Callable[[Language], str]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose store is a file of this test."""
    store = await open_empty_store(tmp_path / "announced.db")
    yield World(store)
    await store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A world on a store of its own, on both databases."""
    if request.param == "sqlite":
        store = await open_empty_store(tmp_path / "announced.db")
    else:
        store = await Store.open(request.getfixturevalue("migrated_database"))
    yield World(store)
    await store.close()


async def watch_terms(world: World, words: Language = ENGLISH) -> None:
    """Watch the terms of an invented platform, read for the first time."""
    channel = await world.watch()
    request = make_watch_request(channel, "Lumenta", URL)
    await world.store.watches.add(request, world.now)
    world.pages[URL] = words.render_present()
    await world.look()


async def show(world: World, page: str | FetchError, on: datetime | None = None) -> list[Change]:
    """Show a page for two checks and post what there is to tell; return the changes told."""
    world.pages[URL] = page
    world.now = on or world.now + HOURS
    await world.look()
    await world.look(SOON)
    count = len(world.posts)
    await world.tell()
    return [
        delivery.change
        for _, post in world.posts[count:]
        for delivery in post.deliveries
        if delivery.kind == "alert" and delivery.change is not None
    ]


def list_notes(world: World) -> list[TookEffect]:
    """Return the notes that terms are in force."""
    events = (delivery.event for _, post in world.posts for delivery in post.deliveries)
    return [event for event in events if isinstance(event, TookEffect)]


@pytest.mark.parametrize("layout", [*LINKED, *BESIDE], ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
async def test_announced_terms_are_told_once(world: World, words: Language, layout: Layout) -> None:
    """The card has the difference and the day; on the day its thread says: in force."""
    await watch_terms(world, words)
    world.pages[NEXT_URL] = words.render_following()
    (told,) = await show(world, layout(words))
    assert told.comparison.effective == date(2026, 5, 4)
    sides = [(edit.before, edit.after) for edit in told.comparison.edits]
    new = [text for head, text in words.following if (head, text) not in words.present]
    old = [text for head, text in words.present if (head, text) not in words.following]
    assert all(any(text == after for _, after in sides) for text in new)
    assert all(any(text == before for before, _ in sides) for text in old)
    assert told.comparison.announced_at == (NEXT_URL if layout in LINKED else "")
    assert await show(world, words.render_following(), on=DAY) == []
    (note,) = list_notes(world)
    assert (note.change_id, note.on) == (told.id, DAY.date())
    assert await show(world, words.render_following()) == []


async def test_the_day_is_a_deadline_until_it_has_come(any_world: World) -> None:
    """The day is tracked like any other, and the record says what became of the terms."""
    world = any_world
    await watch_terms(world)
    world.pages[NEXT_URL] = ENGLISH.render_following()
    (told,) = await show(world, announce_in_sentence(ENGLISH))
    channel = world.posts[0][1].channel
    (deadline,) = await world.store.deadlines.find_upcoming(channel.workspace_id, DAY.date())
    assert (deadline.kind, deadline.on) == (TermDateKind.EFFECTIVE, DAY.date())
    world.now = DAY - timedelta(days=40)
    await world.store.maintenance.tidy(DAY, keep_noise=timedelta(days=1))
    assert await show(world, ENGLISH.render_following(), on=DAY) == []
    filed = await world.store.changes.find(channel.workspace_id, told.id)
    assert filed is not None
    assert filed.standing == "in force"
    changes = await world.store.changes.find_recent(
        channel.workspace_id, platform_key=None, since=world.now - timedelta(days=900)
    )
    significances = [change.comparison.significance for change in changes]
    assert significances == [Significance.DATE_ONLY, Significance.SUBSTANTIVE]


async def test_only_what_was_not_announced_is_told_on_the_day(world: World) -> None:
    """The terms that come into force have one more section than the announced ones."""
    await watch_terms(world)
    world.pages[NEXT_URL] = ENGLISH.render_following()
    await show(world, announce_in_sentence(ENGLISH))
    more = ("7. Models", "We train models on the content that you upload to your account.")
    (told,) = await show(world, ENGLISH.render_following(more), on=DAY)
    afters = [edit.after for edit in told.comparison.edits]
    assert more[1] in afters
    assert not any("arbitration" in (after or "") for after in afters)


async def test_the_linked_page_is_fetched_once(world: World) -> None:
    """It is requested by the fetcher of the check, with its guard and limits, once per change."""
    await watch_terms(world)
    world.pages[NEXT_URL] = ENGLISH.render_following()
    await show(world, announce_in_box(ENGLISH))
    await show(world, announce_in_box(ENGLISH).replace("Lumenta, and", "Lumenta and"))
    assert world.asked.count(NEXT_URL) == 1


NEWS = (
    "<html><head><title>News</title></head><body><main><h1>What is new at Lumenta</h1><p>We had a"
    " busy spring, with a new office, a new logo and many new colleagues.</p></main></body></html>"
)
OTHER_PAGES = (
    Refused(NEXT_URL, "the address is not public", transient=False),
    ENGLISH.render_present(),
    NEWS,
    "",
)


@pytest.mark.parametrize("page", OTHER_PAGES, ids=["refused", "present", "news", "empty"])
async def test_a_link_to_no_other_version_leaves_the_announcement(
    world: World, page: str | FetchError
) -> None:
    """The announcement is told with its day, and the terms when they come."""
    await watch_terms(world)
    world.pages[NEXT_URL] = page
    (told,) = await show(world, announce_in_sentence(ENGLISH))
    assert (told.comparison.effective, told.comparison.announced_at) == (DAY.date(), "")
    (told,) = await show(world, ENGLISH.render_following(), on=DAY)
    assert any("arbitration" in (edit.after or "") for edit in told.comparison.edits)
    assert list_notes(world) == []


async def test_an_announcement_of_the_past_fetches_nothing(world: World) -> None:
    """A day that has passed announces nothing, and what is linked may be an earlier version."""
    await watch_terms(world)
    world.pages[NEXT_URL] = ENGLISH.render_following()
    await show(world, announce_in_sentence(ENGLISH).replace("May 2026", "May 2025"))
    assert NEXT_URL not in world.asked


async def test_terms_that_go_after_others_came_are_told(world: World) -> None:
    """A section with a day of its own is added; later another section goes: both are changes."""
    await watch_terms(world)
    added = ("7. Models", "From 4 May 2026 a new rule applies: we train on uploaded content.")
    sections = [*ENGLISH.present, added]
    assert len(await show(world, ENGLISH.render(render_sections(sections)))) == 1
    without = [each for each in sections if not each[0].startswith(("5.", "3."))]
    (told,) = await show(world, ENGLISH.render(render_sections(without)), on=DAY)
    assert any("courts" in (edit.before or "") for edit in told.comparison.edits)
    assert list_notes(world) == []


def list_events(world: World, kind: type) -> list[Any]:
    """Return the events of a kind that were posted."""
    events = (delivery.event for _, post in world.posts for delivery in post.deliveries)
    return [event for event in events if isinstance(event, kind)]


async def watch_announcing_terms(world: World, page: str) -> None:
    """Watch terms whose first page announces others already."""
    channel = await world.watch()
    await world.store.watches.add(make_watch_request(channel, "Lumenta", URL), world.now)
    world.pages[URL] = page
    await world.look()
    await world.tell()


@pytest.mark.parametrize("layout", [*LINKED, *BESIDE], ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
async def test_an_announcement_of_the_first_page_is_told(
    world: World, words: Language, layout: Layout
) -> None:
    """The first note has the day with its sentence."""
    await watch_announcing_terms(world, layout(words))
    (note,) = list_events(world, FirstRead)
    ((kind, on, quote),) = [(each.kind, each.on, each.quote) for each in note.announced]
    assert (kind, on) == (TermDateKind.EFFECTIVE, DAY.date())
    assert quote.startswith(words.notice)


@pytest.mark.parametrize("layout", BESIDE, ids=lambda layout: layout.__name__)
async def test_terms_beside_others_on_a_first_page_are_told_on_the_day(
    world: World, layout: Layout
) -> None:
    """Nothing tells which of two texts of a first page is the present one, until one is gone."""
    await watch_announcing_terms(world, layout(ENGLISH))
    (told,) = await show(world, ENGLISH.render_following(), on=DAY)
    old = [text for head, text in ENGLISH.present if (head, text) not in ENGLISH.following]
    befores = [edit.before or "" for edit in told.comparison.edits]
    assert all(any(text in before for before in befores) for text in old)


CLEAR = (
    ENGLISH,
    GERMAN,
    replace(FRENCH, link="Consulter les nouvelles conditions"),
    replace(
        SPANISH,
        notice="A partir del 4 de mayo de 2026 se aplicarán otras condiciones.",
        link="Ver la versión actualizada",
    ),
)
"""Their links name a new text, and their sentences are not about the text of the page."""


@pytest.mark.parametrize("layout", LINKED, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("words", CLEAR, ids=lambda words: words.code)
async def test_terms_that_a_first_page_links_to_are_in_its_note(
    world: World, words: Language, layout: Layout
) -> None:
    """The first note says what will change; on the day that is a change like any other."""
    world.pages[NEXT_URL] = words.render_following()
    await watch_announcing_terms(world, layout(words))
    (note,) = list_events(world, FirstRead)
    assert note.following is not None
    assert note.following.url == NEXT_URL
    assert note.following.summary
    assert await show(world, layout(words)) == []
    (told,) = await show(world, words.render_following(), on=DAY)
    assert told.comparison.significance is Significance.SUBSTANTIVE
    assert list_notes(world) == []


async def test_who_watches_after_a_first_note_is_told_on_the_day(any_world: World) -> None:
    """A second workspace has never seen the note: both get the alert, and both review it."""
    world = any_world
    world.pages[NEXT_URL] = ENGLISH.render_following()
    await watch_announcing_terms(world, announce_in_sentence(ENGLISH))
    first = world.posts[0][1].channel.workspace_id
    second = await world.store.workspaces.ensure(Tenant(None, "T2"), world.now)
    other = await world.store.workspaces.ensure_channel(second, "C9", world.now)
    await world.store.watches.add(make_watch_request(other, "Lumenta", URL), world.now)
    await world.look()
    await world.tell()
    told = await show(world, ENGLISH.render_following(), on=DAY)
    assert [len(told), len({change.id for change in told})] == [2, 1]
    for workspace in (first, second):
        waiting = await world.store.worklist.find_waiting(workspace, DAY.date())
        assert [each.id for each in waiting] == [told[0].id]


HERE = '<a href="/terms/next">'
DOUBTFUL = {
    "the present terms until then": (
        f"These terms take effect on 4 May 2026. Until then, the {HERE}current terms</a> apply."
    ),
    "a new text that is this one": (
        f"These new terms take effect on 4 May 2026. See the {HERE}updated terms</a>."
    ),
    "a line with its own day": f"Effective date: 4 May 2026. {HERE}View the new version</a>",
    "the terms before that day": (
        f"Effective May 4, 2026. The terms that apply before that day are {HERE}here</a>."
    ),
    "an agreement that this one replaces": (
        "This agreement applies from 4 May 2026 and replaces the"
        f" {HERE}agreement of 2 January 2025</a>."
    ),
    "terms of a region": (
        f"From 4 May 2026 our new terms apply. In the EU see the {HERE}EU terms</a>."
    ),
    "new terms of a region": (
        f"From 4 May 2026 our new terms apply. In the EU see the {HERE}new EU terms</a>."
    ),
    "terms of new customers": (
        f"From 4 May 2026 our new terms apply. See the {HERE}terms for new customers</a>."
    ),
    "another host": (
        "From 4 May 2026 our new terms apply, see <a href='https://other.example/terms'>the new"
        " terms</a> of our partner."
    ),
    "words that name nothing": f"From 4 May 2026 our new terms apply: {HERE}read them here</a>.",
    "a date of the page": (
        f"From 4 May 2026 our new terms apply. {HERE}Preview the new terms</a></p>"
        "<p>Last updated: 4 May 2026"
    ),
    "both on one page": (
        f"From 4 May 2026 our new terms apply. {HERE}Preview the new terms</a></p>"
        "<p>These terms take effect on 4 May 2026."
    ),
}


@pytest.mark.parametrize("name", DOUBTFUL)
async def test_a_first_page_whose_link_is_in_doubt_tells_the_day_only(
    world: World, name: str
) -> None:
    """It may show the new text already and link to the present one, or to the text of others."""
    for url in (NEXT_URL, "https://other.example/terms"):
        world.pages[url] = ENGLISH.render_present()
    page = ENGLISH.render(f"<p>{DOUBTFUL[name]}</p>", render_sections(ENGLISH.following))
    await watch_announcing_terms(world, page)
    (note,) = list_events(world, FirstRead)
    assert note.following is None
    assert {each.on for each in note.announced} == {DAY.date()}
    assert world.asked.count(NEXT_URL) == 0


@pytest.mark.parametrize("words", [FRENCH, SPANISH], ids=lambda words: words.code)
async def test_other_words_of_a_first_page_tell_the_day_only(world: World, words: Language) -> None:
    """A link that names no new text, and a sentence on this version."""
    world.pages[NEXT_URL] = words.render_following()
    await watch_announcing_terms(world, announce_in_sentence(words))
    (note,) = list_events(world, FirstRead)
    assert note.following is None
    assert [each.on for each in note.announced] == [DAY.date()]


OTHER_TARGETS = {
    "nothing": None,
    "another document": "<h1>Pricing</h1><p>The basic plan costs 10 euros a month.</p>" * 9,
    "the same text": ENGLISH.render_present(),
}


@pytest.mark.parametrize("name", OTHER_TARGETS)
async def test_a_link_of_a_first_page_to_something_else_tells_nothing(
    world: World, name: str
) -> None:
    """The day is told, and no terms are expected."""
    target = OTHER_TARGETS[name]
    if target is not None:
        world.pages[NEXT_URL] = target
    await watch_announcing_terms(world, announce_in_sentence(ENGLISH))
    (note,) = list_events(world, FirstRead)
    assert note.following is None
    assert [each.on for each in note.announced] == [DAY.date()]
    (told,) = await show(world, ENGLISH.render_following(), on=DAY)
    assert told.comparison.significance is Significance.SUBSTANTIVE


async def test_a_link_beside_a_day_that_has_passed_is_not_followed(world: World) -> None:
    """A first page that says from when its own terms apply may link to anything."""
    world.pages[NEXT_URL] = ENGLISH.render_following()
    page = announce_in_sentence(ENGLISH).replace("May 2026", "February 2026")
    await watch_announcing_terms(world, page)
    (note,) = list_events(world, FirstRead)
    assert note.following is None


async def test_an_announced_day_comes_up_and_is_reminded_of_once(any_world: World) -> None:
    """Without a change on record, the day comes up, and each reminder is posted once."""
    world = any_world
    await watch_announcing_terms(world, announce_in_sentence(ENGLISH))
    workspace = world.posts[0][1].channel.workspace_id
    (deadline,) = await world.store.deadlines.find_upcoming(workspace, world.now.date())
    assert (deadline.change_id, deadline.on) == (None, DAY.date())
    assert deadline.record_id.startswith("CW-D-")
    for days in (20, 14, 13, 7, 1, 1, 0):
        world.now = DAY - timedelta(days=days)
        await world.store.deadlines.queue_reminders(world.now)
        await world.tell()
    assert [each.threshold for each in list_events(world, DeadlineReminder)] == [14, 7, 1]


async def test_a_day_that_a_change_tells_comes_up_once(any_world: World) -> None:
    """The change has the deadline and its review, so the document has none beside it."""
    world = any_world
    await watch_terms(world)
    (told,) = await show(world, announce_in_sentence(ENGLISH))
    workspace = world.posts[0][1].channel.workspace_id
    (deadline,) = await world.store.deadlines.find_upcoming(workspace, world.now.date())
    assert deadline.change_id == told.id
    accepted = (ReviewStatus.ACCEPTED, ("UADA", world.now))
    await world.store.reviews.set_status(workspace, told.id, *accepted)
    assert await world.store.deadlines.find_upcoming(workspace, world.now.date()) == ()


async def test_a_channel_that_watches_later_is_reminded(any_world: World) -> None:
    """A workspace that nobody told of the change has the day of the document."""
    world = any_world
    await watch_terms(world)
    await show(world, announce_in_sentence(ENGLISH))
    tenant = await world.store.workspaces.ensure(Tenant(None, "T2"), world.now)
    other = await world.store.workspaces.ensure_channel(tenant, "C9", world.now)
    assert await world.store.deadlines.find_upcoming(tenant, world.now.date()) == ()
    await world.store.watches.add(make_watch_request(other, "Lumenta", URL), world.now)
    upcoming = await world.store.deadlines.find_upcoming(tenant, world.now.date())
    assert [(each.change_id, each.on) for each in upcoming] == [(None, DAY.date())]


async def test_a_muted_platform_is_not_reminded_of(world: World) -> None:
    """A mute also holds for a day that no change tells."""
    await watch_announcing_terms(world, announce_in_sentence(ENGLISH))
    channel = world.posts[0][1].channel
    world.now = DAY - timedelta(days=7)
    mute = Mute(channel.id, "lumenta", DAY, "UADA")
    await world.store.mutes.mute(mute, world.now)
    assert await world.store.deadlines.queue_reminders(world.now) == 0


async def test_a_day_that_has_come_is_not_announced(world: World) -> None:
    """A first page that says from when its own terms apply announces nothing."""
    page = announce_in_sentence(ENGLISH).replace("May 2026", "February 2026")
    await watch_announcing_terms(world, page)
    (note,) = list_events(world, FirstRead)
    assert note.announced == ()
