"""Re-judging: a new release fills in and moves records in the background, telling nobody."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from clausewatch.analysis.document_facts import find_facts
from clausewatch.checks.outcome import CheckOutcome, DocumentState, FirstVersion
from clausewatch.errors import WorkerError
from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.pages import Snapshot
from clausewatch.model.provisions import Provision
from clausewatch.model.reading import Block, BlockKind, Reading, Signals
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.model.watches import Tenant
from clausewatch.provisions import find_provisions, get_engine_release
from clausewatch.store import Store
from jobs.reanalyse import Reanalyse
from tests.sqlite_stores import make_watch_request

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = "Any dispute will be resolved by binding arbitration."


def reading(text: str) -> Reading:
    """A policy of one paragraph."""
    digest = sha256(text.encode()).hexdigest()
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    return Reading("1", "Terms", "en", blocks, (), Signals(), 8, None, digest, digest)


@dataclass
class Finder:
    """The recogniser, which may be lost with its worker for some texts."""

    fails_on: str = "nothing"
    asked: list[str] = field(default_factory=list)

    async def __call__(self, held: Reading) -> tuple[Provision, ...]:
        """Find, or lose the worker."""
        self.asked.append(held.blocks[0].text)
        if self.fails_on in held.blocks[0].text:
            raise WorkerError("lost")
        return find_provisions(held)


async def find_all_facts(held: Reading, kind: str) -> DocumentFacts:
    """Read the list and the deadlines of a document as a worker does."""
    return find_facts(held, kind)


async def _filled(*texts: str) -> tuple[Store, WorkspaceId]:
    """A store with a document per text, read before there were provisions."""
    store = await Store.open("sqlite+aiosqlite://")
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    channel = await store.workspaces.ensure_channel(workspace, "C1", NOW)
    for number, text in enumerate(texts):
        url = f"https://p{number}.example/terms"
        request = make_watch_request(channel, f"P{number}", url, "terms of service")
        added = await store.watches.add(request, NOW)
        due = await store.checks.claim_one(added.added[0].id, NOW, timedelta(minutes=1))
        assert due is not None
        body = text.encode()
        page = Snapshot(url, url, 200, (), body, sha256(body).hexdigest(), NOW)
        outcome = CheckOutcome(
            due.document.id, due.lease_token, NOW, NOW, FirstVersion((), (page,), reading(text)),
            DocumentState(),
        )  # fmt: skip
        await store.checks.record((outcome,), timedelta(0))
    return store, workspace


async def test_all_documents_come_up_in_turns() -> None:
    """A few per tick until nothing is left; quotes stand in the stored version; nobody is told."""
    store, workspace = await _filled(TEXT, "We paint.", TEXT + " So be it.")
    job = Reanalyse(store, Finder(), get_engine_release(), lambda: NOW, find_all_facts, 2)
    assert [await job(), await job(), await job()] == [2, 1, 0]
    held = await store.provisions.compare(workspace, "arbitration")
    assert {one.document.platform_key for one in held} == {"p0", "p2"}
    assert (await store.provisions.measure_prevalence(workspace, "arbitration")).read == 3
    assert (await store.maintenance.count_rows())["pending"] == 0
    await store.close()


async def test_a_lost_worker_costs_one_document_one_round() -> None:
    """The others are judged, and it is tried again in the next round."""
    store, _ = await _filled(TEXT, "We paint.")
    finder = Finder(fails_on="dispute")
    job = Reanalyse(store, finder, get_engine_release(), lambda: NOW, find_all_facts)
    assert await job() == 1
    finder.fails_on = "nothing"
    assert await job() == 1
    assert finder.asked == [TEXT, "We paint.", TEXT]
    await store.close()


async def test_lists_of_subprocessors_are_read_again_too() -> None:
    """A document from before there were entries gets them, and keeps its provisions."""
    store, workspace = await _filled("Our list has Nimbra Cloud, Inc. in it.")

    async def find_one(held: Reading, kind: str) -> DocumentFacts:
        assert kind == "terms of service"
        assert held.blocks
        return DocumentFacts((Subprocessor("Nimbra Cloud, Inc.", "hosting", "Norway"),), ())

    await Reanalyse(store, Finder(), get_engine_release(), lambda: NOW, find_one)()
    (record,) = await store.subprocessors.find_by_platform(workspace, "p0")
    assert (record.entry.name, record.first_seen_at) == ("Nimbra Cloud, Inc.", NOW)
    await store.close()
