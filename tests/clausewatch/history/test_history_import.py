"""The import of an archive: versions and changes, without any notification."""

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
from clausewatch.catalogue.name_index import NameIndex
from clausewatch.checks.outcome import CheckOutcome, DocumentState, FirstVersion
from clausewatch.errors import UserError
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

HARBOUR = Entry("harbour", "Harbour", 1, ("harbour.example",), (("privacy", (URL,), False),))
CATALOGUE = Catalogue(lambda: NameIndex([HARBOUR], Aliases({}, {})))

BLOCKER_PAGE = "# Just a moment\n\nChecking your browser before you go on. Enable JavaScript.\n"


def make_commits(*texts: str | Commit, path: str = PRIVACY) -> list[Commit]:
    """Return commits of one document, a day apart."""
    return [
        text if isinstance(text, Commit) else Commit(path, text, START + DAY * n)
        for n, text in enumerate(texts)
    ]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    opened = await open_empty_store(tmp_path / "history.db")
    yield opened
    await opened.close()


async def import_repository(store: Store, path: Path) -> Tally:
    """Import a checkout, with the reconstruction in a thread."""
    histories = read_histories(path)
    documents = assign_documents(histories, CATALOGUE)
    with BlobReader(path) as blobs, ThreadPoolExecutor(1) as pool:
        run = HistoryImport(
            Imports(store.database), blobs, pool, find_archive_name(path), lambda *_: None, 0
        )  # type: ignore[arg-type]  # a pool of threads runs the same
        for history in histories:
            await run.import_document(history, documents[history.path])
    return run.tally


async def select_rows(store: Store, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    async with store.database.read() as connection:
        return [tuple(row) for row in await connection.execute(text(query))]


async def test_versions_and_changes_are_imported(store: Store, tmp_path: Path) -> None:
    """A text with a changed term is a version with a change, at the time of its commit."""
    repo = write_repository(
        tmp_path / "versions",
        make_commits(
            render_policy(),
            render_policy({"messages": 90}),
            render_policy({"messages": 90, "pictures": 7}),
        ),
        remote="https://secret:token@archive.example/org/pga-versions.git",
    )
    tally = await import_repository(store, repo)
    assert (tally.versions, tally.changes, tally.refused) == (3, 2, 0)
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    changes = await store.changes.find_recent(
        workspace, platform_key=None, since=NOW - timedelta(days=9_000)
    )
    assert [c.document.urls for c in changes] == [(URL,), (URL,)]
    assert [c.detected_at.timestamp() for c in changes] == [START + 2 * DAY, START + DAY]
    edit = changes[1].comparison.edits[0]
    assert "30 days" in str(edit.before)
    assert "90 days" in str(edit.after)


async def test_every_record_names_its_origin(store: Store, tmp_path: Path) -> None:
    """Every record names archive and commit, but no token of the remote."""
    texts = make_commits(render_policy(), render_policy({"messages": 90}))
    remote = "https://secret:token@archive.example/org/pga-versions.git"
    await import_repository(store, write_repository(tmp_path / "v", texts, remote))
    for table in ("snapshot", "version", "change"):
        query = f"select origin from {table}"  # noqa: S608  # a fixed name
        origins = [str(origin) for (origin,) in await select_rows(store, query)]
        assert origins
        assert all(origin.startswith("org/pga-versions@") for origin in origins)
        assert all(len(origin.rpartition("@")[2]) == 40 for origin in origins)


UNCHANGED = {
    "the same text in other lines": render_policy().replace(" and keep", "\nand keep"),
    "another date": render_policy(stated_date="3 March 2024"),
    "a page that is not a policy": BLOCKER_PAGE,
    "nothing": "",
}


@pytest.mark.parametrize("name", UNCHANGED)
async def test_noise_in_the_archive_is_no_change(store: Store, tmp_path: Path, name: str) -> None:
    """A text that would raise no alert in a check is no substantive change in history either."""
    repo = write_repository(
        tmp_path / "v",
        make_commits(render_policy(), UNCHANGED[name], render_policy({"messages": 90})),
    )
    await import_repository(store, repo)
    rows = await select_rows(store, "select significance from change order by detected_at")
    assert [s for (s,) in rows if s == "substantive"] == ["substantive"]


async def test_a_technical_commit_is_a_version_without_a_change(
    store: Store, tmp_path: Path
) -> None:
    """The archive only filtered its page again; later texts are compared with the new one."""
    wider = (
        render_policy()
        + "\n## Menu\n\nWe sell this and that to whoever asks us for it, for money.\n"
    )
    refiltered = Commit(PRIVACY, wider, START + DAY, REFILTER)
    repo = write_repository(
        tmp_path / "v",
        make_commits(render_policy(), refiltered, wider.replace("30 days", "9 days")),
    )
    tally = await import_repository(store, repo)
    assert (tally.versions, tally.changes) == (3, 1)


async def test_a_text_that_returns_reverts_the_change(store: Store, tmp_path: Path) -> None:
    """The change is marked as reverted, and the next text is compared with the returned one."""
    new = render_policy({"messages": 90})
    repo = write_repository(
        tmp_path / "v",
        make_commits(render_policy(), new, render_policy(), render_policy({"pictures": 9})),
    )
    tally = await import_repository(store, repo)
    assert (tally.versions, tally.changes, tally.taken_back) == (3, 2, 1)
    assert await select_rows(store, "select standing from change order by detected_at") == [
        ("reverted",),
        ("new",),
    ]


async def test_a_second_run_imports_only_new_texts(store: Store, tmp_path: Path) -> None:
    """An import continues after the last imported text, with the result of a single run."""
    repo = write_repository(
        tmp_path / "v", make_commits(render_policy(), render_policy({"messages": 90}))
    )
    await import_repository(store, repo)
    again = await import_repository(store, repo)
    assert (again.versions, again.changes) == (0, 0)
    later = [Commit(PRIVACY, render_policy({"messages": 90, "contacts": 5}), START + 9 * DAY)]
    add_commits(repo, later)
    grown = await import_repository(store, repo)
    assert (grown.versions, grown.changes, grown.earlier) == (1, 1, 2)
    numbers = await select_rows(store, "select number from version order by captured_at")
    assert numbers == [(1,), (2,), (3,)]


async def watch_document(store: Store) -> tuple[WorkspaceId, DocumentId]:
    """Watch the document in a channel and return the ids of workspace and document."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    channel = await store.workspaces.ensure_channel(workspace, "C1", NOW)
    request = make_watch_request(channel, "Harbour", URL)
    result = await store.watches.add(request, NOW)
    return workspace, result.added[0].id


async def test_an_import_notifies_no_channel(store: Store, tmp_path: Path) -> None:
    """A watched document gets its history, and its channel gets no message."""
    workspace, number = await watch_document(store)
    before = await select_rows(store, "select count(*) from delivery")
    await import_repository(
        store,
        write_repository(
            tmp_path / "v", make_commits(render_policy(), render_policy({"messages": 90}))
        ),
    )
    assert await select_rows(store, "select count(*) from delivery") == before
    (change,) = await store.changes.find_recent(
        workspace, platform_key=None, since=NOW - timedelta(days=9_000)
    )
    assert change.document.id == number


async def test_a_version_of_our_own_stays_the_newest(store: Store, tmp_path: Path) -> None:
    """History comes before the versions on record, and the baseline is unchanged."""
    _, number = await watch_document(store)
    due = await store.checks.claim_one(number, NOW, timedelta(minutes=5))
    assert due is not None
    repo = write_repository(
        tmp_path / "v", make_commits(render_policy(), render_policy({"messages": 90}))
    )
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
    await import_repository(store, repo)
    history = await store.versions.load_history(number)
    assert [version.number for version in history] == [3, 2, 1]
    assert history[0].captured_at == NOW
    due = await store.checks.claim_one(number, NOW + timedelta(hours=1), timedelta(minutes=5))
    assert due is not None
    assert due.state.baseline_id == history[0].id


async def test_an_unknown_service_gets_a_document_of_its_own(store: Store, tmp_path: Path) -> None:
    """Without a URL, the history belongs to an .invalid URL that is never requested."""
    texts = [
        *make_commits(render_policy(), path="Quay & Co/Privacy Policy.md"),
        *make_commits(render_policy(), path="Harbour/Live Policy.md"),
        *make_commits(render_policy(), path="Harbour/Community Guidelines.md"),
        *make_commits("not a document", path="README.md"),
        *make_commits("{}", path="Harbour/data.json"),
    ]
    tally = await import_repository(store, write_repository(tmp_path / "v", texts))
    assert (tally.documents, tally.unknown) == (3, 3)
    rows = await select_rows(store, "select url from page order by url")
    assert [url for (url,) in rows] == [
        "https://harbour.invalid/community-guidelines",
        "https://harbour.invalid/live-policy",
        "https://quay-co.invalid/privacy-policy",
    ]
    assert await select_rows(store, "select count(*) from document where is_watched") == [(0,)]


def exit_process(_: object) -> None:
    """Exit the process, as a hostile text could make it do."""
    os._exit(1)


async def test_a_dead_worker_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The imported texts stay, and the person is asked to run the import again."""
    repo = write_repository(
        tmp_path / "v", make_commits(render_policy(), render_policy({"messages": 90}))
    )
    histories = read_histories(repo)
    monkeypatch.setattr("bot.cli.history_import.reconstruct", exit_process)
    with BlobReader(repo) as blobs, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        run = HistoryImport(Imports(store.database), blobs, pool, "archive", lambda *_: None, 2)
        with pytest.raises(UserError, match="Run it again"):
            await import_histories(run, histories, assign_documents(histories, CATALOGUE), 2)


def fail_for_one_document(batch: HistoryBatch) -> Reconstruction:
    """Fail for one document and reconstruct all others."""
    if batch.expected.platform == "Harbour":
        raise ZeroDivisionError
    return reconstruct(batch)


async def test_a_failure_of_one_document_stops_no_other(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The failed document is counted, and the others are imported completely."""
    other = make_commits(
        render_policy(), render_policy({"messages": 90}), path="Quay/Privacy Policy.md"
    )
    repo = write_repository(tmp_path / "v", [*make_commits(render_policy()), *other])
    histories = read_histories(repo)
    monkeypatch.setattr("bot.cli.history_import.reconstruct", fail_for_one_document)
    with BlobReader(repo) as blobs, ThreadPoolExecutor(1) as pool:
        run = HistoryImport(Imports(store.database), blobs, pool, "archive", lambda *_: None, 3)  # type: ignore[arg-type]  # a pool of threads runs the same
        await import_histories(run, histories, assign_documents(histories, CATALOGUE), 2)
    assert (run.tally.failed, run.tally.versions) == (1, 2)
    assert any("1 documents stopped early" in line for line in run.tally.list_lines())
