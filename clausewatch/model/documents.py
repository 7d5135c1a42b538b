"""Platforms, their documents, and the versions of a document.

Times are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.reading import Reading, Remark, Selection
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId, WorkspaceId, record_id


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
    def selects_text(self) -> bool:
        """True where it says which text is the document: another choice is another document."""
        return bool(self.language) or any(self.selections)


DEFAULT_ACCESS = Access()


@dataclass(frozen=True, slots=True)
class Document:
    """One policy of a platform at one or more URLs; `workspace_id` is None where all may see it."""

    id: DocumentId
    platform_key: str
    platform_name: str
    kind: str
    urls: tuple[str, ...]
    workspace_id: WorkspaceId | None = None
    access: Access = DEFAULT_ACCESS

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
class DocumentStatus:
    """How a document stands, with the version on record."""

    document: Document
    last_checked_at: datetime | None
    last_verified_at: datetime | None
    next_check_at: datetime
    unreadable: Unreadable | None
    version: StoredVersion | None
    is_awaiting_confirmation: bool = False
    remark: Remark | None = None
    """What was odd about its first version, until a person says that it is the policy."""

    @property
    def seen_at(self) -> datetime | None:
        """When it last showed what is on record; None before it was read."""
        return None if self.version is None else self.last_verified_at or self.version.captured_at


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """How a document stands in the few facts that a watchlist shows: no version comes along."""

    document: Document
    last_checked_at: datetime | None
    seen_at: datetime | None
    """As of a DocumentStatus."""
    unreadable: Unreadable | None
    is_awaiting_confirmation: bool = False


AnyDocumentStatus = DocumentStatus | DocumentSummary


@dataclass(frozen=True, slots=True)
class CataloguedDocument:
    """A document as the catalogue knows it; its URLs may be stale."""

    kind: str
    urls: tuple[str, ...]
    access: Access = DEFAULT_ACCESS


@dataclass(frozen=True, slots=True)
class Platform:
    """A service that publishes policies, as the catalogue knows it."""

    key: str
    """Stable lower-case id, made of the name."""
    name: str
    documents: tuple[CataloguedDocument, ...]
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
