"""Decides which statement carries the severity of a provision, and how high it may be."""

from collections.abc import Sequence

from clausewatch.model.provisions import Confidence, FacetFinding, Quote
from clausewatch.model.reading import Severity
from clausewatch.provisions.governing import Governing
from clausewatch.provisions.polarity_and_severity import compute_severity
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.regional_choices import CHOICES
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.taxonomy import ClauseType, Effect


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
            and statement.confidence is not Confidence.LOW
            and statement.role is PassageRole.STATEMENT
        ),
        governing.best,
    )
    others = [each for each in governing.statements if each is not first]
    return Governing([first, *others], governing.contradiction)


def _takes_back_limit(clause: ClauseType, facet_id: str) -> bool:
    return any(facet_id in facet.excluded_by for facet in clause.facets)


def find_severity(
    document: SplitDocument,
    clause: ClauseType,
    governing: Governing,
    facets: Sequence[FacetFinding],
    stated: Sequence[FacetFinding],
) -> Severity:
    """Return the highest severity of the governing polarities; medium at most if it is not sure.

    `stated` are those of the facets that may move it.
    """
    moving = [clause.find_facet(each.id) for each in stated]
    severities = [compute_severity(clause, each, moving) for each in governing.polarities]
    highest = max(severities, key=lambda severity: severity.rank)
    raising = [each for each in stated if clause.find_facet(each.id).effect is Effect.RAISES]
    is_raised = bool(raising) and highest.rank > clause.severity.rank
    is_doubtful = is_raised and (
        all(_is_doubtful(document, governing, each.quote) for each in raising)
        or any(each.is_in_doubt and each.id in CHOICES for each in facets)
    )
    if _is_sure(clause, governing.best) and not is_doubtful:
        return highest
    return min(highest, Severity.MEDIUM, key=lambda each: each.rank)


def _is_doubtful(document: SplitDocument, governing: Governing, quote: Quote | None) -> bool:
    """Return whether a quote is a governing statement of low confidence."""
    return quote is not None and any(
        each.confidence is Confidence.LOW and document.passages[each.passage].start == quote.start
        for each in governing.statements
    )


def _is_sure(clause: ClauseType, statement: Statement) -> bool:
    """Return whether a statement can carry high severity: probable, and saying who does what.

    A rule is stated without anybody who acts ("Disputes are settled by arbitration").
    """
    if statement.confidence is Confidence.MEDIUM:
        return statement.is_complete or not clause.verbs
    return statement.confidence is Confidence.HIGH
