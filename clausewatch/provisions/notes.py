"""Writes the interpretive note of a provision: what the text leaves open, and how certain it is."""

from collections.abc import Sequence

from clausewatch.model.provisions import SETTLED, Basis, FacetFinding, Polarity
from clausewatch.provisions.contacts import OPT_OUT
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.open_facets import find_open_facets
from clausewatch.provisions.opt_outs import describe_coverage
from clausewatch.provisions.taxonomy import ClauseType


def write_note(
    clause: ClauseType,
    polarity: Polarity,
    basis: Basis,
    facets: Sequence[FacetFinding],
    grammar: Grammar,
) -> str:
    """Return the interpretive note: what the text does not specify, and how certain it is."""
    is_settled = polarity in SETTLED
    missing = [
        facet.unspecified
        for facet in find_open_facets(clause, polarity, facets)
        if facet.unspecified
    ]
    parts = [f"The text does not specify {_join_texts(missing)}."] if missing else []
    offer = next((facet.quote for facet in facets if facet.id == OPT_OUT and facet.quote), None)
    if offer is not None and not is_settled and (limits := describe_coverage(offer, grammar)):
        parts.append(f"The opt-out that is quoted speaks of {_join_texts(limits, 'and')} only.")
    if basis is Basis.INFERRED:
        parts.append("The clause type follows from general words; the sentence does not name it.")
    return " ".join(parts)


def _join_texts(texts: Sequence[str], conjunction: str = "or") -> str:
    if len(texts) == 1:
        return texts[0]
    return f"{', '.join(texts[:-1])} {conjunction} {texts[-1]}"
