"""The nouns of the house as frozen values: what the rooms hand each other.

Times are aware and in UTC. Row numbers are plain integers; people see record ids (`record_id`).
The text of a document is in `clausewatch.model.reading`, a check in `clausewatch.checks.outcome`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from clausewatch.model.reading import Comparison, Reading, Selection, Severity
from clausewatch.whole_numbers import parse_whole_number

WorkspaceId = NewType("WorkspaceId", int)
ChannelId = NewType("ChannelId", int)
DocumentId = NewType("DocumentId", int)
VersionId = NewType("VersionId", int)
ChangeId = NewType("ChangeId", int)
WatchId = NewType("WatchId", int)
DeliveryId = NewType("DeliveryId", int)
PostId = NewType("PostId", int)

RECORD_DIGITS = {"D": 5, "C": 6, "P": 6}


def record_id(letter: str, number: int) -> str:
    """Return the id that people quote: `CW-D-00480`, `CW-C-000321`."""
    return f"CW-{letter}-{number:0{RECORD_DIGITS[letter]}d}"


def record_number(letter: str, text: str) -> int | None:
    """Return the number in a record id as typed by a person, or None where it is not one."""
    prefix, _, digits = text.strip().upper().rpartition("-")
    return parse_whole_number(digits) if prefix in {f"CW-{letter}", letter} else None


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
class Access:
    """How a document's pages are asked for and read, where that is not as usual."""

    needs_browser: bool = False
    """Its pages are built by scripts."""
    language: str = ""
    """The language tag to ask for, e.g. `de`; empty leaves it to the usual one."""
    selections: tuple[Selection | None, ...] = ()
    """What to read of each page; empty where every page is read whole."""

    @property
    def chooses_text(self) -> bool:
        """True where it says which text is the document: another choice is another document."""
        return bool(self.language) or any(self.selections)


USUAL = Access()


@dataclass(frozen=True, slots=True)
class Document:
    """One policy of a platform at one or more URLs; `workspace_id` is None where all may see it."""

    id: DocumentId
    platform_key: str
    platform_name: str
    kind: str
    urls: tuple[str, ...]
    workspace_id: WorkspaceId | None = None
    access: Access = USUAL

    @property
    def record_id(self) -> str:
        """Its `CW-D-` id."""
        return record_id("D", self.id)

    @property
    def name(self) -> str:
        """Platform and kind, as people say it."""
        return f"{self.platform_name} {self.kind}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The document cannot be had, or what is had is not the policy."""

    code: str
    reason: str
    since: datetime
    looks: int
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version on record with the snapshots that it was derived from."""

    id: VersionId
    number: int
    reading: Reading
    snapshots: tuple[str, ...]
    """SHA-256 per page, in order."""
    captured_at: datetime
    source_url: str
    change_id: ChangeId | None = None
    """The change that brought it; None for the first."""


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
class DocumentStatus:
    """How a document stands, with the version on record."""

    document: Document
    last_checked_at: datetime | None
    last_verified_at: datetime | None
    next_check_at: datetime
    unreadable: Unreadable | None
    version: StoredVersion | None
    is_awaiting_confirmation: bool = False

    @property
    def seen_at(self) -> datetime | None:
        """When it last showed what is on record; None before it was read."""
        return None if self.version is None else self.last_verified_at or self.version.captured_at


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """How a document stands in the few facts that a watchlist shows: no version comes along."""

    document: Document
    last_checked_at: datetime | None
    seen_at: datetime | None
    """As of a DocumentStatus."""
    unreadable: Unreadable | None
    is_awaiting_confirmation: bool = False


Standing = DocumentStatus | DocumentStanding


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch with how its documents stand."""

    watch: Watch
    statuses: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class WatchlistSummary:
    """What the head of a watchlist says of all its pages."""

    platforms: int
    ill: int
    """Documents that cannot be read, each once for every watch that includes it."""


@dataclass(frozen=True, slots=True)
class WorkspaceTotals:
    """What the watchlists of a workspace come to, each thing counted once."""

    watches: int
    platforms: int
    channels: int
    documents: int
    ill: int
    """Documents that cannot be read."""
    paused: tuple[Channel, ...]
    """Those with a watchlist where nothing can be posted, as many as were asked for."""
    next_check_at: datetime | None = None
    """None where nothing is watched."""


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody of a workspace has read a change."""

    user_id: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What became different between two versions of a document."""

    id: ChangeId
    document: Document
    detected_at: datetime
    comparison: Comparison
    before: StoredVersion
    after: StoredVersion
    standing: str = "new"
    """`new`, `seen again` (the earlier text shows up too) or `reverted`."""
    reviews: tuple[Review, ...] = ()
    """Of the workspace that asked."""
    denied_by: tuple[str, ...] = ()
    """Members of that workspace who say that it is not a change."""

    @property
    def record_id(self) -> str:
        """Its `CW-C-` id."""
        return record_id("C", self.id)


@dataclass(frozen=True, slots=True)
class CataloguedDocument:
    """A document as the catalogue knows it; its URLs may be stale."""

    kind: str
    urls: tuple[str, ...]
    access: Access = USUAL


@dataclass(frozen=True, slots=True)
class Platform:
    """A service that publishes policies, as the catalogue knows it."""

    key: str
    """Stable lower-case id, made of the name."""
    name: str
    documents: tuple[CataloguedDocument, ...]
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = field(default=())
