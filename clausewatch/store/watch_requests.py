"""What the other rooms ask the store for, as frozen values."""

from dataclasses import dataclass

from clausewatch.model.documents import USUAL, Access, Document
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Channel, Watch


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to watch, by its kind and its URLs in order."""

    kind: str
    urls: tuple[str, ...]
    access: Access = USUAL


@dataclass(frozen=True, slots=True)
class NewWatch:
    """A platform to put on a channel's watchlist; no documents means all that are on record."""

    channel: Channel
    platform_key: str
    platform_name: str
    documents: tuple[NewDocument, ...] | None
    """None leaves those of a watch that is there already; of a new one it means all."""
    is_private: bool
    """Added by URL: the documents belong to the workspace and do not exist for others."""
    minimum: Severity | None
    """None leaves it as it is where the channel watches the platform already; at first `low`."""
    cadence: Cadence | None
    """None as for `minimum`; at first `now`."""
    user_id: str
    topics: tuple[str, ...] | None = None
    """Ids of clause types, where an empty tuple means all; None as for `minimum`."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """A watch as it stands; `added` are the documents that the watch did not have before."""

    watch: Watch
    is_new: bool
    added: tuple[Document, ...]
