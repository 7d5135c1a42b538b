"""Provisions on record: stable ids, a history tied to changes, and nobody told of a release."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clausewatch.checks.outcome import CheckOutcome, DueDocument, Filed, Reverted, SameBytes
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import (
    Basis,
    Confidence,
    FacetFinding,
    Polarity,
    Provision,
    ProvisionEventKind,
    Quote,
    VersionAnalysis,
    hash_quote,
)
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.notifications.events import ProvisionCorrected, TextReverted, VersionDate
from clausewatch.provisions.provision_events import match_provisions
from tests.clausewatch.store.world import (
    World,
    make_baseline_outcome,
    make_change_outcome,
    make_outcome,
    make_page_states,
    make_reading,
    make_snapshots,
)

FIRST, SECOND = "1.a.a", "1.b.a"
KEEPS = "We keep logs for 30 days."
KEEPS_LONG = "We keep logs for 90 days."
SELLS = "We may sell your logs."
HEADING = len("Your data\n")


def provision(
    clause: str = "data_retention",
    text: str = KEEPS,
    severity: Severity = Severity.MEDIUM,
    engine: str = FIRST,
) -> Provision:
    """A provision whose quote stands in the one paragraph of a version."""
    quote = Quote(text, HEADING, HEADING + len(text), "Your data", hash_quote(text))
    return Provision(
        clause=clause,
        quote=quote,
        further=(),
        polarity=Polarity.DOES,
        severity=severity,
        confidence=Confidence.HIGH,
        basis=Basis.EXPLICIT,
        facets=(FacetFinding("retention", "Retention period", quote),),
        note="",
        engine=engine,
    )


def make_analysis(
    before: tuple[Provision, ...], after: tuple[Provision, ...], engine: str = FIRST
) -> VersionAnalysis:
    """What a check recognises: both sides by one engine."""
    return VersionAnalysis(before, after, match_provisions(before, after) if before else (), engine)


def with_provisions(made: CheckOutcome, held: VersionAnalysis) -> CheckOutcome:
    """The outcome of a check that recognised provisions, too."""
    assert isinstance(made.result, Filed)
    return replace(made, result=replace(made.result, analysis=held))


def first(look: DueDocument, *found: Provision) -> CheckOutcome:
    """The first good look, with its provisions."""
    held = make_analysis((), found, found[0].engine if found else FIRST)
    return with_provisions(make_baseline_outcome(look, KEEPS), held)


async def ids(world: World) -> WorkspaceId:
    """The workspace of the world's first channel."""
    return (await world.channel()).workspace_id


async def on_record(world: World) -> dict[str, RecordedProvision]:
    """What is on record of the one platform, by clause type."""
    found = await world.store.provisions.find_by_platform(await ids(world), "brillo")
    return {one.provision.clause: one for one in found}


async def read_first(world: World, *found: Provision) -> None:
    """The one document is read for the first time."""
    await world.watch(await world.channel())
    await world.record(first(await world.due(), *found))
    await world.drain()


async def alter(world: World, text: str, held: VersionAnalysis) -> int:
    """The document shows other terms at its next check."""
    look = await world.next_look()
    (change_id,) = await world.record(
        with_provisions(make_change_outcome(look, text, at=world.now), held)
    )
    assert change_id is not None
    return change_id


async def test_the_first_reading_is_on_record_without_a_history(world: World) -> None:
    """Record id, quote, version, first tracked and last verified are there; nothing happened."""
    await read_first(world, provision())
    (one,) = (await on_record(world)).values()
    assert one.record_id == "CW-P-000001"
    assert one.provision == provision()
    assert one.version.number == 1
    assert one.first_tracked_at == one.last_verified_at
    assert await world.store.provisions.read_history(one.id) == ()
    assert await world.store.provisions.find(await ids(world), 1) == one


async def test_a_check_that_sees_the_same_verifies_what_is_on_record(world: World) -> None:
    """Last verified moves on with every good look; first tracked stays."""
    await read_first(world, provision())
    look = await world.next_look()
    await world.record(make_outcome(look, SameBytes(), world.now))
    (one,) = (await on_record(world)).values()
    assert one.last_verified_at - one.first_tracked_at >= timedelta(hours=6)


async def test_a_change_keeps_the_id_and_is_in_the_history(world: World) -> None:
    """Reworded, graver, added: each event is tied to its change and has both wordings."""
    await read_first(world, provision())
    old, new = provision(), provision(text=KEEPS_LONG, severity=Severity.HIGH)
    sells = provision("data_sale", SELLS, Severity.HIGH)
    change_id = await alter(world, KEEPS_LONG, make_analysis((old,), (new, sells)))
    held = await on_record(world)
    assert held["data_retention"].record_id == "CW-P-000001"
    assert held["data_retention"].version.number == 2
    events = await world.store.provisions.read_history(held["data_retention"].id)
    assert {event.kind for event in events} == {
        ProvisionEventKind.SEVERITY_RAISED,
        ProvisionEventKind.REWORDED,
    }
    assert {event.change_id for event in events} == {change_id}
    assert {(event.before, event.after) for event in events} == {(old, new)}
    (added,) = await world.store.provisions.read_history(held["data_sale"].id)
    assert added.kind is ProvisionEventKind.ADDED


async def test_a_clause_that_goes_and_comes_back_is_the_same_record(world: World) -> None:
    """What is removed keeps its id and last words; back again, it goes on under that id."""
    keeps, sells = provision(), provision("data_sale", SELLS)
    await read_first(world, keeps, sells)
    await alter(world, KEEPS_LONG, make_analysis((keeps, sells), (keeps,)))
    assert set(await on_record(world)) == {"data_retention"}
    gone = await world.store.provisions.find(await ids(world), 2)
    assert gone is not None
    assert gone.removed_at == world.now
    assert gone.provision.quote.text == SELLS
    await alter(world, KEEPS, make_analysis((keeps,), (keeps, sells)))
    back = (await on_record(world))["data_sale"]
    assert (back.id, back.removed_at) == (gone.id, None)
    kinds = [event.kind for event in await world.store.provisions.read_history(back.id)]
    assert kinds == [ProvisionEventKind.ADDED, ProvisionEventKind.REMOVED]


async def test_a_new_release_changes_records_and_tells_nobody(world: World) -> None:
    """The history says that it was re-read; no change, no delivery."""
    await read_first(world, provision())
    new = provision(severity=Severity.HIGH, engine=SECOND)
    (waiting,) = await world.store.provisions.find_outdated(SECOND, 10)
    assert waiting.version.reading == make_reading(KEEPS)
    held = VersionAnalysis((new,), (new,), (), SECOND)
    assert await world.store.provisions.record_reanalysis(waiting, held, world.now)
    assert await world.store.provisions.find_outdated(SECOND, 10) == ()
    (one,) = (await on_record(world)).values()
    assert (one.record_id, one.provision) == ("CW-P-000001", new)
    (event,) = await world.store.provisions.read_history(one.id)
    assert (event.kind, event.change_id, event.engine) == (
        ProvisionEventKind.REREAD,
        None,
        SECOND,
    )
    assert await world.drain() == []
    assert (await world.store.maintenance.count_rows())["changes"] == 0


async def test_a_correction_is_posted_once_where_a_change_was_reviewed(world: World) -> None:
    """Who reviewed a change learns that a new release reads its provision differently."""
    await read_first(world, provision())
    graver = provision(text=KEEPS_LONG, severity=Severity.HIGH)
    change_id = await alter(world, KEEPS_LONG, make_analysis((provision(),), (graver,)))
    await world.drain()
    by = ("U1", world.now)
    await world.store.reviews.set_status(
        await ids(world), ChangeId(change_id), ReviewStatus.ACKNOWLEDGED, by
    )
    await world.drain()
    for engine in (SECOND, "1.c.a"):
        (waiting,) = await world.store.provisions.find_outdated(engine, 10)
        denied = replace(graver, polarity=Polarity.DOES_NOT, severity=Severity.LOW, engine=engine)
        analysis = VersionAnalysis((denied,), (denied,), (), engine)
        assert await world.store.provisions.record_reanalysis(waiting, analysis, world.now)
    (note,) = await world.drain()
    event = note.deliveries[0].event
    assert event == ProvisionCorrected(
        change_id, "data_retention", "does", "does_not", ("high", "low")
    )


@pytest.mark.parametrize(
    ("polarity", "severity", "notes"),
    [
        (Polarity.DOES, Severity.LOW, 1),
        (Polarity.DOES_NOT, Severity.HIGH, 1),
        (Polarity.DOES, Severity.HIGH, 0),
    ],
)
async def test_another_position_or_severity_is_a_correction(
    world: World, polarity: Polarity, severity: Severity, notes: int
) -> None:
    """Either of them alone is one; a remark that reads otherwise is none."""
    await read_first(world, provision())
    graver = provision(text=KEEPS_LONG, severity=Severity.HIGH)
    change_id = await alter(world, KEEPS_LONG, make_analysis((provision(),), (graver,)))
    await world.acknowledge(await ids(world), ChangeId(change_id))
    await world.drain()
    (waiting,) = await world.store.provisions.find_outdated(SECOND, 10)
    changed = {"polarity": polarity, "severity": severity, "note": "Read again.", "engine": SECOND}
    reread = replace(graver, **changed)  # type: ignore[arg-type]  # fields of a provision, by name
    analysis = VersionAnalysis((reread,), (reread,), (), SECOND)
    assert await world.store.provisions.record_reanalysis(waiting, analysis, world.now)
    assert len(await world.drain()) == notes


async def test_an_undone_review_gets_no_correction(world: World) -> None:
    """Whoever undid the review acts on nothing that the earlier reading said."""
    await read_first(world, provision())
    graver = provision(text=KEEPS_LONG, severity=Severity.HIGH)
    change_id = await alter(world, KEEPS_LONG, make_analysis((provision(),), (graver,)))
    workspace, by = await ids(world), ("U1", world.now)
    reviews = world.store.reviews
    await reviews.set_status(workspace, ChangeId(change_id), ReviewStatus.ACKNOWLEDGED, by)
    await reviews.undo(workspace, ChangeId(change_id), by)
    await world.drain()
    (waiting,) = await world.store.provisions.find_outdated(SECOND, 10)
    denied = replace(graver, polarity=Polarity.DOES_NOT, severity=Severity.LOW, engine=SECOND)
    analysis = VersionAnalysis((denied,), (denied,), (), SECOND)
    assert await world.store.provisions.record_reanalysis(waiting, analysis, world.now)
    assert await world.drain() == []


async def test_a_release_and_a_change_at_once_are_told_apart(world: World) -> None:
    """What the release sees differently is no event of the change that came with it."""
    await read_first(world, provision())
    old = provision(severity=Severity.HIGH, engine=SECOND)
    sells = provision("data_sale", SELLS, engine=SECOND)
    change_id = await alter(world, KEEPS_LONG, make_analysis((old,), (old, sells), SECOND))
    held = await on_record(world)
    (reread,) = await world.store.provisions.read_history(held["data_retention"].id)
    assert (reread.kind, reread.change_id) == (ProvisionEventKind.REREAD, None)
    (added,) = await world.store.provisions.read_history(held["data_sale"].id)
    assert (added.kind, added.change_id) == (ProvisionEventKind.ADDED, change_id)


async def test_a_document_from_before_provisions_is_read_without_a_history(world: World) -> None:
    """A store that was upgraded fills up in the background; what goes later has a record too."""
    await world.watch(await world.channel())
    await world.first_read()
    assert await on_record(world) == {}
    keeps, sells = provision(), provision("data_sale", SELLS)
    change_id = await alter(world, KEEPS_LONG, make_analysis((keeps, sells), (keeps,)))
    assert set(await on_record(world)) == {"data_retention"}
    gone = await world.store.provisions.find_by_clause(await ids(world), "brillo", "data_sale")
    assert gone[0].removed_at == world.now
    (event,) = await world.store.provisions.read_history(gone[0].id)
    assert (event.kind, event.change_id) == (ProvisionEventKind.REMOVED, change_id)


async def test_a_record_judged_on_another_version_is_dropped(world: World) -> None:
    """Where a check filed a version meanwhile, the older judgement is not written."""
    await read_first(world, provision())
    (waiting,) = await world.store.provisions.find_outdated(SECOND, 10)
    new = provision(text=KEEPS_LONG)
    await alter(world, KEEPS_LONG, make_analysis((provision(),), (new,)))
    held = VersionAnalysis((provision(),), (provision(),), (), SECOND)
    assert not await world.store.provisions.record_reanalysis(waiting, held, world.now)
    assert (await on_record(world))["data_retention"].provision == new


async def test_a_text_that_is_the_baseline_again_brings_its_provisions_back(world: World) -> None:
    """Reverted: the quotes stand in the earlier version, and the change says so."""
    keeps, long = provision(), provision(text=KEEPS_LONG)
    await read_first(world, keeps)
    change_id = await alter(world, KEEPS_LONG, make_analysis((keeps,), (long,)))
    look = await world.next_look()
    first_version = (await world.store.versions.load_history(look.document.id))[-1]
    day, shown = world.now.date(), make_snapshots(look, KEEPS)
    event = TextReverted(look.document.id, change_id, VersionDate(day, is_stated=False), day)
    back = make_outcome(
        look,
        Reverted(
            make_page_states(shown), shown, ChangeId(change_id), make_analysis((long,), (keeps,))
        ),
        world.now,
        state=replace(look.state, baseline_id=first_version.id),
        events=(event,),
    )
    await world.record(back)
    one = (await on_record(world))["data_retention"]
    assert (one.provision.quote.text, one.version.number) == (KEEPS, 1)
    assert {e.change_id for e in await world.store.provisions.read_history(one.id)} == {change_id}
    assert await world.store.provisions.find_outdated(FIRST, 10) == ()


async def test_other_workspaces_do_not_see_a_private_document(world: World) -> None:
    """A provision of a document added by URL is hidden by platform, by clause and by record id."""
    await world.watch(await world.channel(), is_private=True)
    await world.record(first(await world.due(), provision()))
    await world.watch(await world.channel("T2"), "lumen")
    own, other = await ids(world), (await world.channel("T2")).workspace_id
    store = world.store.provisions
    for workspace, number in ((own, 1), (other, 0)):
        assert len(await store.find_by_platform(workspace, "brillo")) == number
        assert len(await store.compare(workspace, "data_retention")) == number
        assert (await store.measure_prevalence(workspace, "data_retention")).found == number
        assert (await store.measure_prevalence(workspace, "data_retention")).read == number
        assert (await store.find(workspace, 1) is not None) == bool(number)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["lumen", "brillo"]),
        ({"platform_keys": ("brillo",)}, ["brillo"]),
        ({"without": "lumen"}, ["brillo"]),
        ({"limit": 1}, ["lumen"]),
    ],
)
async def test_a_type_across_platforms_gravest_first(
    world: World, chosen: dict[str, object], expected: list[str]
) -> None:
    """Comparison and prevalence count platforms that were read, with or without the type."""
    grave = {"lumen": Severity.HIGH, "brillo": Severity.LOW, "quartz": None}
    channel = await world.channel()
    for key, severity in grave.items():
        await world.watch(channel, key)
        held = () if severity is None else (provision(severity=severity),)
        await world.record(first(await world.due(), *held))
    workspace = channel.workspace_id
    found = await world.store.provisions.compare(workspace, "data_retention", **chosen)  # type: ignore[arg-type]  # a table of keywords
    assert [one.document.platform_key for one in found] == expected
    prevalence = await world.store.provisions.measure_prevalence(workspace, "data_retention")
    assert (prevalence.found, prevalence.read, prevalence.silent) == (2, 3, 1)
    assert prevalence.positions == {Polarity.DOES: 2}


async def test_a_platform_counts_once_with_its_widest_position(world: World) -> None:
    """An opt-out elsewhere makes a practice one with an opt-out; a denial is counted apart."""
    channel = await world.channel()
    opt_out = FacetFinding("opt_out", "opt-out", provision().quote)
    held = {
        "lumen": replace(provision(), facets=(opt_out,)),
        "brillo": replace(provision(), polarity=Polarity.DOES_NOT),
        "quartz": replace(provision(), polarity=Polarity.UNCLEAR),
    }
    for key, one in held.items():
        await world.watch(channel, key)
        await world.record(first(await world.due(), one))
    store, workspace = world.store.provisions, channel.workspace_id
    prevalence = await store.measure_prevalence(workspace, "data_retention")
    assert prevalence.positions == {
        Polarity.OPT_OUT_OFFERED: 1,
        Polarity.DOES_NOT: 1,
        Polarity.UNCLEAR: 1,
    }
