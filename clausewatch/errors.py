"""The tree of errors. Every message is one sentence, in words that a user understands.

ClausewatchError
├── UserError               a person asked for something that is not possible
│   ├── ConfigError         a setting is missing or invalid
│   └── StoreError          the database is newer, locked or unreachable
├── FetchError              the document could not be retrieved (transient, retry_after)
│   ├── Forbidden           one of our guards refused the request: private address, robots.txt, ...
│   ├── Gone                the host reports that the page does not exist (404, 410)
│   ├── Refused             the host refuses this client (401, 403, 429, 451)
│   ├── TooLarge            the body exceeds the size limit
│   └── TooHeavy            the page needs more memory than a rendered page may use
├── ExtractError            the bytes could not be read as text
├── WorkerError             a worker process died or exceeded its deadline
└── DeliveryError           a message could not be posted (transient, retry_after, code)
"""

from dataclasses import dataclass
from datetime import timedelta

NO_ANSWER = "unknown"
"""The code of a `DeliveryError` when Slack never answered: the post may or may not exist."""


class ClausewatchError(Exception):
    """The root of the tree. Catch it only where domain errors become outcomes."""


class UserError(ClausewatchError):
    """A request that is not possible. The message is shown to the person unchanged."""


class ConfigError(UserError):
    """A setting is missing or invalid."""


class StoreError(UserError):
    """The database cannot be used in its current state."""


@dataclass(eq=False)
class FetchError(ClausewatchError):
    """The document could not be retrieved."""

    url: str
    reason: str
    """One clause for people, e.g. `the host answered 503`."""
    transient: bool
    """True if a later attempt may succeed."""
    retry_after: timedelta | None = None
    """The delay that the host asked for."""

    def __str__(self) -> str:
        """Return the reason and the URL."""
        return f"{self.reason} ({self.url})"


class Forbidden(FetchError):
    """One of our guards refused the request before it was sent."""


class Gone(FetchError):
    """The host reports that the page does not exist."""


class Refused(FetchError):
    """The host refuses this client."""


class TooLarge(FetchError):
    """The body exceeds the size limit after decompression."""


class TooHeavy(FetchError):
    """The page needs more memory or processes than a rendered page may use."""


@dataclass(eq=False)
class ExtractError(ClausewatchError):
    """The bytes could not be read as text."""

    url: str
    reason: str
    """One clause for people."""

    def __str__(self) -> str:
        """Return the reason and the URL."""
        return f"{self.reason} ({self.url})"


@dataclass(eq=False)
class WorkerError(ClausewatchError):
    """A worker process died or exceeded its deadline. Its task is lost; the pool continues."""

    reason: str
    """One clause for people."""

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


INTERNAL_ERROR = "Clausewatch could not process it because of an internal error; see the log"
"""What people are told of a page that a fault of the code keeps unread."""


@dataclass(eq=False)
class DeliveryError(ClausewatchError):
    """A message could not be posted."""

    code: str
    """Slack's error code, or NO_ANSWER if Slack never answered."""
    transient: bool
    """True if a later attempt may succeed."""
    retry_after: timedelta | None = None
    """The delay that Slack asked for."""

    def __str__(self) -> str:
        """Return the code."""
        return self.code
