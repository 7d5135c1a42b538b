"""Signs and verifies tokens: what the holder of a link may see, and until when.

The newest key signs and every key verifies, so a key is rotated by appending a new one and removed
once the last link that it signed has expired.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from clausewatch.model.record_ids import WorkspaceId

SALT = "clausewatch record site"
MAX_TOKEN_CHARACTERS = 400
TARGET_CHARACTERS = 32


class Scope(StrEnum):
    """What a token opens."""

    RECORDS = "records"
    """Everything that its workspace may see."""
    SESSION = "session"
    """The same, for somebody who signed in; it is a cookie and never in a URL."""
    FEEDS = "feeds"
    """Only feeds, because feed readers keep their URLs for years."""
    PICTURE = "picture"
    """Only the picture at one URL, because Slack shows it to everybody in a channel."""


class TokenFault(StrEnum):
    """Why a token opens nothing."""

    ALTERED = "altered"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says. Times are whole milliseconds, as the token stores them."""

    workspace_id: WorkspaceId
    signed_at: datetime
    expires_at: datetime
    scope: Scope = Scope.RECORDS
    target: str = ""
    """Of the only URL that the token opens, as `digest_target` returns it; empty for many."""
    holder: str = ""
    """Slack's id of who signed in; empty for a link, which anybody may hold."""


class Signer:
    """Signs grants with the newest of its keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, oldest first; there is at least one."""
        self._serializer = make_serializer(keys, SALT)

    def sign(self, grant: Grant) -> str:
        """Return the token of a grant; it is safe in URLs."""
        moments = (_count_milliseconds(grant.signed_at), _count_milliseconds(grant.expires_at))
        bound = [grant.target, grant.holder]
        while bound and not bound[-1]:
            bound.pop()
        return str(
            self._serializer.dumps([int(grant.workspace_id), *moments, grant.scope.value, *bound])
        )

    def verify(self, token: str, now: datetime) -> Grant | TokenFault:
        """Return what a token grants, or why it grants nothing."""
        if len(token) > MAX_TOKEN_CHARACTERS:
            return TokenFault.ALTERED
        try:
            number, signed, expires, scope, *bound = self._serializer.loads(token)
        except (BadData, ValueError, TypeError):
            return TokenFault.ALTERED
        moments = _read_time(signed), _read_time(expires)
        grant = Grant(WorkspaceId(number), *moments, Scope(scope), *bound)
        return grant if now < grant.expires_at else TokenFault.EXPIRED


def make_serializer(keys: Sequence[str], salt: str) -> URLSafeSerializer:
    """Return what signs values with HMAC-SHA256; values of another salt are not read."""
    return URLSafeSerializer(
        list(keys),
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def digest_token(token: str) -> str:
    """Return what names a token and opens nothing, however its signature is spelt."""
    # The last character of a signature has bits that nothing reads; what is signed has none.
    signed = token.rpartition(".")[0]
    return hashlib.sha256(signed.encode("utf-8", "replace")).hexdigest()


def digest_target(path: str, query: Iterable[tuple[str, str]]) -> str:
    """Return a digest of a decoded path and its query, which is short in any URL."""
    target = "\n".join((path, *(f"{name}={value}" for name, value in query)))
    return hashlib.sha256(target.encode("utf-8", "replace")).hexdigest()[:TARGET_CHARACTERS]


def _count_milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _read_time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
