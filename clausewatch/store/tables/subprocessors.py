"""The tables of subprocessors and of the names under which they are found."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables.base import Row, find_table, keep_ids_unique, make_key, make_reference


class SubprocessorRow(Row, table=True):
    """A company on the list of a document; the row stays if it is removed and comes back."""

    __tablename__: ClassVar[str] = "subprocessor"
    __table_args__ = keep_ids_unique(UniqueConstraint("document_id", "name_key", "part"))
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    name_key: str = Field(sa_type=SafeText)
    part: str = Field(sa_type=SafeText)
    """The heading of its part of the list; empty for an undivided list."""
    name: str = Field(sa_type=SafeText)
    purpose: str = Field(sa_type=SafeText)
    location: str = Field(sa_type=SafeText)
    data: str = Field(sa_type=SafeText)
    since: str = Field(sa_type=SafeText)
    details: str = Field(sa_type=SafeText)
    quote: str = Field(sa_type=SafeText)
    first_seen_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)


SUBPROCESSOR = find_table(SubprocessorRow)


class SubprocessorKeyRow(Row, table=True):
    """A folded name, alias or beginning of a name of a company that a list has now.

    The document is part of the key, so that one search per watched document finds a company.
    """

    __tablename__: ClassVar[str] = "subprocessor_key"
    __table_args__ = (Index(None, "subprocessor_id"), Index(None, "document_id"))
    folded: str = Field(primary_key=True, sa_type=SafeText)
    document_id: int = make_reference("document.id", primary_key=True)
    subprocessor_id: int = make_reference("subprocessor.id", primary_key=True)


SUBPROCESSOR_KEY = find_table(SubprocessorKeyRow)
