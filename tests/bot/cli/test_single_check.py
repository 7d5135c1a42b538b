"""`clausewatch check` against a web server on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli.single_check import check_once
from bot.cli.slash_line import send_line
from bot.main import utc_now
from clausewatch.config import Settings, load_settings
from clausewatch.model.watches import Tenant
from clausewatch.store import Store

TEXT = "<h1>Privacy Policy</h1>" + "".join(
    f"<p>We keep your personal data of kind {n} for {n + 1} days and share it with nobody.</p>"
    for n in range(30)
)
GERMAN = "<h1>Privacy Policy</h1><p>Kurz.</p>"


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A policy that has another text in German."""

    async def page(request: web.Request) -> web.Response:
        is_german = request.headers.get("Accept-Language", "").startswith("de")
        return web.Response(text=GERMAN if is_german else TEXT, content_type="text/html")

    app = web.Application()
    app.router.add_get("/privacy", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/privacy"
    await runner.cleanup()


def make_settings(folder: Path) -> Settings:
    """Return settings with the database in a folder."""
    return load_settings(
        _env_file=None,
        data_dir=folder,
        allow_private_addresses=True,
        host_pace_seconds=0,
        worker_processes=1,
    )


async def read_state(folder: Path) -> tuple[int, object, bool]:
    """Return the number of versions, the time of the last check, and whether it succeeded."""
    store = await Store.open(make_settings(folder).database)
    try:
        workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), utc_now())
        status = await store.documents.find(workspace, 1)
        assert status is not None
        history = await store.versions.load_history(status.document.id)
        return len(history), status.last_checked_at, status.unreadable is None
    finally:
        await store.close()


def read_output(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the printed text without its frame."""
    return " ".join(capsys.readouterr().out.replace("│", " ").split())


@pytest.mark.long(12)
async def test_a_check_with_other_options_is_not_recorded(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its result is only shown; a check as the document is watched is recorded."""
    await send_line(make_settings(tmp_path), f"watch {url}", "legal", "you")
    before = await read_state(tmp_path)
    assert before[0] == 1
    capsys.readouterr()
    await check_once(make_settings(tmp_path), url, {"language": "de"})
    printed = read_output(capsys)
    assert "not the policy" in printed
    assert "Not recorded: it is watched without these options." in printed
    assert await read_state(tmp_path) == before
    await check_once(make_settings(tmp_path), url, {})
    printed = read_output(capsys)
    assert "unchanged since the last check" in printed
    assert "Not recorded" not in printed
    after = await read_state(tmp_path)
    assert after[1] != before[1]
