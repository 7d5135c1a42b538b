"""Provisions as values: what a document says under a clause type, and how sure we are.

Positions count characters of `build_text(reading)`, the version's text: its blocks, one a line.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.model.reading import Reading, Severity

__all__ = [
    "HARMLESS",
    "READ_LANGUAGES",
    "SETTLED",
    "Basis",
    "Confidence",
    "FacetFinding",
    "Finding",
    "Polarity",
    "Provision",
    "ProvisionEvent",
    "ProvisionEventKind",
    "Quote",
    "Recognised",
    "Sentences",
    "Severity",
    "build_text",
    "hash_quote",
]

READ_LANGUAGES = frozenset({"en", "und"})
"""What is recognised; of texts too short to tell their language, whatever can be."""


class Polarity(StrEnum):
    """What the quoted words do with the practice that the clause type is about."""

    DOES = "does"
    MAY = "may"
    DOES_NOT = "does_not"
    WITH_CONSENT = "with_consent"
    OPT_OUT_OFFERED = "opt_out_offered"
    SOME_EXCLUDED = "some_excluded"


SETTLED = frozenset({Polarity.DOES_NOT, Polarity.WITH_CONSENT})
"""Nothing happens by itself, so what is not stated about it leaves nothing open."""
HARMLESS = SETTLED | {Polarity.SOME_EXCLUDED}
"""The practice is ruled out, waits for consent, or leaves some people out."""


class Confidence(StrEnum):
    """How often a finding like this one was right when measured (docs/provisions.md)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high."""
        return list(Confidence).index(self)


class Basis(StrEnum):
    """Whether the sentence itself says it, or the type follows only from general words."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a version, verbatim: `build_text(reading)[start:end] == text`."""

    text: str
    start: int
    end: int
    section: str
    """The nearest heading above it, or an empty string."""
    sha256: str
    """Over the UTF-8 bytes of the text."""

    def is_in(self, version_text: str) -> bool:
        """Tell whether these very characters still stand at this place, with this hash."""
        return (
            version_text[self.start : self.end] == self.text
            and hash_quote(self.text) == self.sha256
        )


@dataclass(frozen=True, slots=True)
class FacetFinding:
    """A particular of a provision: stated with its own quote, or absent (`quote` is None)."""

    id: str
    label: str
    quote: Quote | None

    @property
    def is_stated(self) -> bool:
        """Tell whether the document states it."""
        return self.quote is not None


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause type that the recogniser sees in one passage."""

    clause: str
    probability: float
    """Calibrated, 0 to 1."""
    confidence: Confidence
    basis: Basis


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause type as it stands in one version of one document."""

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
    """What the text does not specify, in one sentence; empty where nothing is missing."""
    engine: str
    """Release of taxonomy and recogniser that made it."""

    def quotes(self) -> Iterator[Quote]:
        """Yield every quote: its own, the further ones and those of its facets."""
        yield self.quote
        yield from self.further
        yield from (one.quote for one in self.facets if one.quote is not None)


class ProvisionEventKind(StrEnum):
    """What happened to a provision between two versions."""

    ADDED = "added"
    REWORDED = "reworded"
    REMOVED = "removed"
    SEVERITY_RAISED = "severity raised"
    SEVERITY_LOWERED = "severity lowered"
    REREAD = "re-read"
    """A new release of recogniser, taxonomy or extractor: the document did not change."""


@dataclass(frozen=True, slots=True)
class ProvisionEvent:
    """One thing that happened; `before` is None where it is new, `after` where it is gone."""

    kind: ProvisionEventKind
    clause: str
    before: Provision | None
    after: Provision | None
    facets_gained: tuple[str, ...] = ()
    """Ids of facets stated now and not before."""
    facets_lost: tuple[str, ...] = ()

    @property
    def latest(self) -> Provision:
        """The side that matters more: the new one, or the old one where it is gone."""
        held = self.after or self.before
        if held is None:
            raise ValueError("An event has a provision on one side at least.")
        return held


@dataclass(frozen=True, slots=True)
class Sentences:
    """All that came and went under one clause type, whether it is among the quotes or not."""

    clause: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a check recognised: the provisions of the version on show, and what led to them.

    `before` are those of the baseline, judged by the same engine; empty where there was none.
    """

    before: tuple[Provision, ...]
    after: tuple[Provision, ...]
    events: tuple[ProvisionEvent, ...]
    """Between the two; none for a first version."""
    engine: str
    sentences: tuple[Sentences, ...] = ()
    """Per type on record what edits are held against: a record quotes five sentences at most."""


def hash_quote(text: str) -> str:
    """Return the SHA-256 of a quote in hexadecimal."""
    # As the store writes it: half a character out of a hostile page is a question mark.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def build_text(reading: Reading) -> str:
    """Return the text that positions count in: the blocks of the version, one a line."""
    return "\n".join(block.text for block in reading.blocks)
