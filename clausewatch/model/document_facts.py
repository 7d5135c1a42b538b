"""What a version states besides provisions."""

from dataclasses import dataclass

from clausewatch.model.subprocessors import Subprocessor
from clausewatch.model.term_dates import TermDate


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The companies and the deadlines of one version."""

    subprocessors: tuple[Subprocessor, ...]
    dates: tuple[TermDate, ...]
