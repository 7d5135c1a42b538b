"""Subprocessors as the store returns them: an entry with its document and its dates."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.documents import Document
from clausewatch.model.subprocessors import Subprocessor


@dataclass(frozen=True, slots=True)
class RecordedSubprocessor:
    """A company on the list of a document."""

    document: Document
    entry: Subprocessor
    first_seen_at: datetime
    removed_at: datetime | None = None
    """When the list no longer had it; None if it still has."""


@dataclass(frozen=True, slots=True)
class CompanyUse:
    """The platforms of a workspace that pass data to a company."""

    records: tuple[RecordedSubprocessor, ...]
    """A page of the entries, the document that was added first before the others."""
    entries: int
    """How many entries of watched lists there are in all."""
    platforms: int
    """How many watched platforms list the company."""
    watched: int
    """How many platforms the workspace watches."""
    with_list: int | None
    """How many of them have a list on record; None if they are too many to count at once."""
