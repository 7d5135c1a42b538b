"""Sign-ins in progress: each is a cookie, signed, short-lived, and of the browser that began it."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData

from bot.links.identity import Attempt, IdentityProvider
from bot.links.signatures import make_serializer

SALT = "clausewatch sign-in"
"""Another one than that of links, so that neither passes for the other."""
LIFETIME = timedelta(minutes=10)
MAX_COOKIE_CHARACTERS = 4_000
MAX_PATH_CHARACTERS = 1_500
SECRET_BYTES = 32
HOME = "/"


class AttemptSigner:
    """Signs attempts with the newest of its keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, oldest first; there is at least one."""
        self._serializer = make_serializer(keys, SALT)

    def sign(self, attempt: Attempt, now: datetime) -> str:
        """Return the value of the cookie."""
        fields = [attempt.state, attempt.nonce, attempt.verifier, attempt.path]
        return str(self._serializer.dumps([*fields, int((now + LIFETIME).timestamp())]))

    def verify(self, value: str, now: datetime) -> Attempt | None:
        """Return the attempt of a cookie, or None if it is not ours or too old."""
        if len(value) > MAX_COOKIE_CHARACTERS:
            return None
        try:
            state, nonce, verifier, path, expires = self._serializer.loads(value)
        except (BadData, ValueError, TypeError):
            return None
        return Attempt(state, nonce, verifier, path) if now.timestamp() < expires else None


HasLeft = Callable[[str, datetime], Awaitable[bool]]
"""Returns whether the person with an id of Slack's is known to have left by now."""


async def assume_member(_user_id: str, _now: datetime) -> bool:
    """Return that nobody is known to have left."""
    return False


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in, and for how long."""

    provider: IdentityProvider
    signer: AttemptSigner
    lifetime: timedelta
    has_left: HasLeft = assume_member
    """Ends the session of a person who left the workspace."""


def begin_attempt(wanted: str) -> Attempt:
    """Return a new attempt that ends at the wanted page of this site."""
    state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    return Attempt(state, nonce, verifier, keep_own_path(wanted))


def keep_own_path(path: str) -> str:
    """Return a path of this site; for anything else, such as another host, the first page.

    Browsers read `//host`, and a backslash like a slash, as another host.
    """
    is_own = path.startswith("/") and not path.startswith("//")
    is_plain = path.isprintable() and "\\" not in path and len(path) <= MAX_PATH_CHARACTERS
    return path if is_own and is_plain else HOME
