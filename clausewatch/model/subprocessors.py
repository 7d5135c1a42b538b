"""Subprocessors: the companies to which a platform passes data, as its list states them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Subprocessor:
    """One entry of a list; a field that the list does not state is empty."""

    name: str
    """The company as the list writes it, without links and marks."""
    purpose: str = ""
    location: str = ""
    data: str = ""
    """The data that it gets, or the people whom they are about."""
    since: str = ""
    """The date on which it was added, as the list writes it."""
    details: str = ""
    """What else the entry says: products, safeguards, notes."""
    group: str = ""
    """The heading of its part of the list, such as a product; empty for an undivided list."""
    quote: str = ""
    """Its text in the version: the row, or the lines of the card."""

    @property
    def facts(self) -> str:
        """Purpose and location, for people: `GPU hosting, United States`."""
        return ", ".join(filter(None, (self.purpose, self.location)))


class SubprocessorEditKind(StrEnum):
    """One way in which two lists differ."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RELOCATED = "moved to another country"
    REPURPOSED = "given another purpose"
    DATA_CHANGED = "given other data"


@dataclass(frozen=True, slots=True)
class SubprocessorEdit:
    """One difference between two lists; `before` is None for an addition, `after` for a removal."""

    kind: SubprocessorEditKind
    before: Subprocessor | None
    after: Subprocessor | None
