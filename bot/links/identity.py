"""Who somebody is, as an identity provider confirms it, and what is needed to ask one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clausewatch.errors import ClausewatchError


class SignInError(ClausewatchError):
    """The provider did not confirm who somebody is; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person of a team, as Slack's ids."""

    user_id: str
    team_id: str
    enterprise_id: str = ""
    """Empty for a team without an organisation."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was begun in one browser; none of it is known to anybody else."""

    state: str
    """Comes back in the URL, so that nobody can make a browser finish a sign-in of theirs."""
    nonce: str
    """Comes back in the provider's token, so that a token of another sign-in is refused."""
    verifier: str
    """Proves that the code is redeemed by who asked for it (RFC 7636)."""
    path: str
    """The page that was wanted."""


class IdentityProvider(Protocol):
    """Where people sign in."""

    def build_url(self, attempt: Attempt, return_url: str) -> str:
        """Return the URL at which a browser signs in and from which it comes back."""
        ...

    async def identify(
        self, code: str, attempt: Attempt, return_url: str, now: datetime
    ) -> Identity:
        """Return who came back with a code. Raises SignInError."""
        ...
