"""What a worker is asked to examine, and what it found, as frozen values.

They are apart from `examine`, so that the process that only passes them on loads nothing that reads
or compares pages.
"""

from dataclasses import dataclass
from datetime import date

from clausewatch.model.announcements import NOTHING_ANNOUNCED, AnnouncedComparison
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.reading import Comparison, Expected, Implausible, Page, Reading, Remark


@dataclass(frozen=True, slots=True)
class Task:
    """The pages of one check, and what they are compared with."""

    pages: tuple[Page, ...]
    expected: Expected
    baseline: Reading | None = None
    baseline_pages: tuple[Page, ...] = ()
    """Set if another extractor release read the baseline: its pages are then read again."""
    known: tuple[Reading, ...] = ()
    """Other versions of this document, newest first."""
    earlier_checks: tuple[tuple[Page, ...], ...] = ()
    """Per earlier check of the candidate its pages, oldest first."""
    earlier_examinations: "tuple[OtherTerms | None, ...]" = ()
    """Per earlier check what it found, if that is known and all that it depends on is unchanged.

    Empty if nothing is known.
    """
    volatile: frozenset[str] = frozenset()
    """Fingerprints of statements that comparisons ignore."""
    needs_confirmation: bool = False
    """Terms that no earlier check has shown are not filed yet, unless they are `recurring`."""
    recurring: frozenset[str] = frozenset()
    """Fingerprints of terms that have come and gone, and are filed as soon as they show again."""
    is_trusted: bool = False
    """A person said that the page is the policy: skip the plausibility check."""
    is_baseline_in_doubt: bool = False
    """The baseline was read with a remark that nobody has answered."""
    front_page: Page | None = None
    """The front page of the site, once a first check has come to doubt its page."""
    linked: tuple[Page, ...] = ()
    """The pages that an announcement links to."""
    read_on: date | None = None
    """The day in UTC of a first check: what a first page states of later days is announced."""
    announced: Page | None = None
    """The page that an earlier announcement linked to; its terms may be in force now."""

    def recall(self, pages: tuple[Page, ...]) -> "OtherTerms | None":
        """Return what an earlier check of the candidate found on these pages, if that is known."""
        found = zip(self.earlier_checks, self.earlier_examinations, strict=False)
        return next((each for seen, each in found if seen == pages), None)


@dataclass(frozen=True, slots=True)
class ImplausibleReading:
    """The pages are not the policy."""

    reading: Reading
    implausible: Implausible


@dataclass(frozen=True, slots=True)
class FirstReading:
    """A policy, and no baseline to compare it with."""

    reading: Reading
    analysis: VersionAnalysis | None
    remark: Remark | None = None
    """What is odd about the page, though nothing proves it to be the wrong one."""
    told: AnnouncedComparison = NOTHING_ANNOUNCED
    """How a text that the page announces differs from its own."""

    @property
    def announces(self) -> bool:
        """Whether it announces terms behind a link that nothing has read yet."""
        return bool(self.told.links)


@dataclass(frozen=True, slots=True)
class BaselineTerms:
    """The terms of the baseline."""

    reading: Reading
    is_same_text: bool
    """The text is the same, too."""
    unread_parts: int = 0
    """Of the baseline."""


@dataclass(frozen=True, slots=True)
class EarlierTerms:
    """The terms of another version on record."""

    reading: Reading
    index: int
    """In `known` of the task."""
    analysis: VersionAnalysis | None
    """Of that version."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Three checks of a candidate have shown three different texts."""

    stable: Comparison
    """With the baseline, without the unstable statements."""
    unstable: tuple[str, ...]
    """Fingerprints of the statements that the checks do not share, in order."""


@dataclass(frozen=True, slots=True)
class OtherTerms:
    """Terms that are not on record."""

    reading: Reading
    comparison: Comparison
    """With the baseline."""
    analysis: VersionAnalysis | None
    """None unless the terms may be filed."""
    is_confirmed: bool = False
    """An earlier check of the candidate has shown the same terms."""
    disagreement: Disagreement | None = None
    """Set on the check that settles the candidate."""
    unread_parts: int = 0
    """Of the baseline."""
    told: AnnouncedComparison = NOTHING_ANNOUNCED
    """What the comparison says about a text that is announced, or was."""

    @property
    def announces(self) -> bool:
        """Whether it is confirmed and announces terms behind a link that nothing has read yet."""
        return self.is_confirmed and bool(self.told.links)


Examination = ImplausibleReading | FirstReading | BaselineTerms | EarlierTerms | OtherTerms
