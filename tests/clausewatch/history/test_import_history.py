"""Years of history become versions and changes, and nobody hears of it."""

import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.archived_documents import assign_documents
from bot.cli.history_import import HistoryImport, Tally, import_histories
from clausewatch.catalogue import Catalogue
from clausewatch.catalogue.entries import Aliases, Entry
from clausewatch.checks.outcome import CheckOutcome, DocumentState, FirstVersion
from clausewatch.errors import ConfigError, UserError
from clausewatch.extract import read
from clausewatch.history.reconstruction import HistoryBatch, Reconstruction, reconstruct
from clausewatch.history.version_archive import BlobReader, find_archive_name, read_histories
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Page
from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.store import Store
from clausewatch.store.imports import Imports
from tests.clausewatch.history.git_archives import (
    REFILTER,
    Commit,
    add_commits,
    render_policy,
    write_repository,
)
from tests.sqlite_stores import make_watch_request, open_empty_store

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

START = 1_600_000_000
DAY = 86_400
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PRIVACY = "Harbour/Privacy Policy.md"
URL = "https://harbour.example/privacy"
CATALOGUE = Catalogue(
    [Entry("harbour", "Harbour", 1, ("harbour.example",), (("privacy", (URL,), False),))],
    Aliases({}, {}),
)
GARBAGE = "# Just a moment\n\nChecking your browser before you go on. Enable JavaScript.\n"


def life(*texts: str | Commit, path: str = PRIVACY) -> list[Commit]:
    """Commits of one document, a day apart."""
    return [
        each if isinstance(each, Commit) else Commit(path, each, START + DAY * n)
        for n, each in enumerate(texts)
    ]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    opened = await open_empty_store(tmp_path / "history.db")
    yield opened
    await opened.close()


async def imported(store: Store, path: Path) -> Tally:
    """Import a checkout, with the reconstruction in a thread."""
    histories = read_histories(path)
    places = assign_documents(histories, CATALOGUE)
    with BlobReader(path) as blobs, ThreadPoolExecutor(1) as pool:
        run = HistoryImport(
            Imports(store.database), blobs, pool, find_archive_name(path), lambda *_: None, 0
        )  # type: ignore[arg-type]  # a pool of threads runs the same
        for history in histories:
            await run.import_document(history, places[history.path])
    return run.tally


async def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    async with store.database.read() as connection:
        return [tuple(row) for row in await connection.execute(text(query))]


async def test_versions_and_changes_are_built(store: Store, tmp_path: Path) -> None:
    """A text that alters a term is a version with a change, at the time of its commit."""
    repo = write_repository(
        tmp_path / "versions",
        life(
            render_policy(),
            render_policy({"messages": 90}),
            render_policy({"messages": 90, "pictures": 7}),
        ),
        remote="https://secret:token@archive.example/org/pga-versions.git",
    )
    tally = await imported(store, repo)
    assert (tally.versions, tally.changes, tally.refused) == (3, 2, 0)
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    found = await store.changes.find_recent(
        workspace, platform_key=None, since=NOW - timedelta(days=9_000)
    )
    assert [c.document.urls for c in found] == [(URL,), (URL,)]
    assert [c.detected_at.timestamp() for c in found] == [START + 2 * DAY, START + DAY]
    edit = found[1].comparison.edits[0]
    assert "30 days" in str(edit.before)
    assert "90 days" in str(edit.after)


async def test_every_record_says_where_it_comes_from(store: Store, tmp_path: Path) -> None:
    """Archive and commit stand on each record, and no token of the remote does."""
    texts = life(render_policy(), render_policy({"messages": 90}))
    remote = "https://secret:token@archive.example/org/pga-versions.git"
    await imported(store, write_repository(tmp_path / "v", texts, remote))
    for table in ("snapshot", "version", "change"):
        found = [str(origin) for (origin,) in await rows(store, f"select origin from {table}")]  # noqa: S608
        assert found
        assert all(origin.startswith("org/pga-versions@") for origin in found)
        assert all(len(origin.rpartition("@")[2]) == 40 for origin in found)


SAME = {
    "the same text in other lines": render_policy().replace(" and keep", "\nand keep"),
    "another date": render_policy(dated="3 March 2024"),
    "a page that is no policy": GARBAGE,
    "nothing": "",
}


@pytest.mark.parametrize("name", SAME)
async def test_noise_of_the_archive_is_no_change(store: Store, tmp_path: Path, name: str) -> None:
    """What would not be told when seen alive is no substantive change in history, either."""
    repo = write_repository(
        tmp_path / "v", life(render_policy(), SAME[name], render_policy({"messages": 90}))
    )
    await imported(store, repo)
    found = await rows(store, "select significance from change order by detected_at")
    assert [s for (s,) in found if s == "substantive"] == ["substantive"]


async def test_a_technical_commit_is_a_version_and_no_change(store: Store, tmp_path: Path) -> None:
    """The archive filtered its page anew: later texts are held against that."""
    wider = (
        render_policy()
        + "\n## Menu\n\nWe sell this and that to whoever asks us for it, for money.\n"
    )
    refiltered = Commit(PRIVACY, wider, START + DAY, REFILTER)
    repo = write_repository(
        tmp_path / "v", life(render_policy(), refiltered, wider.replace("30 days", "9 days"))
    )
    tally = await imported(store, repo)
    assert (tally.versions, tally.changes) == (3, 1)


async def test_a_text_that_comes_back_takes_the_change_back(store: Store, tmp_path: Path) -> None:
    """One change, marked as reverted, and what follows is held against the text that stands."""
    new = render_policy({"messages": 90})
    repo = write_repository(
        tmp_path / "v", life(render_policy(), new, render_policy(), render_policy({"pictures": 9}))
    )
    tally = await imported(store, repo)
    assert (tally.versions, tally.changes, tally.taken_back) == (3, 2, 1)
    assert await rows(store, "select standing from change order by detected_at") == [
        ("reverted",),
        ("new",),
    ]


async def test_a_second_run_adds_only_what_is_new(store: Store, tmp_path: Path) -> None:
    """An import goes on behind what it filed, and ends as one run would have."""
    repo = write_repository(tmp_path / "v", life(render_policy(), render_policy({"messages": 90})))
    await imported(store, repo)
    again = await imported(store, repo)
    assert (again.versions, again.changes) == (0, 0)
    later = [Commit(PRIVACY, render_policy({"messages": 90, "contacts": 5}), START + 9 * DAY)]
    add_commits(repo, later)
    grown = await imported(store, repo)
    assert (grown.versions, grown.changes, grown.earlier) == (1, 1, 2)
    numbers = await rows(store, "select number from version order by captured_at")
    assert numbers == [(1,), (2,), (3,)]


async def watched(store: Store) -> tuple[WorkspaceId, DocumentId]:
    """A channel watches the document."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    channel = await store.workspaces.ensure_channel(workspace, "C1", NOW)
    request = make_watch_request(channel, "Harbour", URL)
    result = await store.watches.add(request, NOW)
    return workspace, result.added[0].id


async def test_nobody_is_told(store: Store, tmp_path: Path) -> None:
    """A watched document gets its history, its channel no message."""
    workspace, number = await watched(store)
    before = await rows(store, "select count(*) from delivery")
    await imported(
        store,
        write_repository(tmp_path / "v", life(render_policy(), render_policy({"messages": 90}))),
    )
    assert await rows(store, "select count(*) from delivery") == before
    (change,) = await store.changes.find_recent(
        workspace, platform_key=None, since=NOW - timedelta(days=9_000)
    )
    assert change.document.id == number


async def test_what_was_seen_here_stays_the_newest(store: Store, tmp_path: Path) -> None:
    """History is put before the versions on record; the baseline is untouched."""
    _, number = await watched(store)
    due = await store.checks.claim_one(number, NOW, timedelta(minutes=5))
    assert due is not None
    repo = write_repository(tmp_path / "v", life(render_policy(), render_policy({"messages": 90})))
    history = read_histories(repo)[0]
    with BlobReader(repo) as blobs:
        body = blobs.read(history.texts[0].blob)
    reading = read([Page(URL, body, "text/markdown")])
    snapshot = Snapshot(URL, URL, 200, (), body, hashlib.sha256(body).hexdigest(), NOW)
    outcome = CheckOutcome(
        number, due.lease_token, NOW, NOW, FirstVersion((), (snapshot,), reading),
        DocumentState(),
    )  # fmt: skip
    await store.checks.record([outcome], timedelta(0))
    await imported(store, repo)
    history = await store.checks.history(number)
    assert [version.number for version in history] == [3, 2, 1]
    assert history[0].captured_at == NOW
    due = await store.checks.claim_one(number, NOW + timedelta(hours=1), timedelta(minutes=5))
    assert due is not None
    assert due.state.baseline_id == history[0].id


async def test_services_that_nobody_knows_stand_alone(store: Store, tmp_path: Path) -> None:
    """Without an address the history is kept at one where nobody is ever asked."""
    texts = [
        *life(render_policy(), path="Quay & Co/Privacy Policy.md"),
        *life(render_policy(), path="Harbour/Live Policy.md"),
        *life(render_policy(), path="Harbour/Community Guidelines.md"),
        *life("not a document", path="README.md"),
        *life("{}", path="Harbour/data.json"),
    ]
    tally = await imported(store, write_repository(tmp_path / "v", texts))
    assert (tally.documents, tally.unknown) == (3, 3)
    found = await rows(store, "select url from page order by url")
    assert [url for (url,) in found] == [
        "https://harbour.invalid/community-guidelines",
        "https://harbour.invalid/live-policy",
        "https://quay-co.invalid/privacy-policy",
    ]
    assert await rows(store, "select count(*) from document where is_watched") == [(0,)]


@pytest.mark.parametrize("make", ["nothing", "a folder", "an empty repository"])
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, make: str) -> None:
    """A path without history is refused before anything is written."""
    path = tmp_path / "given"
    if make == "a folder":
        path.mkdir()
    elif make == "an empty repository":
        write_repository(path, life("x", path="README.md"))
    with pytest.raises(ConfigError, match="given"):
        read_histories(path)


def test_odd_names_are_kept(tmp_path: Path) -> None:
    """Services are called in all scripts, with blanks and quotes."""
    path = 'Käse "1"/Privacy Policy.md'
    repo = write_repository(
        tmp_path / "v", [Commit(path.replace('"', '\\"'), render_policy(), START)]
    )
    (history,) = read_histories(repo)
    assert (history.service, history.kind) == ('Käse "1"', "Privacy Policy")


def end_at_once(_: object) -> None:
    """What a hostile text may do to its process."""
    os._exit(1)


async def test_a_worker_that_dies_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was filed stays, and the person is told to run it again."""
    repo = write_repository(tmp_path / "v", life(render_policy(), render_policy({"messages": 90})))
    histories = read_histories(repo)
    monkeypatch.setattr("bot.cli.history_import.reconstruct", end_at_once)
    with BlobReader(repo) as blobs, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        run = HistoryImport(Imports(store.database), blobs, pool, "archive", lambda *_: None, 2)
        with pytest.raises(UserError, match="Run it again"):
            await import_histories(run, histories, assign_documents(histories, CATALOGUE), 2)


def fail_with_one(batch: HistoryBatch) -> Reconstruction:
    """A reconstruction that fails for one document."""
    if batch.expected.platform == "Harbour":
        raise ZeroDivisionError
    return reconstruct(batch)


async def test_a_fault_of_ours_with_one_document_holds_up_no_other(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted, and the others are imported to their end."""
    other = life(render_policy(), render_policy({"messages": 90}), path="Quay/Privacy Policy.md")
    repo = write_repository(tmp_path / "v", [*life(render_policy()), *other])
    histories = read_histories(repo)
    monkeypatch.setattr("bot.cli.history_import.reconstruct", fail_with_one)
    with BlobReader(repo) as blobs, ThreadPoolExecutor(1) as pool:
        run = HistoryImport(Imports(store.database), blobs, pool, "archive", lambda *_: None, 3)  # type: ignore[arg-type]  # a pool of threads runs the same
        await import_histories(run, histories, assign_documents(histories, CATALOGUE), 2)
    assert (run.tally.failed, run.tally.versions) == (1, 2)
    assert any("1 documents stopped early" in line for line in run.tally.list_lines())
