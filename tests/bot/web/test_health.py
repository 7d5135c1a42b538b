"""Health and metrics over real HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.runtime.metrics import Metrics
from bot.web.health import serve_health
from clausewatch.checks.outcome import CheckOutcome, DocumentState, SameBytes
from clausewatch.errors import FetchError
from clausewatch.model.pages import NotModified, PageRequest
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from clausewatch.store import Store
from tests.sqlite_stores import make_watch_request, open_empty_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=7)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with one watched document that has been due since noon."""
    opened = await open_empty_store(tmp_path / "x.db")
    workspace = await opened.workspaces.ensure(Tenant(None, "T1"), NOON)
    channel = await opened.workspaces.ensure_channel(workspace, "C1", NOON)
    request = make_watch_request(channel, "Acme", "https://acme.example/terms", "terms")
    await opened.watches.add(request, NOON)
    yield opened
    await opened.close()


async def get(port: int, path: str) -> tuple[int, str]:
    """Return status and text of a page."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_alive_and_ready(store: Store) -> None:
    """Both pass; without its database the process is alive but not ready."""
    async with serve_health(0, store, Metrics(), lambda: LATER) as port:
        assert (await get(port, "/healthz"))[0] == 200
        assert (await get(port, "/readyz"))[0] == 200
        async with store.database.write() as connection:
            await connection.exec_driver_sql("alter table host rename to gone")
            await connection.exec_driver_sql("alter table document rename to gone_too")
        assert (await get(port, "/healthz"))[0] == 200
        for path in ("/readyz", "/metrics"):
            status, text = await get(port, path)
            assert status == 503
            assert text == "The database cannot be used. The log says why.\n"


async def test_the_numbers_are_those_of_the_store_and_of_this_process(store: Store) -> None:
    """Due documents, lag, outcomes by verdict and fetches by result are served."""
    metrics = Metrics()
    outcome = CheckOutcome(DocumentId(1), "", NOON, NOON, SameBytes(), DocumentState())
    metrics.count_outcome(outcome)

    async def fetch(request: PageRequest, now: datetime) -> NotModified:
        if "down" in request.url:
            raise FetchError(request.url, f"down at {now}", transient=True)
        return NotModified(request.url)

    timed = metrics.measure_fetch(fetch)
    await timed(PageRequest("https://acme.example/terms"), NOON)
    with pytest.raises(FetchError):
        await timed(PageRequest("https://down.example/terms"), NOON)
    async with serve_health(0, store, metrics, lambda: LATER) as port:
        status, text = await get(port, "/metrics")
    assert status == 200
    for line in (
        "clausewatch_due_documents 1.0",
        "clausewatch_lag_seconds 420.0",
        "clausewatch_watched_documents 1.0",
        'clausewatch_outcomes_total{verdict="unchanged"} 1.0',
        'clausewatch_fetch_seconds_count{ended="304"} 1.0',
        'clausewatch_fetch_seconds_count{ended="fetcherror"} 1.0',
    ):
        assert line in text


async def test_without_a_port_nothing_is_served(store: Store) -> None:
    """The default opens no port."""
    async with serve_health(None, store, Metrics(), lambda: LATER) as port:
        assert port == 0
