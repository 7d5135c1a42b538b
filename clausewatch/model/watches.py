"""Watchlists: workspaces, their channels, and the platforms that a channel watches."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.model.documents import AnyDocumentStatus, Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId, DocumentId, WatchId, WorkspaceId


class Cadence(StrEnum):
    """When a watch wants to be told."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose bot it is: a Slack team, or an org install (then `team_id` is None)."""

    enterprise_id: str | None
    team_id: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """A Slack channel of a workspace, known by id; `paused` says why nothing can be posted."""

    id: ChannelId
    workspace_id: WorkspaceId
    slack_id: str
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A platform on a channel's watchlist; no documents means all that are known."""

    id: WatchId
    channel: Channel
    platform_key: str
    platform_name: str
    documents: tuple[Document, ...]
    minimum: Severity = Severity.LOW
    cadence: Cadence = Cadence.NOW
    topics: tuple[str, ...] = ()
    """Clause types to be told of; none means whatever alters a term."""
    muted_until: datetime | None = None
    """Until then the channel is told nothing of it; a time that is over counts for nothing."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """A watch after a command put it on a watchlist or changed it."""

    watch: Watch
    is_new: bool
    added: tuple[Document, ...]
    """The documents that the watch did not have before."""
    on_record: frozenset[DocumentId] = frozenset()
    """The documents of the watch that have been read before."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch with how its documents stand."""

    watch: Watch
    statuses: tuple[AnyDocumentStatus, ...]


@dataclass(frozen=True, slots=True)
class WatchlistSummary:
    """What the head of a watchlist says of all its pages."""

    platforms: int
    unreadable: int
    """Documents that cannot be read, each once for every watch that includes it."""


@dataclass(frozen=True, slots=True)
class WorkspaceTotals:
    """What the watchlists of a workspace come to, each thing counted once."""

    watches: int
    platforms: int
    channels: int
    documents: int
    unreadable: int
    """Documents that cannot be read."""
    paused: tuple[Channel, ...]
    """Those with a watchlist where nothing can be posted, as many as were asked for."""
    next_check_at: datetime | None = None
    """None where nothing is watched."""
