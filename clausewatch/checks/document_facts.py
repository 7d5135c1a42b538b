"""What a version states besides provisions: the companies that it lists, and its deadlines."""

from dataclasses import dataclass

from clausewatch.model.reading import BlockKind, Reading
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.model.term_dates import TermDate
from clausewatch.subprocessors import find_subprocessors
from clausewatch.text.deadlines import find_term_dates

MAX_DATES = 40
"""Of one version; more are a change log."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The companies and the deadlines of one version."""

    subprocessors: tuple[Subprocessor, ...]
    dates: tuple[TermDate, ...]


def find_facts(reading: Reading, kind: str) -> DocumentFacts:
    """Return the facts of a reading; `kind` is the kind of its document."""
    return DocumentFacts(find_subprocessors(reading, kind).entries, find_dates(reading))


def find_dates(reading: Reading) -> tuple[TermDate, ...]:
    """Return the dates and periods that a reading states about changes of its text."""
    texts = (block.text for block in reading.blocks if block.kind is not BlockKind.ROW)
    return find_term_dates(texts, reading.language)[:MAX_DATES]
