"""The settings: read once from the environment and `.env`, then passed on as plain values.

`.env.example` has one line per setting, and a test compares the two. Names include the unit.
"""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from clausewatch.errors import ConfigError
from clausewatch.whole_numbers import parse_whole_number

MAX_PORT = 65_535
Positive = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """Every setting of an installation."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    slack_bot_token: SecretStr | None = Field(None, description="Bot token (xoxb-...)")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token (xapp-...) with connections:write, for Socket Mode"
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        description="Signing secret: receive requests over HTTP, not by Socket Mode",
    )
    http_host: str = Field("127.0.0.1", description="Address that HTTP requests are received on")
    http_port: Annotated[int, Field(ge=0, le=MAX_PORT)] = Field(
        3000, description="Port for HTTP requests; put an HTTPS server in front of it"
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="URL of Slack's Web API, for tests and gateways"
    )
    slack_proxy: SecretStr | None = Field(None, description="HTTP proxy for Slack")
    history_lookup: bool = Field(
        default=False,
        description="Look up unconfirmed posts in the channel's history (needs a history scope)",
    )
    command_name: str = Field("/policy", description="Slash command, as in the app manifest")

    feedback_channel: str | None = Field(
        None, description="ID of the channel that receives feedback; default: a file in DATA_DIR"
    )

    data_dir: Path = Field(Path("data"), description="Folder of the database and the lock file")
    database_url: SecretStr | None = Field(
        None,
        description="Database URL; default: SQLite in DATA_DIR (sqlite+aiosqlite:///data/clausewatch.db)",
    )

    check_interval_hours: Positive = Field(6, description="Hours between two checks of a document")
    confirm_after_minutes: Positive = Field(
        10,
        description="A change is posted after a second check this much later confirms it",
    )
    check_concurrency: Annotated[int, Field(ge=1, le=500)] = Field(
        20, description="Documents checked at the same time"
    )
    worker_processes: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Processes that extract and compare pages"
    )
    worker_deadline_seconds: Positive = Field(
        60, description="Deadline for one page; a slower worker process is replaced"
    )
    worker_memory_mb: Annotated[int, Field(ge=256)] = Field(
        1024, description="Limit on the address space of one worker process"
    )

    user_agent: str = Field(
        "Clausewatch/0.1 (policy change monitor; +https://github.com/clausewatch/clausewatch)",
        description="User-Agent header that hosts see; add your contact e-mail address",
    )
    fetch_timeout_seconds: Positive = Field(
        30, description="Deadline for one page, including redirects"
    )
    fetch_max_bytes: Annotated[int, Field(ge=1000)] = Field(
        10_000_000, description="Size limit of one page after decompression"
    )
    fetch_proxy: SecretStr | None = Field(None, description="HTTP proxy for fetching policies")
    fetch_ports: str = Field("80, 443", description="Ports of public hosts that are fetched from")
    ca_bundle: Path | None = Field(None, description="CA certificates to trust (a PEM file)")
    trust_304_days: Annotated[float, Field(ge=0)] = Field(
        7,
        description='Days that the answer "not modified" (304) is believed without the whole page',
    )
    host_pace_seconds: Annotated[float, Field(ge=0)] = Field(
        5, description="Pause between two requests to one host"
    )
    allow_private_addresses: bool = Field(
        default=False, description="Allow documents at loopback and private addresses"
    )
    resend_after_minutes: Positive = Field(
        10, description="An unconfirmed post is repeated after this time and marked as a repeat"
    )
    extra_catalogue: Path | None = Field(
        None, description="File of your own platforms (JSON lines), added to the catalogue"
    )
    keep_noise_days: Annotated[int, Field(ge=0)] = Field(
        30, description="Days that fetched pages without a new version are kept"
    )
    unreadable_after_days: Annotated[float, Field(ge=0)] = Field(
        3, description="A document that cannot be read for this time is reported once"
    )
    fleet: bool = Field(
        default=False,
        description="Leave checks to `clausewatch worker` processes (needs PostgreSQL)",
    )
    browser_pages: Annotated[int, Field(ge=0, le=32)] = Field(
        2, description="Pages rendered at the same time if a browser is installed; 0: none"
    )
    browser_memory_mb: Annotated[int, Field(ge=512)] = Field(
        1500, description="Memory limit of one rendered page, all its processes included"
    )
    health_port: Annotated[int, Field(ge=1, le=MAX_PORT)] | None = Field(
        None, description="Serve /healthz, /readyz and /metrics on this port"
    )
    wayback_save: bool = Field(
        default=False,
        description="Ask the Wayback Machine to capture new versions of catalogue documents",
    )
    wayback_url: str = Field(
        "https://web.archive.org/save/", description="What saves a page; its URL follows"
    )
    public_url: str | None = Field(
        None,
        description="URL of the record site, e.g. https://records.example.com; unset: no site",
    )
    site_host: str = Field("127.0.0.1", description="Address that the record site listens on")
    site_port: Annotated[int, Field(ge=0, le=MAX_PORT)] = Field(
        8480, description="Port of the record site; put an HTTPS server in front of it"
    )
    public_catalogue: bool = Field(
        default=False,
        description="Show records of catalogue documents on the site without a signed link",
    )
    link_keys: SecretStr | None = Field(
        None,
        description="Keys that sign links to the site, newest last; default: one in DATA_DIR",
    )
    slack_client_id: str | None = Field(
        None, description="Client ID of the Slack app: people sign in to the site with Slack"
    )
    slack_client_secret: SecretStr | None = Field(
        None, description="Client secret of the Slack app, for sign-in"
    )
    session_hours: Positive = Field(12, description="Hours until people sign in again")
    sign_in_pkce: bool = Field(
        default=False, description="The Slack app has PKCE enabled: use it to sign in"
    )
    link_days: Positive = Field(30, description="Days that a signed link to the site is valid")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_json: bool = Field(default=False, description="Log as JSON lines")

    @field_validator("slack_bot_token")
    @classmethod
    def _validate_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _require_prefix(value, "xoxb-", "SLACK_BOT_TOKEN")

    @field_validator("slack_app_token")
    @classmethod
    def _validate_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _require_prefix(value, "xapp-", "SLACK_APP_TOKEN")

    @field_validator("command_name")
    @classmethod
    def _add_slash(cls, value: str) -> str:
        return value if value.startswith("/") else f"/{value}"

    @field_validator("slack_proxy", "fetch_proxy")
    @classmethod
    def _validate_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not is_proxy_url(value.get_secret_value()):
            raise ValueError("it must be http://host:port, with user:password@ before the host")
        return value

    @field_validator("fetch_ports")
    @classmethod
    def _validate_ports(cls, value: str) -> str:
        if not parse_ports(value):
            raise ValueError("it must be port numbers, separated by commas")
        return value

    @field_validator("public_url")
    @classmethod
    def _normalise_public_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        url = value.rstrip("/")
        if not re.fullmatch(r"https?://[^/?#\s]+", url):
            raise ValueError("PUBLIC_URL must be https:// (or http://) with a host and no path")
        return url

    @property
    def database(self) -> str:
        """The database URL, or the URL of the default database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'clausewatch.db'}"

    @property
    def has_slack(self) -> bool:
        """True if the bot is connected to Slack, False if it runs in the terminal."""
        can_receive = self.slack_app_token is not None or self.slack_signing_secret is not None
        return self.slack_bot_token is not None and can_receive

    @property
    def has_sign_in(self) -> bool:
        """True if people sign in to the record site, False if links to it have tokens."""
        return self.slack_client_id is not None and self.slack_client_secret is not None


def reveal(secret: SecretStr | None) -> str | None:
    """Return the value of a secret setting, None if it is not set."""
    return None if secret is None else secret.get_secret_value()


def is_proxy_url(text: str) -> bool:
    """Return whether a text is the URL of an HTTP proxy."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    is_plain = parts.path in {"", "/"} and not (parts.query or parts.fragment)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and is_plain


def parse_ports(text: str) -> frozenset[int]:
    """Return the port numbers in a list, or none if the list has anything else."""
    numbers = [parse_whole_number(part.strip()) for part in text.split(",")]
    ports = frozenset(number for number in numbers if number and number <= MAX_PORT)
    return ports if None not in numbers else frozenset()


def _require_prefix(value: SecretStr | None, prefix: str, name: str) -> SecretStr | None:
    """Return a token unchanged. Raises ValueError if it starts with something else."""
    if value is None or value.get_secret_value().startswith(prefix):
        return value
    is_swapped = value.get_secret_value().startswith(("xapp-", "xoxb-"))
    hint = "the two tokens look swapped" if is_swapped else "copy it again from the app's settings"
    raise ValueError(f"{name} must start with {prefix}: {hint}")


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises ConfigError with one sentence for the first invalid setting."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # validated by pydantic
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        message = first["msg"].removeprefix("Value error, ")
        sentence = message if message.startswith(name) else f"{name}: {message}"
        raise ConfigError(
            f"{sentence}. Fix it in .env or the environment and start again."
        ) from None
    is_http = settings.slack_signing_secret is not None and settings.slack_bot_token is not None
    if not is_http and (settings.slack_bot_token is None) != (settings.slack_app_token is None):
        missing = "SLACK_BOT_TOKEN" if settings.slack_bot_token is None else "SLACK_APP_TOKEN"
        raise ConfigError(
            f"{missing} is missing: Socket Mode needs both tokens. Set it, or unset the other one"
            " to run without Slack."
        )
    return settings
