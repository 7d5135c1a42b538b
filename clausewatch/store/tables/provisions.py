"""The tables of provisions, their events and the releases that recognised them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from clausewatch.store.column_types import RowId, SafeText, UtcTime
from clausewatch.store.tables.base import (
    DEFAULT_EMPTY,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)

HELD = text("removed_at IS NULL")


class ProvisionRow(Row, table=True):
    """A clause type of a document; the row stays if the clause is removed and comes back."""

    __tablename__: ClassVar[str] = "provision"
    __table_args__ = keep_ids_unique(
        UniqueConstraint("document_id", "clause"),
        # The index alone answers lookups by clause type.
        Index(
            "ix_provision_held",
            "clause",
            "severity",
            "document_id",
            sqlite_where=HELD,
            postgresql_where=HELD,
        ),
        Index(
            "ix_provision_position",
            "clause",
            "removed_at",
            "polarity",
            "severity",
            "document_id",
        ),
        Index(None, "version_id"),
    )
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    clause: str = Field(sa_type=SafeText)
    version_id: int = make_reference("version.id")
    """The version that has its quotes."""
    severity: int
    """0 low to 2 high."""
    polarity: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The position of the document as a whole (`Provision.position`)."""
    provision: bytes = Field(sa_type=LargeBinary)
    first_tracked_at: datetime = Field(sa_type=UtcTime)
    judged_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)


PROVISION = find_table(ProvisionRow)


class ProvisionEventRow(Row, table=True):
    """An event of a provision; without a change, a new release of ours caused it."""

    __tablename__: ClassVar[str] = "provision_event"
    __table_args__ = keep_ids_unique(Index(None, "provision_id"), Index(None, "change_id"))
    id: int | None = make_key()
    provision_id: int = make_reference("provision.id")
    change_id: int | None = make_reference("change.id", optional=True)
    kind: str = Field(sa_type=SafeText)
    happened_at: datetime = Field(sa_type=UtcTime)
    engine: str = Field(sa_type=SafeText)
    event: bytes = Field(sa_type=LargeBinary)


PROVISION_EVENT = find_table(ProvisionEventRow)


class RecognitionRow(Row, table=True):
    """The version of a document that was judged last, and the releases that read and judged it."""

    __tablename__: ClassVar[str] = "recognition"
    __table_args__ = (Index(None, "engine"), Index(None, "judged_at"))
    document_id: int = make_reference("document.id", primary_key=True)
    # Not a reference, because a version is deleted only with its document.
    version_id: int = Field(sa_type=RowId)
    extractor: str = Field(sa_type=SafeText)
    engine: str = Field(sa_type=SafeText)
    judged_at: datetime = Field(sa_type=UtcTime)


RECOGNITION = find_table(RecognitionRow)
