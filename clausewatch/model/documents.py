"""Platforms, their documents, and the versions of a document.

Times are aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.reading import Reading, Remark, Selection
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId, WorkspaceId, record_id


@dataclass(frozen=True, slots=True)
class Access:
    """How the pages of a document are requested and read, if not as usual."""

    needs_browser: bool = False
    """Scripts build its pages."""
    language: str = ""
    """The language tag to request, e.g. `de`; empty for the usual one."""
    selections: tuple[Selection | None, ...] = ()
    """What to read of each page; empty if every page is read whole."""

    @property
    def selects_text(self) -> bool:
        """True if it decides which text is the document: another choice is another document."""
        return bool(self.language) or any(self.selections)


DEFAULT_ACCESS = Access()


SMALL_WORDS = frozenset({"a", "and", "for", "in", "of", "on", "the", "to", "with"})


def title_kind(kind: str) -> str:
    """Return a document kind in title case: `terms of service` is `Terms of Service`."""
    if kind == "other policy":
        return "Policy"
    words = kind.split(" ")
    return " ".join(
        word if index and word in SMALL_WORDS else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


@dataclass(frozen=True, slots=True)
class Document:
    """One policy of a platform at one or more URLs; `workspace_id` is None if all may see it."""

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
        """Platform and kind, e.g. `Midjourney Privacy Policy`."""
        return f"{self.platform_name} {title_kind(self.kind)}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a document is unreadable: it cannot be fetched or read, or it is not the policy."""

    code: str
    reason: str
    since: datetime
    checks: int
    """Failed checks in a row."""
    is_reported: bool = False
    """Channels were notified."""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version on record, with the snapshots that it is derived from."""

    id: VersionId
    number: int
    reading: Reading
    snapshots: tuple[str, ...]
    """SHA-256 per page, in order."""
    captured_at: datetime
    source_url: str
    change_id: ChangeId | None = None
    """The change that it came with; None for the first version."""
    capture_url: str = ""
    """Of its capture in a public web archive, if we had one made."""


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """The status of a document, with the version on record."""

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
        """When the version on record was last seen; None before the first version."""
        return None if self.version is None else self.last_verified_at or self.version.captured_at


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """The status of a document as a watchlist shows it, without its version."""

    document: Document
    last_checked_at: datetime | None
    seen_at: datetime | None
    """As in DocumentStatus."""
    unreadable: Unreadable | None
    is_awaiting_confirmation: bool = False
    remark: Remark | None = None
    """As in DocumentStatus."""


AnyDocumentStatus = DocumentStatus | DocumentSummary


@dataclass(frozen=True, slots=True)
class CataloguedDocument:
    """A document in the catalogue; its URLs may be stale."""

    kind: str
    urls: tuple[str, ...]
    access: Access = DEFAULT_ACCESS


@dataclass(frozen=True, slots=True)
class Platform:
    """A service that publishes policies, in the catalogue."""

    key: str
    """A stable id in lower case, made from the name."""
    name: str
    documents: tuple[CataloguedDocument, ...]
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
