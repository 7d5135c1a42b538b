"""Decides which statement carries the severity of a provision, and how high it may be."""

from collections.abc import Sequence

from clausewatch.model.provisions import Confidence, FacetFinding
from clausewatch.model.reading import Severity
from clausewatch.provisions.governing import Governing
from clausewatch.provisions.polarity_and_severity import compute_severity
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.recogniser import CERTAIN_PROBABILITY
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.taxonomy import ClauseType, Effect, Facet

_MIN_CLARITY = -0.08
"""A sentence that cannot be read alone is not put first for what it raises."""


def put_raising_first(
    document: SplitDocument,
    clause: ClauseType,
    governing: Governing,
    facets: Sequence[FacetFinding],
) -> Governing:
    """Put the governing statement first that raises the severity, so that the quote shows why.

    A severity that is high by itself needs no other quote, unless that one takes back a limit: "if
    you break the rules" is not the whole of it if accounts may be closed for any reason.
    """
    decisive = {
        each.id
        for each in clause.facets
        if each.effect is Effect.RAISES
        and (clause.severity is not Severity.HIGH or _takes_back_limit(clause, each.id))
    }
    raising = {
        facet.quote.start for facet in facets if facet.quote is not None and facet.id in decisive
    }
    first = next(
        (
            statement
            for statement in governing.statements
            if document.passages[statement.passage].start in raising
            and statement.finding.confidence is not Confidence.LOW
            and statement.role is PassageRole.STATEMENT
            and statement.clarity > _MIN_CLARITY
        ),
        governing.best,
    )
    others = [each for each in governing.statements if each is not first]
    return Governing([first, *others], governing.contradiction)


def _takes_back_limit(clause: ClauseType, facet_id: str) -> bool:
    return any(facet_id in facet.excluded_by for facet in clause.facets)


def find_severity(clause: ClauseType, governing: Governing, stated: Sequence[Facet]) -> Severity:
    """Return the highest severity of the governing polarities; medium at most if it is not sure."""
    severities = [compute_severity(clause, each, stated) for each in governing.polarities]
    highest = max(severities, key=lambda severity: severity.rank)
    if _is_sure(governing.best):
        return highest
    return min(highest, Severity.MEDIUM, key=lambda each: each.rank)


def _is_sure(statement: Statement) -> bool:
    """Return whether a statement can carry high severity: probable, or saying who does what."""
    confidence = statement.finding.confidence
    if confidence is Confidence.MEDIUM:
        return statement.is_complete or statement.finding.probability >= CERTAIN_PROBABILITY
    return confidence is Confidence.HIGH
