"""Finds the facets of a provision that a document states, each with its quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clausewatch.model.provisions import FacetFinding, Quote, hash_quote
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.taxonomy import ClauseType, Facet, FacetScope, Taxonomy

_NEARBY_QUOTES, _NEARBY_BLOCKS = 2, 2
"""How many quotes have a neighbourhood, and how many blocks it extends.

A section alone is no limit, because it is the whole document if the headings were lost.
"""


def make_quote(passage: Passage) -> Quote:
    """Return a passage as a quote with its hash."""
    return Quote(
        passage.text, passage.start, passage.end, passage.section, hash_quote(passage.text)
    )


@dataclass
class FacetSearch:
    """Searches one document for facets, and matches each passage with the cues once."""

    taxonomy: Taxonomy
    passages: Sequence[Passage]
    tokens: Sequence[list[str]]
    is_quotable: Sequence[bool]
    _nearby_groups: dict[int, set[int]] = field(default_factory=dict)

    def find_facets(self, clause: ClauseType, own: Sequence[int]) -> tuple[FacetFinding, ...]:
        """Return every facet of a clause type, stated with its quote or absent.

        `own` are the indexes of the provision's own passages, the governing ones first.
        """
        nearby = list(dict.fromkeys([*own, *self._find_neighbours(own)]))
        return tuple(self._find_facet(clause, facet, own, nearby) for facet in clause.facets)

    def _find_facet(
        self, clause: ClauseType, facet: Facet, own: Sequence[int], nearby: Sequence[int]
    ) -> FacetFinding:
        is_document_wide = facet.scope is FacetScope.DOCUMENT
        table = (
            self.taxonomy.document_facet_cues
            if is_document_wide
            else self.taxonomy.nearby_facet_cues
        )
        stating = table.find_number(f"{clause.id}:{facet.id}")
        excluding = table.find_number(f"!{clause.id}:{facet.id}")
        if is_document_wide:
            indexes = [*own, *self._passages_by_group.get(stating, ())]
        else:
            indexes = list(own if facet.scope is FacetScope.SENTENCE else nearby)
        for index in indexes:
            groups = self._find_groups(index, is_document_wide=is_document_wide)
            if self.is_quotable[index] and stating in groups and excluding not in groups:
                return FacetFinding(facet.id, facet.label, make_quote(self.passages[index]))
        return FacetFinding(facet.id, facet.label, None)

    def _find_groups(self, index: int, *, is_document_wide: bool) -> set[int]:
        """Return the cue groups that match a passage."""
        if is_document_wide:
            return self._document_groups[index]
        if index not in self._nearby_groups:
            cues = self.taxonomy.nearby_facet_cues
            self._nearby_groups[index] = cues.find_groups(self.tokens[index])
        return self._nearby_groups[index]

    @cached_property
    def _document_groups(self) -> list[set[int]]:
        return [self.taxonomy.document_facet_cues.find_groups(tokens) for tokens in self.tokens]

    @cached_property
    def _passages_by_group(self) -> dict[int, list[int]]:
        """The indexes of the passages that each document-wide cue group matches."""
        indexes: dict[int, list[int]] = {}
        for index, groups in enumerate(self._document_groups):
            for group in groups:
                indexes.setdefault(group, []).append(index)
        return indexes

    def _find_neighbours(self, own: Sequence[int]) -> Iterator[int]:
        """Yield the passages of the same section within a few blocks of the first quotes."""
        for quote_index in own[:_NEARBY_QUOTES]:
            quote = self.passages[quote_index]
            for step in (-1, 1):
                index = quote_index + step
                while 0 <= index < len(self.passages):
                    neighbour = self.passages[index]
                    if abs(neighbour.block - quote.block) > _NEARBY_BLOCKS:
                        break
                    if neighbour.path == quote.path:
                        yield index
                    index += step
