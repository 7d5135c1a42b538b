"""The URLs of the record site, each with the token that opens it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from bot.links.keys import load_keys
from bot.links.signatures import Grant, Scope, Signer, digest_target
from clausewatch.config import Settings
from clausewatch.model.record_ids import WorkspaceId

TOKEN_FIELD = "token"  # noqa: S105  # the name of a field in the query
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

    def build_url(
        self, workspace_id: WorkspaceId, path: str, now: datetime, scope: Scope = Scope.RECORDS
    ) -> str:
        """Return the URL of a path of the site, with a token for a workspace."""
        lifetime = FEED_LIFETIME if scope is Scope.FEEDS else self.lifetime
        target = _find_target(path) if scope is Scope.PICTURE else ""
        token = self.signer.sign(Grant(workspace_id, now, now + lifetime, scope, target))
        separator = "&" if "?" in path else "?"
        return f"{self.public_url}{path}{separator}{TOKEN_FIELD}={token}"


def _find_target(path: str) -> str:
    parts = urlsplit(path)
    return digest_target(unquote(parts.path), parse_qsl(parts.query, keep_blank_values=True))


def open_site_links(settings: Settings) -> SiteLinks | None:
    """Return the links of this installation, or None without a site. Raises ConfigError."""
    if settings.public_url is None:
        return None
    signer = Signer(load_keys(settings))
    return SiteLinks(settings.public_url, signer, timedelta(days=settings.link_days))
