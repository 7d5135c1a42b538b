"""Finds what a provision leaves open, so that a record says no more than its document."""

from collections.abc import Sequence

from clausewatch.model.provisions import SETTLED, FacetFinding, Polarity
from clausewatch.provisions.taxonomy import ClauseType, Facet


def find_open_facets(
    clause: ClauseType, polarity: Polarity, findings: Sequence[FacetFinding]
) -> list[Facet]:
    """Return the facets that are absent, still matter, and are answered by no other facet.

    A facet that some sentence of the document may settle is not absent.

    Terms that may change "without notice" do not leave open whether users are notified.
    """
    stated = {finding.id for finding in findings if finding.is_stated}
    absent = {finding.id for finding in findings if finding.is_absent}
    return [
        facet
        for facet in clause.facets
        if facet.id in absent
        and stated.isdisjoint(facet.answered_by)
        and (facet.is_relevant_if_denied or polarity not in SETTLED)
    ]
