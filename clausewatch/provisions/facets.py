"""Facets: which particulars of a provision a document states, each with the words that state it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clausewatch.model.provisions import FacetFinding, Quote, quote_hash
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.taxonomy import ClauseType, Facet, FacetScope, Taxonomy

_NEAR_QUOTES, _NEAR_BLOCKS = 2, 2
"""A section can be a whole document that lost its headings: only blocks so near to the first
quotes count."""


def make_quote(part: Passage) -> Quote:
    """Return a passage as a quote with its hash."""
    return Quote(part.text, part.start, part.end, part.section, quote_hash(part.text))


@dataclass
class FacetSearch:
    """Looks facets up in one document; what a passage holds is worked out once, when asked."""

    types: Taxonomy
    passages: Sequence[Passage]
    tokens: Sequence[list[str]]
    quotable: Sequence[bool]
    _near: dict[int, set[int]] = field(default_factory=dict)

    def facets(self, clause: ClauseType, own: Sequence[int]) -> tuple[FacetFinding, ...]:
        """Return every facet of a type, stated with its quote or absent.

        `own` are the numbers of the provision's own passages, the governing ones first.
        """
        near = list(dict.fromkeys([*own, *self._around(own)]))
        return tuple(self._facet(clause, facet, own, near) for facet in clause.facets)

    def _facet(
        self, clause: ClauseType, facet: Facet, own: Sequence[int], near: Sequence[int]
    ) -> FacetFinding:
        is_far = facet.reach is FacetScope.DOCUMENT
        table = self.types.far_facets if is_far else self.types.near_facets
        number = table.number(f"{clause.id}:{facet.id}")
        excluded = table.number(f"!{clause.id}:{facet.id}")
        if is_far:
            places = [*own, *self._far.get(number, ())]
        else:
            places = list(own if facet.reach is FacetScope.SENTENCE else near)
        for place in places:
            held = self._held(place, is_far=is_far)
            if self.quotable[place] and number in held and excluded not in held:
                return FacetFinding(facet.id, facet.label, make_quote(self.passages[place]))
        return FacetFinding(facet.id, facet.label, None)

    def _held(self, place: int, *, is_far: bool) -> set[int]:
        """Return the cue groups that stand in a passage."""
        if is_far:
            return self._far_groups[place]
        if place not in self._near:
            self._near[place] = self.types.near_facets.found(self.tokens[place])
        return self._near[place]

    @cached_property
    def _far_groups(self) -> list[set[int]]:
        return [self.types.far_facets.found(tokens) for tokens in self.tokens]

    @cached_property
    def _far(self) -> dict[int, list[int]]:
        """Per cue group, the passages that hold it."""
        places: dict[int, list[int]] = {}
        for place, groups in enumerate(self._far_groups):
            for group in groups:
                places.setdefault(group, []).append(place)
        return places

    def _around(self, own: Sequence[int]) -> Iterator[int]:
        """Yield the passages of the same section within a few blocks of the first quotes."""
        for quote in own[:_NEAR_QUOTES]:
            here = self.passages[quote]
            for step in (-1, 1):
                place = quote + step
                while 0 <= place < len(self.passages):
                    there = self.passages[place]
                    if abs(there.block - here.block) > _NEAR_BLOCKS:
                        break
                    if there.path == here.path:
                        yield place
                    place += step
