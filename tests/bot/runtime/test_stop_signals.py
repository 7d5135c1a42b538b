"""Ctrl-C while the bot starts, pressed once or more often."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.bot_processes import start_process
from tests.patience import PATIENCE_SECONDS

TERMINAL = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}


@pytest.mark.parametrize("pause", [0.0, 0.3, 1.0])
async def test_a_start_ends_in_order_however_often_ctrl_c_is_pressed(
    tmp_path: Path, pause: float
) -> None:
    """The status is 0, and the log has no traceback of the program or of its workers."""
    data = tmp_path / "data"
    process = await start_process(tmp_path, "bot", ("run",), {**TERMINAL, "DATA_DIR": str(data)})
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (data / "clausewatch.db").exists():  # noqa: ASYNC110  # another process makes it
            await asyncio.sleep(0.01)
        await asyncio.sleep(pause)
        for _ in range(3):
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await asyncio.sleep(0.02)
        assert await process.wait() == 0
    log = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert "stopped" in log
    assert "Traceback" not in log
    assert "error" not in log
