"""The values of provisions: quotes, facets, polarity, severity, confidence and events.

Positions count characters of `build_text(reading)`, the version's text: its blocks, one a line.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.model.reading import Reading, Severity
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.model.term_dates import TermDate

__all__ = [
    "HARMLESS",
    "READ_LANGUAGES",
    "SETTLED",
    "Basis",
    "ChangedSentences",
    "Confidence",
    "FacetFinding",
    "Finding",
    "Polarity",
    "Provision",
    "ProvisionEvent",
    "ProvisionEventKind",
    "Quote",
    "Severity",
    "VersionAnalysis",
    "build_text",
    "hash_quote",
]

READ_LANGUAGES = frozenset({"en", "und"})
"""Languages that the recogniser reads; `und` is a text too short to tell its language."""


class Polarity(StrEnum):
    """What the quoted words do with the practice of the clause type."""

    DOES = "does"
    MAY = "may"
    DOES_NOT = "does_not"
    WITH_CONSENT = "with_consent"
    OPT_OUT_OFFERED = "opt_out_offered"
    SOME_EXCLUDED = "some_excluded"
    UNCLEAR = "unclear"
    """One sentence states the practice and another one denies it without a limit."""


SETTLED = frozenset({Polarity.DOES_NOT, Polarity.WITH_CONSENT})
"""Nothing happens by default, so absent facets leave nothing open."""
HARMLESS = SETTLED | {Polarity.SOME_EXCLUDED}
"""The practice is ruled out, needs consent, or excludes some people."""


class Confidence(StrEnum):
    """How often findings of this confidence are right; docs/provisions.md has the measurements."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high."""
        return list(Confidence).index(self)


class Basis(StrEnum):
    """Whether the sentence states the clause type, or it only follows from general words."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim passage of a version: `build_text(reading)[start:end] == text`."""

    text: str
    start: int
    end: int
    section: str
    """The nearest heading above it, or an empty string."""
    sha256: str
    """Over the UTF-8 bytes of the text."""

    def is_in(self, version_text: str) -> bool:
        """Return whether the version has this text at this position, and its hash is right."""
        return (
            version_text[self.start : self.end] == self.text
            and hash_quote(self.text) == self.sha256
        )


@dataclass(frozen=True, slots=True)
class FacetFinding:
    """A facet of a provision: stated with its own quote, absent, or in doubt."""

    id: str
    label: str
    quote: Quote | None
    is_in_doubt: bool = False
    """Nothing states it for certain, but some sentence on the matter may settle it."""

    @property
    def is_stated(self) -> bool:
        """Whether the document states it."""
        return self.quote is not None

    @property
    def is_absent(self) -> bool:
        """Whether no sentence of the document settles it."""
        return self.quote is None and not self.is_in_doubt


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause type that the recogniser finds in one passage."""

    clause: str
    probability: float
    """Calibrated, 0 to 1."""
    confidence: Confidence
    basis: Basis


@dataclass(frozen=True, slots=True)
class Provision:
    """What one version of one document states under a clause type."""

    clause: str
    quote: Quote
    further: tuple[Quote, ...]
    """At most four, best first."""
    polarity: Polarity
    severity: Severity
    confidence: Confidence
    basis: Basis
    facets: tuple[FacetFinding, ...]
    note: str
    """What the text does not specify, in one sentence; empty if nothing is missing."""
    engine: str
    """The release of code, taxonomy and weights that made it."""

    @property
    def position(self) -> Polarity:
        """What the document as a whole allows: a practice with an opt-out elsewhere is *offered*.

        `polarity` is that of the quoted sentence alone.
        """
        has_opt_out = any(facet.id == "opt_out" and facet.is_stated for facet in self.facets)
        is_practised = self.polarity in {Polarity.DOES, Polarity.MAY}
        return Polarity.OPT_OUT_OFFERED if has_opt_out and is_practised else self.polarity

    def quotes(self) -> Iterator[Quote]:
        """Yield every quote: the main one, the further ones and those of the facets."""
        yield self.quote
        yield from self.further
        yield from (facet.quote for facet in self.facets if facet.quote is not None)


class ProvisionEventKind(StrEnum):
    """A kind of change of a provision between two versions."""

    ADDED = "added"
    REWORDED = "reworded"
    REMOVED = "removed"
    SEVERITY_RAISED = "severity raised"
    SEVERITY_LOWERED = "severity lowered"
    REREAD = "re-read"
    """A new release of engine or extractor reads the same document differently."""


@dataclass(frozen=True, slots=True)
class ProvisionEvent:
    """A change of one provision; `before` is None for a new one, `after` for a removed one."""

    kind: ProvisionEventKind
    clause: str
    before: Provision | None
    after: Provision | None
    facets_gained: tuple[str, ...] = ()
    """Ids of facets that are stated now and were not before."""
    facets_lost: tuple[str, ...] = ()

    @property
    def latest(self) -> Provision:
        """The provision after the event, or before it if it was removed."""
        provision = self.after or self.before
        if provision is None:
            raise ValueError("An event has a provision on one side at least.")
        return provision


@dataclass(frozen=True, slots=True)
class ChangedSentences:
    """All sentences of one clause type that were removed and added, quoted or not."""

    clause: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionAnalysis:
    """The provisions of a version, and how they differ from those of its baseline.

    The same engine analysed both versions. `before` is empty if there was no baseline.
    """

    before: tuple[Provision, ...]
    after: tuple[Provision, ...]
    events: tuple[ProvisionEvent, ...]
    """Between the two versions; empty for a first version."""
    engine: str
    sentences: tuple[ChangedSentences, ...] = ()
    """For comparing edits with sentences beyond the five that a record quotes."""
    subprocessors: tuple[Subprocessor, ...] = ()
    """The companies that the version lists."""
    dates: tuple[TermDate, ...] = ()
    """The deadlines and periods that the version states."""


def hash_quote(text: str) -> str:
    """Return the SHA-256 of a quote in hexadecimal."""
    # The store also writes a lone surrogate from a hostile page as a question mark.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def build_text(reading: Reading) -> str:
    """Return the text that positions count in: the blocks of the version, one a line."""
    return "\n".join(block.text for block in reading.blocks)
