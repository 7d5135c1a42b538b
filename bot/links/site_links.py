"""The URLs of the record site, each with the token that opens it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from bot.links.keys import load_keys
from bot.links.signatures import Grant, Scope, Signer, digest_target
from clausewatch.config import Settings
from clausewatch.errors import ConfigError
from clausewatch.model.record_ids import WorkspaceId

TOKEN_FIELD = "token"  # noqa: S105  # the name of a field in the query
RETURN_PATH = "/sign-in/done"
FEED_LIFETIME = timedelta(days=366)
_FOLDERS = {"P": "provision", "C": "change", "D": "document"}


def build_record_path(record_id: str) -> str:
    """Return the path of a record's page, such as `/change/CW-C-000321`."""
    return f"/{_FOLDERS[record_id.split('-')[1]]}/{record_id}"


def build_path(folder: str, name: str) -> str:
    """Return a path of a folder of the site and a name, which may have any characters."""
    return f"/{folder}/{quote(name, safe='')}"


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Makes links for the members of a workspace."""

    public_url: str
    """Without a slash at the end."""
    signer: Signer
    lifetime: timedelta
    has_sign_in: bool = False
    """Whether people sign in, so that links to pages need no token."""

    @property
    def is_secure(self) -> bool:
        """Whether the site is for HTTPS only."""
        return urlsplit(self.public_url).scheme == "https"

    def build_url(
        self, workspace_id: WorkspaceId, path: str, now: datetime, scope: Scope = Scope.RECORDS
    ) -> str:
        """Return the URL of a path of the site, with a token for a workspace if it needs one."""
        if self.has_sign_in and scope is Scope.RECORDS:
            return f"{self.public_url}{path}"
        lifetime = FEED_LIFETIME if scope is Scope.FEEDS else self.lifetime
        target = _find_target(path) if scope is Scope.PICTURE else ""
        token = self.signer.sign(Grant(workspace_id, now, now + lifetime, scope, target))
        separator = "&" if "?" in path else "?"
        return f"{self.public_url}{path}{separator}{TOKEN_FIELD}={token}"


def find_return_url(settings: Settings) -> str:
    """Return the URL to which Slack sends back who signs in; empty without sign-in."""
    if settings.public_url is None or not settings.has_sign_in:
        return ""
    return f"{settings.public_url}{RETURN_PATH}"


def _check_sign_in(settings: Settings) -> None:
    """Raise ConfigError for sign-in that Slack would not take."""
    if (settings.slack_client_id is None) != (settings.slack_client_secret is None):
        raise ConfigError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set together or not at all.")
    parts = urlsplit(settings.public_url or "")
    is_local = parts.hostname in {"localhost", "127.0.0.1"}
    if settings.has_sign_in and parts.scheme != "https" and not is_local:
        raise ConfigError("Sign in with Slack needs a PUBLIC_URL that begins with https://.")


def _find_target(path: str) -> str:
    parts = urlsplit(path)
    return digest_target(unquote(parts.path), parse_qsl(parts.query, keep_blank_values=True))


def open_site_links(settings: Settings) -> SiteLinks | None:
    """Return the links of this installation, or None without a site. Raises ConfigError."""
    if settings.public_url is None:
        return None
    _check_sign_in(settings)
    signer = Signer(load_keys(settings))
    return SiteLinks(
        settings.public_url,
        signer,
        timedelta(days=settings.link_days),
        has_sign_in=settings.has_sign_in,
    )
