"""The tables of what is watched and what was seen. Rows never leave this room.

Every key that people see as a record id is an autoincrement: an id is never given out twice.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from clausewatch.store.column_types import RowId, SafeText, UtcTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Without names SQLite's constraints could not be altered by a later migration."""


class Row(SQLModel):
    """The root of all tables; its metadata is what migrations are held against."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def find_table(row: type[Row]) -> Table:
    """Return the table of a row class, for statements."""
    return Row.metadata.tables[str(row.__tablename__)]


def keep_ids_unique(*constraints: UniqueConstraint | Index) -> tuple[Any, ...]:
    """Return table arguments that keep SQLite from giving a deleted row's id out again."""
    return (*constraints, {"sqlite_autoincrement": True})


def make_key() -> Any:  # noqa: ANN401  # what SQLModel's Field returns
    """Return the primary key column that the database counts up."""
    return Field(default=None, primary_key=True, sa_type=RowId)


def make_reference(target: str, *, optional: bool = False, **more: Any) -> Any:  # noqa: ANN401
    """Return a column that refers to a row and goes when that row goes."""
    link = ForeignKey(target, ondelete="CASCADE")
    return Field(
        default=None if optional else ...,
        sa_type=RowId,
        nullable=optional,
        sa_column_args=(link,),
        **more,
    )


DEFAULT_EMPTY = {"server_default": ""}
"""Of an older program's rows, and of records that nobody imported."""


class WorkspaceRow(Row, table=True):
    """A tenant; an id that Slack leaves out is empty here, so that two such are equal."""

    __tablename__: ClassVar[str] = "workspace"
    __table_args__ = keep_ids_unique(UniqueConstraint("enterprise_id", "team_id"))
    id: int | None = make_key()
    enterprise_id: str = Field(sa_type=SafeText)
    team_id: str = Field(sa_type=SafeText)
    created_at: datetime = Field(sa_type=UtcTime)
    inactive_reason: str | None = Field(default=None, sa_type=SafeText)
    """Why nothing is posted there, e.g. a token that was revoked."""
    inactive_at: datetime | None = Field(default=None, sa_type=UtcTime)


WORKSPACE = find_table(WorkspaceRow)


class HostRow(Row, table=True):
    """A host: when it may be asked next, and by whom it is held."""

    __tablename__: ClassVar[str] = "host"
    __table_args__ = keep_ids_unique(UniqueConstraint("name"), Index(None, "due_at"))
    id: int | None = make_key()
    name: str = Field(sa_type=SafeText)
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    """The earliest next check of its watched documents; None where it has none."""
    next_allowed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lease_token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)


HOST = find_table(HostRow)


class DocumentRow(Row, table=True):
    """A document and what its last check left; the state's parts that are asked for are columns."""

    __tablename__: ClassVar[str] = "document"
    __table_args__ = keep_ids_unique(
        # An expression, because NULL is never equal to NULL in a unique constraint.
        Index(
            "uq_document_identity",
            text("coalesce(workspace_id, 0)"),
            "platform_key",
            "kind",
            "address",
            unique=True,
        ),
        Index("ix_document_host_id_next_check_at", "host_id", "next_check_at"),
        Index(None, "platform_key"),
        Index(None, "workspace_id"),
    )
    id: int | None = make_key()
    workspace_id: int | None = make_reference("workspace.id", optional=True)
    platform_key: str = Field(sa_type=SafeText)
    platform_name: str = Field(sa_type=SafeText)
    kind: str = Field(sa_type=SafeText)
    address: str = Field(sa_type=SafeText)
    """SHA-256 of its URLs in order, and of which text of them is chosen: what makes it this one."""
    access: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """How its pages are asked for and read as JSON, empty where that is as usual."""
    host_id: int = make_reference("host.id")
    is_watched: bool = False
    ignore_robots: bool = False
    created_at: datetime = Field(sa_type=UtcTime)
    next_check_at: datetime = Field(sa_type=UtcTime)
    lease_token: str | None = Field(default=None, sa_type=SafeText)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    last_checked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    last_verified_at: datetime | None = Field(default=None, sa_type=UtcTime)
    # No reference: the two tables would form a ring that SQLite cannot be migrated through.
    baseline_id: int | None = Field(default=None, sa_type=RowId)
    is_awaiting_confirmation: bool = False
    state: str = Field(default="", sa_type=SafeText)
    """The rest of the state as JSON, empty where there is nothing to remember."""
    unreadable_code: str | None = Field(default=None, sa_type=SafeText)
    """The code of `state.unreadable`, which queries search; None if the document is readable."""


DOCUMENT = find_table(DocumentRow)


class PlatformNameRow(Row, table=True):
    """A name, folded, by which a platform on record is found; not of one workspace alone."""

    __tablename__: ClassVar[str] = "name"
    folded: str = Field(primary_key=True, sa_type=SafeText)
    platform_key: str = Field(primary_key=True, sa_type=SafeText)


PLATFORM_NAME = find_table(PlatformNameRow)


class PageRow(Row, table=True):
    """What is remembered of one page of a document for the next conditional request."""

    __tablename__: ClassVar[str] = "page"
    document_id: int = make_reference("document.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    url: str = Field(sa_type=SafeText)
    moved_to: str | None = Field(default=None, sa_type=SafeText)
    etag: str | None = Field(default=None, sa_type=SafeText)
    last_modified: str | None = Field(default=None, sa_type=SafeText)
    sha256: str | None = Field(default=None, sa_type=SafeText)


PAGE = find_table(PageRow)


class BlobRow(Row, table=True):
    """The bytes of a page, once for all who showed them: written, never rewritten."""

    __tablename__: ClassVar[str] = "blob"
    sha256: str = Field(primary_key=True, sa_type=SafeText)
    body: bytes = Field(sa_type=LargeBinary)
    """Compressed with zlib; the hash is of the bytes as fetched."""


BLOB = find_table(BlobRow)


class SnapshotRow(Row, table=True):
    """A page as it was seen; looks that saw the same bytes fold into one row."""

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
    """Which archive it was imported from, with the commit; empty for what was seen by ourselves."""


SNAPSHOT = find_table(SnapshotRow)


class VersionRow(Row, table=True):
    """The text of a document as one extractor release reads it: derived, so it may be rewritten."""

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
    """Which archive it was imported from, with the commit; empty for what was seen by ourselves."""


VERSION = find_table(VersionRow)


class VersionPageRow(Row, table=True):
    """Which snapshots a version was derived from, in order: these are kept for good."""

    __tablename__: ClassVar[str] = "version_page"
    __table_args__ = (Index(None, "snapshot_id"),)
    version_id: int = make_reference("version.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    snapshot_id: int = make_reference("snapshot.id")


VERSION_PAGE = find_table(VersionPageRow)


class ChangeRow(Row, table=True):
    """What became different between two versions of a document."""

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
    """Which archive it was imported from, with the commit; empty for what was seen by ourselves."""


CHANGE = find_table(ChangeRow)


class QueueMigrationRow(Row, table=True):
    """A migration of the task queue's own schema that was applied here."""

    __tablename__: ClassVar[str] = "queue_migration"
    name: str = Field(primary_key=True, sa_type=SafeText)
    applied_at: datetime = Field(sa_type=UtcTime)


QUEUE_MIGRATION = find_table(QueueMigrationRow)
