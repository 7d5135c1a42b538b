"""Who may check what until when, also with several at it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from clausewatch.checks.outcome import SameBytes, SameText, Variant
from clausewatch.model.pages import PageState
from clausewatch.store import NewDocument, Store
from clausewatch.store.claims import Lease, claim_one
from tests.clausewatch.store.world import (
    LEASE,
    NOW,
    PACE,
    SIX_HOURS,
    World,
    make_baseline_outcome,
    make_outcome,
)

SECOND = timedelta(seconds=1)


def at_hosts(*names: str) -> tuple[NewDocument, ...]:
    """A document at each host."""
    return tuple(NewDocument(f"policy at {name}", (f"https://{name}/p",)) for name in names)


async def test_a_new_document_is_due_at_once(world: World) -> None:
    """What nobody watches is not checked; what somebody watches is, whole."""
    channel = await world.channel()
    urls = ("https://www.Brillo.example/a", "https://brillo.example/b")
    await world.watch(channel, documents=(NewDocument("terms", urls),))
    due = await world.due()
    assert due.document.urls == urls
    assert due.pages == tuple(PageState(url) for url in urls)
    assert due.document.name == "Brillo Terms"
    assert due.lease_until == world.now + LEASE


async def test_a_claim_holds_until_its_lease_ends(world: World) -> None:
    """A crash frees the document when the lease runs out, not before."""
    await world.watch(await world.channel())
    first = await world.due()
    assert await world.store.checks.claim(NOW + LEASE - SECOND, 10, LEASE) == ()
    (again,) = await world.store.checks.claim(NOW + LEASE, 10, LEASE)
    assert again.document == first.document
    assert again.lease_token != first.lease_token


async def test_a_renewed_claim_holds_for_longer(world: World) -> None:
    """A slow check that says so keeps its document and its host."""
    await world.watch(await world.channel())
    due = await world.due()
    await world.store.checks.renew([due], NOW + 2 * LEASE)
    assert await world.store.checks.claim(NOW + 2 * LEASE - SECOND, 10, LEASE) == ()
    assert len(await world.store.checks.claim(NOW + 2 * LEASE, 10, LEASE)) == 1


async def test_claims_of_several_moments_are_renewed_together(world: World) -> None:
    """A process holds what it claimed at several times, and renews all of it at once."""
    await world.watch(await world.channel(), documents=at_hosts("a.example", "b.example"))
    held = [(await world.store.checks.claim(NOW, 1, LEASE))[0] for _ in range(2)]
    assert len({due.lease_token for due in held}) == 2
    await world.store.checks.renew(held, NOW + 2 * LEASE)
    assert await world.store.checks.claim(NOW + 2 * LEASE - SECOND, 10, LEASE) == ()
    assert len(await world.store.checks.claim(NOW + 2 * LEASE, 10, LEASE)) == 2


async def test_a_lost_claim_cannot_be_renewed(world: World) -> None:
    """Who comes late does not take the document from who has it now."""
    await world.watch(await world.channel())
    late = await world.due()
    world.after(LEASE)
    held = await world.due()
    await world.store.checks.renew([late], NOW + 9 * LEASE)
    (again,) = await world.store.checks.claim(held.lease_until, 10, LEASE)
    assert again.document == held.document


async def test_a_result_after_the_lease_is_dropped(world: World) -> None:
    """A slow check records nothing once somebody else holds the document, who then does."""
    await world.watch(await world.channel())
    late = await world.due()
    world.after(LEASE)
    held = await world.due()
    await world.record(make_baseline_outcome(late, "What the late one saw."))
    assert await world.store.versions.load_history(late.document.id) == ()
    await world.record(make_baseline_outcome(held))
    assert len(await world.store.versions.load_history(late.document.id)) == 1


async def test_a_result_counts_once(world: World) -> None:
    """Recording frees the document, so the same outcome again is dropped."""
    await world.watch(await world.channel())
    due = await world.due()
    await world.record(make_baseline_outcome(due))
    await world.record(make_baseline_outcome(due))
    (only,) = await world.store.versions.load_history(due.document.id)
    assert only.number == 1


async def test_one_document_per_host_at_a_time(world: World) -> None:
    """Three documents at two hosts: two are claimed, the third after the first and a pause."""
    documents = (
        NewDocument("privacy policy", ("https://brillo.example/privacy",)),
        NewDocument("terms", ("https://Brillo.example:443/terms",)),
        NewDocument("dpa", ("https://legal.brillo.example/dpa",)),
    )
    await world.watch(await world.channel(), documents=documents)
    claimed = await world.store.checks.claim(NOW, 10, LEASE)
    assert [due.document.kind for due in claimed] == ["privacy policy", "dpa"]
    await world.record(*(make_baseline_outcome(due) for due in claimed))
    assert await world.store.checks.claim(NOW + PACE - SECOND, 10, LEASE) == ()
    (last,) = await world.store.checks.claim(NOW + PACE, 10, LEASE)
    assert last.document.kind == "terms"


async def test_a_look_shortens_no_pause_that_the_host_has(world: World) -> None:
    """While one page was read another process reserved the host for longer."""
    documents = at_hosts("a.example", "a.example/2")
    await world.watch(await world.channel(), documents=documents)
    (due,) = await world.store.checks.claim(NOW, 10, LEASE)
    await world.store.hosts.reserve_slot("a.example", NOW, SIX_HOURS)
    await world.record(make_outcome(due, SameBytes(), NOW))
    assert await world.store.checks.claim(NOW + PACE, 10, LEASE) == ()
    assert len(await world.store.checks.claim(NOW + SIX_HOURS, 10, LEASE)) >= 1


async def test_hosts_rest_after_the_last_look_of_a_batch(world: World) -> None:
    """Looks that are recorded together may be seconds apart: the pause counts from the last."""
    documents = at_hosts("a.example", "b.example", "a.example/2", "b.example/2")
    await world.watch(await world.channel(), documents=documents)
    early, late = await world.store.checks.claim(NOW, 10, LEASE)
    await world.record(
        make_outcome(early, SameBytes(), NOW), make_outcome(late, SameBytes(), NOW + SECOND)
    )
    assert await world.store.checks.claim(NOW + PACE, 10, LEASE) == ()
    assert len(await world.store.checks.claim(NOW + SECOND + PACE, 10, LEASE)) == 2


async def test_a_host_that_another_check_holds_stays_held(world: World) -> None:
    """A document checked by name frees itself, not the host that somebody else is asking."""
    documents = at_hosts("a.example", "a.example/2")
    await world.watch(await world.channel(), documents=documents)
    held = await world.due()
    found = await world.store.documents.find_ids_by_url("https://a.example/2/p")
    by_name = await world.store.checks.claim_one(found[0], NOW, LEASE)
    assert by_name is not None
    await world.record(make_outcome(by_name, SameBytes(), next_check_at=NOW))
    assert await world.store.checks.claim(NOW + PACE, 10, LEASE) == ()
    await world.record(make_outcome(held, SameBytes()))
    assert len(await world.store.checks.claim(NOW + PACE, 10, LEASE)) == 1


async def test_a_document_that_is_not_due_waits_beside_one_that_is_checked(world: World) -> None:
    """While a due document of a host is checked by name, no other of the host comes early."""
    documents = at_hosts("a.example", "a.example/2")
    await world.watch(await world.channel(), documents=documents)
    first = await world.due()
    later = make_outcome(first, SameBytes(), next_check_at=NOW + SIX_HOURS)
    await world.record(later)
    (second_id,) = await world.store.documents.find_ids_by_url("https://a.example/2/p")
    assert await world.store.checks.claim_one(second_id, NOW, LEASE) is not None
    assert await world.store.checks.claim(NOW + PACE, 10, LEASE) == ()


async def test_a_document_that_nobody_watches_any_more_is_passed_over(world: World) -> None:
    """A host with a watched document is asked for that one, not for one that was unwatched."""
    channel = await world.channel()
    await world.watch(channel, "a", documents=at_hosts("a.example"))
    await world.watch(channel, "b", documents=at_hosts("a.example/2"))
    await world.store.watches.remove(channel.id, "a")
    (due,) = await world.store.checks.claim(NOW, 10, LEASE)
    assert due.document.urls == ("https://a.example/2/p",)


async def test_a_document_moves_to_another_host(world: World) -> None:
    """Where a permanent redirect leads, the new host is the one that is waited for."""
    documents = (
        NewDocument("privacy policy", ("https://old.example/privacy",)),
        NewDocument("terms", ("https://new.example/terms",)),
    )
    await world.watch(await world.channel(), documents=documents)
    first, second = await world.store.checks.claim(NOW, 10, LEASE)
    moved = PageState(first.document.urls[0], moved_to="https://new.example/privacy")
    await world.record(make_outcome(first, SameText((moved,))), make_outcome(second, SameBytes()))
    (due,) = await world.store.checks.claim(NOW + SIX_HOURS, 10, LEASE)
    assert due.document.kind == "privacy policy"
    assert due.pages == (moved,)


async def test_the_longest_due_come_first(world: World) -> None:
    """A limit leaves what is due latest for the next claim."""
    channel = await world.channel()
    for key in ("a", "b", "c"):
        await world.watch(channel, key)
        world.after(SECOND)
    claimed = await world.store.checks.claim(world.now, 2, LEASE)
    assert [due.document.platform_key for due in claimed] == ["a", "b"]


async def test_nothing_is_due_before_its_time(world: World) -> None:
    """A checked document comes up at its next check, not before; the store knows when that is."""
    await world.watch(await world.channel())
    assert await world.store.checks.find_next_due_at() == NOW
    await world.first_read()
    assert await world.store.checks.find_next_due_at() == NOW + SIX_HOURS
    assert await world.store.checks.claim(NOW + SIX_HOURS - SECOND, 10, LEASE) == ()
    assert len(await world.store.checks.claim(NOW + SIX_HOURS, 10, LEASE)) == 1


async def test_one_document_can_be_claimed_by_number(world: World) -> None:
    """A check that somebody asks for does not wait for its time, but for its holder it does."""
    await world.watch(await world.channel())
    first = await world.first_read()
    number = first.document.id
    due = await world.store.checks.claim_one(number, world.now, LEASE)
    assert due is not None
    assert due.state.baseline_id is not None
    assert await world.store.checks.claim_one(number, world.now, LEASE) is None
    assert await world.store.checks.claim(NOW + SIX_HOURS, 10, 9 * SIX_HOURS) != ()
    assert await world.store.checks.claim_one(number, NOW + SIX_HOURS, LEASE) is None


async def test_what_is_taken_by_name_meanwhile_is_not_taken_again(world: World) -> None:
    """Where two reach for a document at once the second gets nothing, and leaves its host free."""
    await world.watch(await world.channel())
    (number,) = await world.store.checks.find_due(NOW, 10)
    async with world.store.database.write() as connection:
        by_name = await claim_one(connection, number, NOW, Lease("by name", NOW + LEASE))
        other = asyncio.create_task(world.store.checks.claim(NOW, 10, LEASE))
        await asyncio.sleep(0.2)
    assert by_name is not None
    assert await other == ()
    await world.store.checks.release(number)
    assert len(await world.store.checks.claim(NOW, 10, LEASE)) == 1


async def test_state_comes_back_with_the_next_claim(world: World) -> None:
    """What a check remembers is what the next one is given."""
    await world.watch(await world.channel())
    await world.first_read()
    look = await world.next_look()
    kept = replace(look.state, variants=(("f" * 64, 2),))
    await world.record(make_outcome(look, Variant(()), world.now, state=kept))
    assert (await world.next_look()).state == kept


@pytest.mark.parametrize("racers", [2, 5])
async def test_a_race_claims_each_document_once(url: str, racers: int) -> None:
    """Several processes on one database share the documents out, none twice and none left."""
    stores = [await Store.open(url) for _ in range(racers)]
    try:
        world = World(stores[0])
        names = [f"h{number}.example" for number in range(40)]
        await world.watch(await world.channel(), documents=at_hosts(*names))

        async def take_all(store: Store) -> list[int]:
            taken: list[int] = []
            while due := await store.checks.claim(NOW, 3, LEASE):
                taken += [one.document.id for one in due]
            return taken

        shares = await asyncio.gather(*(take_all(store) for store in stores))
        assert sorted(number for share in shares for number in share) == list(range(1, 41))
    finally:
        for store in stores:
            await store.close()


async def test_a_host_is_waited_for_in_turn(world: World) -> None:
    """Each request to a host that a redirect leads to takes the next slot."""
    hosts = world.store.hosts
    waits = [await hosts.reserve_slot("cdn.example", NOW, PACE) for _ in range(3)]
    assert waits == [timedelta(0), PACE, 2 * PACE]
    assert await hosts.reserve_slot("cdn.example", NOW + 5 * PACE, PACE) == timedelta(0)
