"""Laws that may apply to a clause type, and the authorities that enforce them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Regulation:
    """A law that may apply; `where` names its relevant sections."""

    name: str
    jurisdiction: str
    where: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An authority and its role; `complaint` is the URL of its form, empty if it has none."""

    name: str
    jurisdiction: str
    role: str
    complaint: str
