"""Whom a recorded outcome is told to, and where."""

from datetime import date

from clausewatch.checks.outcome import DueDocument, Result, Reverted, SameBytes, SeenAgain
from clausewatch.model.reading import Significance
from clausewatch.model.record_ids import DocumentId
from clausewatch.notifications.events import (
    DocumentEvent,
    FirstRead,
    TextReverted,
    TextSeenAgain,
    VersionDate,
)
from tests.clausewatch.store.world import World, make_comparison, make_outcome

MAY = VersionDate(date(2026, 5, 1), is_stated=True)
DOCUMENT = DocumentId(1)


async def record_event(world: World, event: DocumentEvent, result: Result) -> DueDocument:
    """The next check brings an event."""
    look = await world.next_look()
    await world.record(make_outcome(look, result, world.now, events=(event,)))
    return look


async def test_a_text_seen_again_goes_under_its_card(world: World) -> None:
    """The note is a reply to the card, once however often it is seen, and the change says so."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    (card,) = await world.drain()
    card_ts = f"ts-{len(world.posts)}"
    for _ in range(2):
        await record_event(world, TextSeenAgain(DOCUMENT, change_id, MAY), SeenAgain(()))
    (reply,) = await world.drain()
    assert card.root_ts is None
    assert reply.root_ts == card_ts
    assert reply.deliveries[0].change is not None
    assert reply.deliveries[0].change.id == change_id
    change = await world.store.changes.find(channel.workspace_id, change_id)
    assert change is not None
    assert change.standing == "seen again"
    await record_event(
        world, TextReverted(DOCUMENT, change_id, MAY, date(2026, 3, 5)), Reverted((), (), change_id)
    )
    assert [post.root_ts for post in await world.drain()] == [card_ts]
    change = await world.store.changes.find(channel.workspace_id, change_id)
    assert change is not None
    assert change.standing == "reverted"


async def test_a_note_goes_only_where_the_change_was_told(world: World) -> None:
    """A channel that watches since, or for graver changes only, has no card to reply under."""
    told, since = await world.channel(), await world.channel("T2")
    await world.watch(told)
    await world.first_read()
    change_id = await world.change()
    await world.watch(since)
    await world.drain()
    await record_event(world, TextSeenAgain(DOCUMENT, change_id, MAY), SeenAgain(()))
    assert [post.channel.id for post in await world.drain()] == [told.id]


async def test_a_document_is_told_to_every_watching_channel(world: World) -> None:
    """What a first look found is told once to each channel that watches, later ones aside."""
    channels = [await world.channel(team) for team in ("T1", "T2")]
    for channel in channels:
        await world.watch(channel)
    await world.first_read(is_told=False)
    sent = await world.drain()
    assert [post.channel.id for post in sent] == [channel.id for channel in channels]
    assert [type(post.deliveries[0].event) for post in sent] == [FirstRead] * 2
    assert all(d.document is not None and d.change is None for p in sent for d in p.deliveries)
    again = FirstRead(DOCUMENT, "Another title", None, 7)
    await record_event(world, again, SameBytes())
    assert await world.drain() == []


async def test_date_only_changes_are_on_record_only(world: World) -> None:
    """Nobody is told, and the change can be looked up."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change(found=make_comparison(Significance.DATE_ONLY))
    assert await world.drain() == []
    found = await world.store.changes.find(channel.workspace_id, change_id)
    assert found is not None
    assert found.comparison.significance is Significance.DATE_ONLY


async def test_editorial_changes_wait_for_the_digest(world: World) -> None:
    """They are queued as digest rows, which are not posted as alerts."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    await world.change(found=make_comparison(Significance.EDITORIAL))
    assert await world.drain() == []
    assert (await world.store.maintenance.count_rows())["waiting"] == 1
