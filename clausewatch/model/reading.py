"""The text of a page and the difference of two texts: the values of extract and compare.

All are frozen and picklable, because they travel to the worker processes and back.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clausewatch.model.field_pickling import PickledByFields
from clausewatch.model.subprocessors import SubprocessorEdit
from clausewatch.model.term_dates import TermDate
from clausewatch.model.unread_parts import UNREAD_PARTS, UnreadPart


class BlockKind(StrEnum):
    """What a block was on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class EditKind(StrEnum):
    """One way in which two versions differ."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


class Significance(StrEnum):
    """How much a change, or an edit, matters."""

    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"
    DATE_ONLY = "date-only"


class Severity(StrEnum):
    """How severe a change or a provision is for the people it binds."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high, for comparing with a watch's minimum."""
        return list(Severity).index(self)


Bounds = tuple[tuple[str, str], tuple[str, str]]
"""The start and the end of a part, each as (`before` or `after`, a CSS selector)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """CSS selectors or bounds of the parts to include and to exclude; none means the whole page."""

    include: tuple[str | Bounds, ...] = ()
    exclude: tuple[str | Bounds, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page of a document, as bytes: what extract reads."""

    url: str
    body: bytes
    content_type: str = "text/html"
    """The Content-Type header as sent, charset included."""
    status: int = 200
    declared_length: int | None = None
    """Content-Length of the response where it had one and no content encoding, in bytes."""
    selection: Selection | None = None
    """Which part of the page is the document; None leaves that to the extractor."""

    @property
    def is_truncated(self) -> bool:
        """Whether fewer bytes arrived than the server declared."""
        return self.declared_length is not None and len(self.body) < self.declared_length


@dataclass(frozen=True, slots=True)
class Block(PickledByFields):
    """A paragraph, list item, table row or heading.

    `path` holds the headings above it, outermost first; `cells` the cells of a row, which may have
    several lines.
    """

    kind: BlockKind
    text: str
    path: tuple[str, ...] = ()
    level: int = 0
    """Heading: 1 to 6; list item: its nesting depth from 1; row of column names: 1; otherwise 0."""
    cells: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The nearest heading above it, or an empty text."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Dropped(PickledByFields):
    """A block of the page that is not part of its terms, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signals:
    """Facts about the markup that show whether a page is the policy at all."""

    closed: bool = True
    """The document ends as its format says it should (`</html>`, `%%EOF`)."""
    truncated: bool = False
    """The server sent fewer bytes than it declared, or the parser gave up before the end."""
    password_fields: int = 0
    forms: int = 0
    scripts: int = 0
    frames: int = 0
    links: int = 0
    refresh_to: str | None = None
    """Target of a meta refresh."""
    generator_hints: tuple[str, ...] = ()
    """Names of mechanisms seen in the markup (captcha widgets, consent managers, script roots)."""
    unread_parts: tuple[UnreadPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a document's pages, in order, as one extractor release reads them."""

    extractor: str
    """Release of the extractor, e.g. `2026.11.1`."""
    title: str
    language: str
    """ISO 639-1 code, or `und` if the text is too short."""
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]
    signals: Signals
    words: int
    stated_date: date | None
    """The date that the document itself states as last updated or effective."""
    text_fingerprint: str
    """SHA-256 over all blocks in order: equal means the same text."""
    terms_fingerprint: str
    """SHA-256 over the set of normalised statements, order-free: equal means the same terms."""


@dataclass(frozen=True, slots=True)
class Implausible:
    """Why a reading is not the policy."""

    code: str
    """A short stable word, e.g. `captcha`."""
    reason: str
    """One sentence for people."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What looks odd about a page that is read all the same."""

    code: str
    """A short stable word, e.g. `other-document`."""
    reason: str
    """One sentence for people."""

    @property
    def is_doubt(self) -> bool:
        """Whether the page may be the wrong one, rather than read in part."""
        return self.code != UNREAD_PARTS


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known about a document before it is read, for its plausibility."""

    platform: str = ""
    kind: str = ""
    """The document kind, e.g. `privacy policy`; empty if unknown."""
    url: str = ""
    """The requested URL, before redirects."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between two versions, by content."""

    kind: EditKind
    before: str | None
    after: str | None
    section: str
    """The section's own heading, or an empty string."""
    significance: Significance
    severity: Severity
    reason: str
    """Why it has this significance, in plain words."""
    sentence: str = ""
    """What a sure move of a term does, as one plain sentence; empty without one."""
    place: int = 0
    """In document order, from 0; release 0.1.0 stored none."""
    lead: str = ""
    """The sentence before it in its section, for reading the edit in its context."""


class Direction(StrEnum):
    """Whether a change is worse or better for the people whom the document binds."""

    LESS_FAVOURABLE = "less favourable"
    MORE_FAVOURABLE = "more favourable"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Shift:
    """One move of a term for users: which way it goes, how far, and why."""

    topic: str
    direction: Direction
    severity: Severity
    sentence: str
    """What moves, as one plain sentence that can be read alone."""
    only_side: str = ""
    """`before` or `after` if only that side of the edit is about the topic; else empty.

    The rest of the other version may be about it, too.
    """
    is_denial: bool = False
    """That side rules the practice out."""
    is_general: bool = False
    """No rule knows its topic, so that the direction is only sure beside few other edits."""


@dataclass(frozen=True, slots=True)
class ProvisionImpact:
    """What a change does to one provision, as a card shows it."""

    clause: str
    name: str
    """Of the clause type, for people."""
    event_text: str
    """What happened: `added`, `reworded`, `severity raised from medium`."""
    severity: Severity
    direction: Direction | None = None
    """None if it is neither worse nor better."""
    is_possible: bool = False
    """The recogniser's confidence is low, so it is not told as a fact."""
    facets: tuple[str, ...] = ()
    """Details that are newly stated, no longer stated, or not stated at all."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two readings of one document; edits are most severe first."""

    edits: tuple[Edit, ...]
    significance: Significance | None
    """None if the terms are the same."""
    severity: Severity
    summary: tuple[str, ...]
    """1 to 4 bullets, most severe first; empty if nothing changed."""
    stated_before: date | None
    stated_after: date | None
    effective: date | None = None
    """The date from which the new text applies, if it states one."""
    impacts: tuple[ProvisionImpact, ...] = ()
    """On each provision that substantive edits affect, highest severity first.

    They decide the severity of the comparison.
    """
    is_unread: bool = False
    """The recogniser does not read the language, so the impact on provisions is unknown."""
    headline: str = ""
    """What the first edit does, as one plain sentence; release 0.1.0 stored none."""
    shifts: tuple[Shift, ...] = ()
    """The moves of terms that are sure, the most severe first."""
    subprocessors: tuple[SubprocessorEdit, ...] = ()
    """How the lists of subprocessors differ."""
    dates: tuple[TermDate, ...] = ()
    """The deadlines that the new text states; periods are resolved once the change is filed."""
    announced_at: str = ""
    """The URL of the new text if the document only announces it and links to it."""

    @property
    def direction(self) -> Direction | None:
        """Which way the change goes for users, by the moves of its terms; None if none is sure.

        Provisions do not tell it: in a rewritten document they often differ in nothing but words.
        """
        directions = {shift.direction for shift in self.shifts}
        return Direction.MIXED if len(directions) > 1 else next(iter(directions), None)
