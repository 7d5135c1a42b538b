"""Watchlists: workspaces, their channels, and the platforms that a channel watches."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.model.documents import AnyDocumentStatus, Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId, WatchId, WorkspaceId


class Cadence(StrEnum):
    """When the channel of a watch is notified."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Tenant:
    """A Slack team, or an org with one installation for all its teams (`team_id` is None)."""

    enterprise_id: str | None
    team_id: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """A Slack channel of a workspace; `paused` is the code of why nothing can be posted."""

    id: ChannelId
    workspace_id: WorkspaceId
    slack_id: str
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """A card that Slack refused for good, of a change that waits for a decision."""

    channel: Channel
    change_id: ChangeId
    code: str
    """Slack's reason."""


@dataclass(frozen=True, slots=True)
class PostingStatus:
    """Whether Slack takes posts in a channel."""

    paused: str | None = None
    """The code of why nothing can be posted."""
    refused: tuple[RefusedCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A platform on a channel's watchlist; no documents means all known ones."""

    id: WatchId
    channel: Channel
    platform_key: str
    platform_name: str
    documents: tuple[Document, ...]
    minimum: Severity = Severity.LOW
    cadence: Cadence = Cadence.NOW
    topics: tuple[str, ...] = ()
    """Clause types to be notified of; empty for any change of terms."""
    muted_until: datetime | None = None
    """Until then the channel is not notified; a past time has no effect."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """A watch after a command put it on a watchlist or changed it."""

    watch: Watch
    is_new: bool
    added: tuple[Document, ...]
    """The documents that the watch did not have before."""
    on_record: frozenset[DocumentId] = frozenset()
    """The documents of the watch that have been read before."""
    is_changed: bool = True
    """False if the command found everything as it asked for."""


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """A watch with the status of its documents."""

    watch: Watch
    statuses: tuple[AnyDocumentStatus, ...]


@dataclass(frozen=True, slots=True)
class WatchlistSummary:
    """The counts of a whole watchlist, for the head of each of its pages."""

    platforms: int
    unreadable: int
    """Unreadable documents, each once per watch that includes it."""
    doubtful: int = 0
    """Readable documents with a remark, counted in the same way."""


@dataclass(frozen=True, slots=True)
class WorkspaceTotals:
    """The counts of all watchlists of a workspace, each document and channel once."""

    watches: int
    platforms: int
    channels: int
    documents: int
    unreadable: int
    """Unreadable documents."""
    paused: tuple[Channel, ...]
    """Paused channels with a watchlist, up to the number that was asked for."""
    next_check_at: datetime | None = None
    """None if nothing is watched."""
    doubtful: int = 0
    """Readable documents with a remark on their first version."""
