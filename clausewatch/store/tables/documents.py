"""The tables of documents and of what checks saw; rows never leave the store."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from clausewatch.store.column_types import RowId, SafeText, UtcTime
from clausewatch.store.tables.base import (
    DEFAULT_EMPTY,
    DEFAULT_FALSE,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class HostRow(Row, table=True):
    """A host with its next allowed request and its lease."""

    __tablename__: ClassVar[str] = "host"
    __table_args__ = keep_ids_unique(UniqueConstraint("name"), Index(None, "due_at"))
    id: int | None = make_key()
    name: str = Field(sa_type=SafeText)
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    """The earliest next check of its watched documents; None if it has none."""
    next_allowed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lease_token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    has_false_validators: bool = Field(default=False, sa_column_kwargs=DEFAULT_FALSE)
    """It answered 304 for a page that had other terms."""


HOST = find_table(HostRow)


class DocumentRow(Row, table=True):
    """A document with the state of its last check; the parts that queries use are columns."""

    __tablename__: ClassVar[str] = "document"
    __table_args__ = keep_ids_unique(
        # An expression, because a unique constraint takes two NULLs for different values.
        Index(
            "uq_document_identity",
            text("coalesce(workspace_id, 0)"),
            "platform_key",
            "kind",
            "address",
            unique=True,
        ),
        Index("ix_document_host_id_next_check_at", "host_id", "next_check_at"),
        # The index alone lists platforms with their names.
        Index("ix_document_platform", "platform_key", "platform_name", "workspace_id"),
        Index(None, "workspace_id"),
    )
    id: int | None = make_key()
    workspace_id: int | None = make_reference("workspace.id", optional=True)
    platform_key: str = Field(sa_type=SafeText)
    platform_name: str = Field(sa_type=SafeText)
    kind: str = Field(sa_type=SafeText)
    address: str = Field(sa_type=SafeText)
    """SHA-256 of its URLs in order and of the text chosen from them; it identifies the document."""
    access: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """How its pages are fetched and read, as JSON; empty for the default."""
    host_id: int = make_reference("host.id")
    is_watched: bool = False
    ignore_robots: bool = False
    created_at: datetime = Field(sa_type=UtcTime)
    next_check_at: datetime = Field(sa_type=UtcTime)
    lease_token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    last_checked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    last_verified_at: datetime | None = Field(default=None, sa_type=UtcTime)
    # Not a reference, because SQLite cannot migrate two tables that refer to each other.
    baseline_id: int | None = Field(default=None, sa_type=RowId)
    is_awaiting_confirmation: bool = False
    state: str = Field(default="", sa_type=SafeText)
    """The rest of the state as JSON; empty if nothing is set."""
    unreadable_code: str | None = Field(default=None, sa_type=SafeText)
    """The code of `state.unreadable`, which queries search; None if the document is readable."""
    remark_code: str | None = Field(default=None, sa_type=SafeText)
    """The code of `state.remark`, which queries count; None if nobody is asked."""


DOCUMENT = find_table(DocumentRow)


class PlatformNameRow(Row, table=True):
    """A folded name by which a platform is found, for all workspaces."""

    __tablename__: ClassVar[str] = "name"
    folded: str = Field(primary_key=True, sa_type=SafeText)
    platform_key: str = Field(primary_key=True, sa_type=SafeText)


PLATFORM_NAME = find_table(PlatformNameRow)


class PageRow(Row, table=True):
    """A page of a document with the data of its next conditional request."""

    __tablename__: ClassVar[str] = "page"
    document_id: int = make_reference("document.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    url: str = Field(sa_type=SafeText)
    moved_to: str | None = Field(default=None, sa_type=SafeText)
    etag: str | None = Field(default=None, sa_type=SafeText)
    last_modified: str | None = Field(default=None, sa_type=SafeText)
    sha256: str | None = Field(default=None, sa_type=SafeText)
    received_at: datetime | None = Field(default=None, sa_type=UtcTime)


PAGE = find_table(PageRow)


class BlobRow(Row, table=True):
    """The bytes of a page, once for all snapshots that have them; never rewritten."""

    __tablename__: ClassVar[str] = "blob"
    sha256: str = Field(primary_key=True, sa_type=SafeText)
    body: bytes = Field(sa_type=LargeBinary)
    """Compressed with zlib; the hash is that of the fetched bytes."""


BLOB = find_table(BlobRow)


class SnapshotRow(Row, table=True):
    """A page as fetched; later checks that fetch the same bytes are counted in the row."""

    __tablename__: ClassVar[str] = "snapshot"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("document_id", "position", "sha256"),
        Index(None, "sha256"),
        Index(None, "last_seen_at"),
    )
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    position: int
    sha256: str = Field(sa_type=SafeText)
    url: str = Field(sa_type=SafeText)
    final_url: str = Field(sa_type=SafeText)
    status: int
    headers: str = Field(sa_type=SafeText)
    moved_to: str | None = Field(default=None, sa_type=SafeText)
    selection: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """Which part of the page is the document as JSON; empty for the whole page."""
    verdict: str = Field(sa_type=SafeText)
    first_seen_at: datetime = Field(sa_type=UtcTime)
    last_seen_at: datetime = Field(sa_type=UtcTime)
    looks: int
    origin: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The archive and the commit that it was imported from; empty for our own records."""


SNAPSHOT = find_table(SnapshotRow)


class VersionRow(Row, table=True):
    """The text of a document by one extractor release; it is derived and may be rewritten."""

    __tablename__: ClassVar[str] = "version"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("document_id", "number"), Index(None, "extractor", "id")
    )
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    number: int
    captured_at: datetime = Field(sa_type=UtcTime)
    source_url: str = Field(sa_type=SafeText)
    extractor: str = Field(sa_type=SafeText)
    text_fingerprint: str = Field(sa_type=SafeText)
    terms_fingerprint: str = Field(sa_type=SafeText)
    outline: str = Field(sa_type=SafeText)
    """The reading without its blocks as JSON, for lists and cards."""
    reading: bytes = Field(sa_type=LargeBinary)
    last_seen_at: datetime = Field(sa_type=UtcTime)
    looks: int
    origin: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The archive and the commit that it was imported from; empty for our own records."""


VERSION = find_table(VersionRow)


class VersionPageRow(Row, table=True):
    """A snapshot that a version was derived from; such snapshots are kept for good."""

    __tablename__: ClassVar[str] = "version_page"
    __table_args__ = (Index(None, "snapshot_id"),)
    version_id: int = make_reference("version.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    snapshot_id: int = make_reference("snapshot.id")


VERSION_PAGE = find_table(VersionPageRow)


class CaptureRow(Row, table=True):
    """A version that a public web archive was asked to capture; the URL is empty until it has."""

    __tablename__: ClassVar[str] = "capture"
    version_id: int = make_reference("version.id", primary_key=True)
    url: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    attempts: int
    due_at: datetime = Field(sa_type=UtcTime)
    """The next attempt."""


CAPTURE = find_table(CaptureRow)


class ChangeRow(Row, table=True):
    """A change between two versions of a document."""

    __tablename__: ClassVar[str] = "change"
    __table_args__ = keep_ids_unique(
        Index(None, "document_id", "detected_at"),
        Index(None, "detected_at"),
        Index(None, "before_id"),
        UniqueConstraint("after_id"),
    )
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    before_id: int = make_reference("version.id")
    after_id: int = make_reference("version.id")
    detected_at: datetime = Field(sa_type=UtcTime)
    significance: str = Field(sa_type=SafeText)
    severity: str = Field(sa_type=SafeText)
    standing: str = Field(sa_type=SafeText)
    comparison: bytes = Field(sa_type=LargeBinary)
    origin: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The archive and the commit that it was imported from; empty for our own records."""


CHANGE = find_table(ChangeRow)
