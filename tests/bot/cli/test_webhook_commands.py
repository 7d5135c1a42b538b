"""Webhooks from the command line, and what the tests of an installation say of them."""

from pathlib import Path

import pytest

from bot.cli.installation import _describe_dead
from bot.cli.webhooks import add_webhook, list_webhooks, remove_webhook, retry_messages
from bot.exports.webhook_payload import SECRET_PREFIX
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.model.webhooks import DeadMessage

URL = "https://receiver.example/changes"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation without Slack."""
    return Settings(_env_file=None, data_dir=tmp_path)


async def test_a_secret_is_shown_once(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A webhook is added, listed without its secret, replaced and removed."""
    await add_webhook(settings, "legal", URL)
    first = capsys.readouterr().out.strip()
    assert first.startswith(SECRET_PREFIX)
    await add_webhook(settings, "legal", URL)
    second = capsys.readouterr().out.strip()
    await list_webhooks(settings, "legal")
    listed = capsys.readouterr().out
    assert first != second
    assert listed.startswith(f"1  {URL}  since ")
    assert second not in listed
    database = b"".join(path.read_bytes() for path in settings.data_dir.glob("*.db*"))
    assert second.removeprefix(SECRET_PREFIX).encode() not in database
    await remove_webhook(settings, "legal", 1)
    with pytest.raises(UserError, match="no webhook 1"):
        await remove_webhook(settings, "legal", 1)
    await retry_messages(settings)
    assert "0 messages" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["http://receiver.example/", "https://127.0.0.1/", "nonsense"])
async def test_a_wrong_url_adds_nothing(settings: Settings, url: str) -> None:
    """One sentence says what is wrong."""
    with pytest.raises(UserError):
        await add_webhook(settings, "legal", url)


def test_a_message_that_was_given_up_is_named_without_the_path_of_its_url() -> None:
    """The path of many receivers is their password, and people pass on what `doctor` prints."""
    dead = DeadMessage("CW-W-000001", f"{URL}/T0/s3cret?key=s3cret", "CW-C-000002", "it is down", 1)
    finding = _describe_dead([dead])
    assert not finding.is_well
    assert finding.text == "given up: CW-W-000001 (CW-C-000002) to receiver.example: it is down"
