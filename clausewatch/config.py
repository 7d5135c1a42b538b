"""The settings: read once from the environment and `.env`, then passed on as plain values.

`.env.example` has one line per setting; a test keeps the two equal. Units are in the names.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from clausewatch.errors import ConfigError

Positive = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """Everything that an installation can set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    slack_bot_token: SecretStr | None = Field(None, description="Bot token (xoxb-...)")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token (xapp-...) with connections:write, for Socket Mode"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Takes Slack's requests over HTTP instead of Socket Mode"
    )
    http_host: str = Field("127.0.0.1", description="Where requests over HTTP are taken")
    http_port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        3000, description="Their port; put a server with HTTPS in front of it"
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; tests and gateways set it"
    )
    slack_proxy: str | None = Field(None, description="HTTP proxy for Slack")
    history_lookup: bool = Field(
        default=False,
        description="Settle unknown posts by reading the channel's history (needs a history scope)",
    )
    command_name: str = Field("/policy", description="The slash command, as in the app manifest")

    feedback_channel: str | None = Field(
        None, description="Id of the channel that reads feedback; default: a file in DATA_DIR"
    )

    data_dir: Path = Field(Path("data"), description="Where the database and the lock file lie")
    database_url: SecretStr | None = Field(
        None, description="Default: SQLite in DATA_DIR (sqlite+aiosqlite:///data/clausewatch.db)"
    )

    check_interval_hours: Positive = Field(6, description="Between two checks of a document")
    confirm_after_minutes: Positive = Field(
        10, description="A change is told after a second look this much later shows the same terms"
    )
    check_concurrency: Annotated[int, Field(ge=1, le=500)] = Field(
        20, description="Documents fetched at a time"
    )
    worker_processes: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Processes that read and compare pages"
    )
    worker_deadline_seconds: Positive = Field(
        60, description="A page that takes longer to read costs its worker"
    )
    worker_memory_mb: Annotated[int, Field(ge=256)] = Field(
        1024, description="Address space of one worker process"
    )

    user_agent: str = Field(
        "Clausewatch/0.1 (policy change monitor; +https://github.com/clausewatch/clausewatch)",
        description="Who we are and why, as hosts see it; add your contact address",
    )
    fetch_timeout_seconds: Positive = Field(30, description="For one page, redirects included")
    fetch_max_bytes: Annotated[int, Field(ge=1000)] = Field(
        10_000_000, description="Cap of one page after decompression"
    )
    fetch_proxy: str | None = Field(None, description="HTTP proxy for fetching policies")
    ca_bundle: Path | None = Field(None, description="CA certificates to trust (a PEM file)")
    host_pace_seconds: Annotated[float, Field(ge=0)] = Field(
        5, description="Pause between two requests to one host"
    )
    allow_private_addresses: bool = Field(
        default=False, description="Let documents be fetched from loopback and private addresses"
    )
    resend_after_minutes: Positive = Field(
        10, description="A post of unknown fate goes out once more after this, marked as such"
    )
    extra_catalogue: Path | None = Field(
        None, description="Platforms of your own (JSON lines), beside the catalogue's"
    )
    keep_noise_days: Annotated[int, Field(ge=0)] = Field(
        30, description="Bytes of fetches that made no version are kept this long"
    )
    unreadable_after_days: Annotated[float, Field(ge=0)] = Field(
        3, description="A document that cannot be read for as long is told of, once"
    )
    fleet: bool = Field(
        default=False,
        description="Checks are done by `clausewatch worker` processes (needs PostgreSQL)",
    )
    browser_pages: Annotated[int, Field(ge=0, le=32)] = Field(
        2, description="Pages that a browser builds at a time, where there is one; 0: none"
    )
    health_port: Annotated[int, Field(ge=1, le=65_535)] | None = Field(
        None, description="Serve /healthz, /readyz and /metrics on this port"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_json: bool = Field(default=False, description="Log as JSON lines")

    @field_validator("slack_bot_token")
    @classmethod
    def _is_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _with_prefix(value, "xoxb-", "SLACK_BOT_TOKEN")

    @field_validator("slack_app_token")
    @classmethod
    def _is_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _with_prefix(value, "xapp-", "SLACK_APP_TOKEN")

    @field_validator("command_name")
    @classmethod
    def _is_command(cls, value: str) -> str:
        return value if value.startswith("/") else f"/{value}"

    @property
    def database(self) -> str:
        """The database URL, the default filled in."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'clausewatch.db'}"

    @property
    def has_slack(self) -> bool:
        """True where posts go to Slack and its requests come in, not to and from the terminal."""
        has_way_in = self.slack_app_token is not None or self.slack_signing_secret is not None
        return self.slack_bot_token is not None and has_way_in


def _with_prefix(value: SecretStr | None, prefix: str, name: str) -> SecretStr | None:
    if value is None or value.get_secret_value().startswith(prefix):
        return value
    swapped = value.get_secret_value().startswith(("xapp-", "xoxb-"))
    hint = "the two tokens look swapped" if swapped else "copy it again from the app's settings"
    raise ValueError(f"{name} must start with {prefix}: {hint}")


def load_settings(**overrides: object) -> Settings:
    """Read the settings once. Raises ConfigError with one sentence for the first wrong one."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # validated by pydantic
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        message = first["msg"].removeprefix("Value error, ")
        text = message if message.startswith(name) else f"{name}: {message}"
        raise ConfigError(f"{text}. Mend it in .env or the environment and start again.") from None
    is_http = settings.slack_signing_secret is not None and settings.slack_bot_token is not None
    if not is_http and (settings.slack_bot_token is None) != (settings.slack_app_token is None):
        missing = "SLACK_BOT_TOKEN" if settings.slack_bot_token is None else "SLACK_APP_TOKEN"
        raise ConfigError(
            f"{missing} is missing: Socket Mode needs both tokens; set it, or unset the other"
            " to run without Slack."
        )
    return settings
