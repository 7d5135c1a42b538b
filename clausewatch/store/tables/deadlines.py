"""The table of the dates and periods that documents and changes state."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, Index
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables.base import (
    DEFAULT_EMPTY,
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class TermDateRow(Row, table=True):
    """A date or period; with a change it is one of its deadlines, without one the document's."""

    __tablename__: ClassVar[str] = "term_date"
    __table_args__ = keep_ids_unique(
        Index(None, "document_id"), Index(None, "change_id"), Index(None, "on_day")
    )
    id: int | None = make_key()
    document_id: int = make_reference("document.id")
    change_id: int | None = make_reference("change.id", optional=True)
    kind: str = Field(sa_type=SafeText)
    on_day: date | None = Field(default=None, sa_type=Date)
    days: int | None = None
    counted_from: date | None = Field(default=None, sa_type=Date)
    """The day from which a period was counted; None for a date that the text states."""
    quote: str = Field(sa_type=SafeText)
    source: str = Field(default="", sa_type=SafeText, sa_column_kwargs=DEFAULT_EMPTY)
    """The name and record id of the document that states it; empty for `document_id`."""
    seen_at: datetime = Field(sa_type=UtcTime)


TERM_DATE = find_table(TermDateRow)
