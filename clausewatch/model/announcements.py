"""What a comparison says about terms that are announced, or that were."""

from dataclasses import dataclass
from datetime import date

from clausewatch.model.reading import Comparison, Severity


@dataclass(frozen=True, slots=True)
class Announcement:
    """A link of an announcement, and the day from which the text behind it applies."""

    url: str
    on: date


@dataclass(frozen=True, slots=True)
class AnnouncedTerms:
    """Terms that a document links to when it is read first, and that will replace its own."""

    url: str
    summary: tuple[str, ...]
    """Sentences on how they differ, the gravest first."""


@dataclass(frozen=True, slots=True)
class AnnouncedComparison:
    """The comparison to tell, and what it says about an announced text."""

    comparison: Comparison
    is_in_force: bool = False
    """The text is the announced one, and nothing else is different."""
    has_replaced: bool = False
    """The text is the announced one or one made of it, so that nothing is announced any more."""
    index: int | None = None
    """Of the linked page whose text is compared with the earlier reading instead."""
    links: tuple[Announcement, ...] = ()
    """Links of an announcement whose pages were not fetched."""


_NO_COMPARISON = Comparison((), None, Severity.LOW, (), None, None)
NOTHING_ANNOUNCED = AnnouncedComparison(_NO_COMPARISON)
