"""Settings: no error and no text of ours repeats what may be a secret."""

import logging
import traceback
from pathlib import Path

import pytest

from bot.runtime.fetchers import make_fetch_options
from clausewatch.config import Settings, load_settings, parse_ports, reveal
from clausewatch.errors import ConfigError, StoreError
from clausewatch.fetch import Fetcher
from clausewatch.store.database import make_engine

SECRET = "hunter2-very-secret"
SECRETS = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field)]
VALUES = [
    SECRET,
    f"http://user:{SECRET}@[::1",
    f"http://user:{SECRET}@proxy.example:port",
    f"user:{SECRET}@proxy.example:8080",
    f"socks5://user:{SECRET}@proxy.example:1080",
    f"http://user:{SECRET}@/",
    f"http://user:{SECRET}@proxy.example/path?query",
    f"http://[{SECRET}]:99999/",
    f"{SECRET}://clausewatch:{SECRET}@database.example/x",
    f"postgresql+psycopg://user:{SECRET}@database.example:port/x",
    f"postgresql+psycopg://user:{SECRET}@[broken/x",
    f"xoxb:{SECRET}",
]


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read no settings of this machine."""
    monkeypatch.chdir(tmp_path)


def show(fault: BaseException) -> str:
    """Return all that a log shows of an error, its causes included."""
    return "".join(traceback.format_exception(fault)) + repr(fault)


def find_fault(name: str) -> str:
    """Return what an error of a setting lacks or says too much, or an empty text."""
    try:
        settings = load_settings()
    except ConfigError as fault:
        text = show(fault)
        is_named = name.upper() in str(fault) or name.startswith("slack_")
    else:
        text = repr(settings) + repr(settings.model_dump()) if name in SECRETS else ""
        is_named = True
    return "repeated" if SECRET in text else "" if is_named else "not named"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_no_invalid_setting_is_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The error names the setting and what it must be, never its value."""
    faults = {}
    for value in VALUES:
        monkeypatch.setenv(name.upper(), value)
        faults[value] = find_fault(name)
    assert set(faults.values()) == {""}, faults


@pytest.mark.parametrize("value", [value for value in VALUES if "[broken" not in value])
def test_no_database_url_is_repeated(value: str) -> None:
    """An unusable DATABASE_URL is one sentence without the URL or parts of it."""
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        make_engine(value)
    assert SECRET not in str(caught.value)


def test_known_secrets_are_all_protected() -> None:
    """Whatever has a password or a key in it is a SecretStr."""
    assert set(SECRETS) >= {
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "database_url",
        "slack_proxy",
        "fetch_proxy",
    }


async def test_a_proxy_with_a_password_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the options of a fetcher nor a log line shows it."""
    caplog.set_level(logging.DEBUG)
    proxy = f"http://user:{SECRET}@127.0.0.1:9"
    monkeypatch.setenv("FETCH_PROXY", proxy)
    settings = load_settings()
    options = make_fetch_options(settings)
    assert (options.proxy, reveal(settings.fetch_proxy)) == (proxy, proxy)
    async with Fetcher(options):
        assert SECRET not in repr(options) + caplog.text


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("80, 443", {80, 443}),
        ("8443", {8443}),
        ("80;443", set()),
        ("", set()),
        ("80,", set()),
        ("0", set()),
        ("70000", set()),
        ("-1", set()),
    ],
)
def test_ports_are_numbers_with_commas(text: str, ports: set[int]) -> None:
    """Anything else is no list of ports."""
    assert parse_ports(text) == ports
