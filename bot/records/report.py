"""A report as a value: parts that pages, PDF files and Markdown render alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of our own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A document's own words, with the record that has them."""

    lead: str
    """Whose words they are."""
    text: str
    record_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; `record_ids` has the record of each row, or nothing."""

    caption: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    record_ids: Sequence[str] = ()


Part = Heading | Text | Quotation | Rows


@dataclass(frozen=True, slots=True)
class Report:
    """A dated report."""

    title: str
    made_at: datetime
    parts: tuple[Part, ...]
    notice: str = "Not legal advice."
