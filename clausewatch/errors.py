"""The errors, drawn as a tree. Every message is one sentence that says what to do.

ClausewatchError
├── UserError               somebody asked for something that cannot be done
│   ├── ConfigError         a setting is missing or wrong
│   └── StoreError          the database is newer, locked or not reachable
├── FetchError              the document could not be had (transient, retry_after)
│   ├── Forbidden           a guard of ours refused it: private address, robots.txt, scheme
│   ├── Gone                the host says that it is not there (404, 410)
│   ├── Refused             the host refuses us (401, 403, 429, 451)
│   └── TooLarge            more bytes than the cap
├── ExtractError            the bytes could not be read as text
├── WorkError               a worker process died or ran past its deadline
└── DeliveryError           a message could not be posted (transient, retry_after, code)
"""

from dataclasses import dataclass
from datetime import timedelta

NO_ANSWER = "unknown"
"""The code of a post of which nobody can say whether it was made."""


class ClausewatchError(Exception):
    """The root: catch it where domain faults become outcomes, nowhere else."""


class UserError(ClausewatchError):
    """The message is shown to the person as it stands."""


class ConfigError(UserError):
    """A setting is missing or wrong."""


class StoreError(UserError):
    """The database cannot be used as it is."""


@dataclass(eq=False)
class FetchError(ClausewatchError):
    """The document could not be had."""

    url: str
    reason: str
    """One clause for people, e.g. `the host answered 503`."""
    transient: bool
    retry_after: timedelta | None = None

    def __str__(self) -> str:
        """Return the reason with the URL that it is about."""
        return f"{self.reason} ({self.url})"


class Forbidden(FetchError):
    """A guard of ours refused the request before it was made."""


class Gone(FetchError):
    """The host says that the page is not there."""


class Refused(FetchError):
    """The host refuses this client."""


class TooLarge(FetchError):
    """The body is larger than the cap, after decompression."""


@dataclass(eq=False)
class ExtractError(ClausewatchError):
    """The bytes could not be read as text."""

    url: str
    reason: str

    def __str__(self) -> str:
        """Return the reason with the URL that it is about."""
        return f"{self.reason} ({self.url})"


@dataclass(eq=False)
class WorkError(ClausewatchError):
    """A worker process died or ran past its deadline; the work is lost, the pool is not."""

    reason: str

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


@dataclass(eq=False)
class DeliveryError(ClausewatchError):
    """A message could not be posted."""

    code: str
    """Slack's error code, or NO_ANSWER where the answer never came."""
    transient: bool
    retry_after: timedelta | None = None

    def __str__(self) -> str:
        """Return Slack's code."""
        return self.code
