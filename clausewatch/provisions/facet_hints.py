"""Finds sentences that may settle a facet, so that a record does not call it open.

What states a facet must be certain, because it moves the severity. What leaves it open must be
certain too: "we found no opt-out" is false if another section offers one in words that no cue of
the facet knows. So a facet is absent only if no sentence on the matter has even a hint of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from clausewatch.provisions.opt_outs import OptOutSearch
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType, Facet, Taxonomy

_NEARBY_QUOTES, _NEARBY_BLOCKS = 2, 4
"""How many statements have a neighbourhood, and how many blocks of their section it has."""


@dataclass(frozen=True)
class HintSearch:
    """Searches one document for sentences that may settle a facet."""

    document: SplitDocument
    taxonomy: Taxonomy
    opt_outs: OptOutSearch

    def find_hinted(
        self,
        clause: ClauseType,
        facets: Sequence[Facet],
        own: Sequence[int],
        deciding: Sequence[int],
    ) -> frozenset[str]:
        """Return the ids of the facets that a sentence may settle.

        `own` are the statements of the clause type, and `deciding` those that decide its polarity.
        """
        is_met = self.taxonomy.hints.is_met
        near = {self._bits[index] for index in (*own, *self._find_matter(clause, deciding))}
        anywhere = set(self._bits)
        return frozenset(
            facet.id
            for facet in facets
            if (facet.hints and any(is_met(f"{clause.id}:{facet.id}", bits) for bits in near))
            or (
                facet.hints_anywhere
                and any(is_met(f"*{clause.id}:{facet.id}", bits) for bits in anywhere)
            )
        )

    def _find_matter(self, clause: ClauseType, deciding: Sequence[int]) -> Iterator[int]:
        """Yield the passages that name the practice, or are beside those that decide."""
        yield from self.opt_outs.find_naming(clause)
        passages = self.document.passages
        for decisive in deciding[:_NEARBY_QUOTES]:
            middle = passages[decisive]
            for step in (-1, 1):
                index = decisive + step
                while (
                    0 <= index < len(passages)
                    and abs(passages[index].block - middle.block) <= _NEARBY_BLOCKS
                ):
                    if passages[index].path == middle.path:
                        yield index
                    index += step

    @cached_property
    def _bits(self) -> list[int]:
        """The groups of words in each passage, as bits."""
        return [self.taxonomy.hints.read(tokens) for tokens in self.document.tokens]
