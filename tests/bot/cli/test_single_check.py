"""`clausewatch check` on the real web of loopback: what it records, and what it leaves alone."""

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
async def address() -> AsyncIterator[str]:
    """A policy that is another one for whoever asks for German."""

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


def settings(folder: Path) -> Settings:
    """A database of its own in a directory."""
    return load_settings(
        _env_file=None,
        data_dir=folder,
        allow_private_addresses=True,
        host_pace_seconds=0,
        worker_processes=1,
    )


async def standing(folder: Path) -> tuple[int, object, bool]:
    """Versions of the one document, when it was last looked at, whether it can be read."""
    store = await Store.open(settings(folder).database)
    try:
        workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), utc_now())
        status = await store.documents.find(workspace, 1)
        assert status is not None
        history = await store.checks.history(status.document.id)
        return len(history), status.last_checked_at, status.unreadable is None
    finally:
        await store.close()


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, without the frame around it."""
    return " ".join(capsys.readouterr().out.replace("│", " ").split())


@pytest.mark.long
async def test_options_of_a_look_are_heeded_for_what_is_on_record_too(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read in another way than it is watched it is shown and not recorded; else it is."""
    await send_line(settings(tmp_path), f"watch {address}", "legal", "you")
    before = await standing(tmp_path)
    assert before[0] == 1
    capsys.readouterr()
    await check_once(settings(tmp_path), address, {"language": "de"})
    said = shown(capsys)
    assert "not the policy" in said
    assert "Not recorded: it is watched without these options." in said
    assert await standing(tmp_path) == before
    await check_once(settings(tmp_path), address, {})
    said = shown(capsys)
    assert "unchanged since the last check" in said
    assert "Not recorded" not in said
    after = await standing(tmp_path)
    assert after[1] != before[1]
