"""Finds the facets of a provision that a document states, each with its quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from clausewatch.model.provisions import FacetFinding, Quote, hash_quote
from clausewatch.model.reading import BlockKind
from clausewatch.provisions.contacts import OPT_OUT
from clausewatch.provisions.facet_hints import HintSearch
from clausewatch.provisions.opt_outs import OptOutSearch
from clausewatch.provisions.passage_memory import PassageMemory
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.taxonomy import (
    SOFTENING,
    ClauseType,
    Effect,
    Facet,
    FacetScope,
    Taxonomy,
)

CONSENT = "consent"
_NEARBY_QUOTES, _NEARBY_BLOCKS = 2, 2
"""How many quotes have a neighbourhood, and how many blocks it extends.

A section alone is no limit, because it is the whole document if the headings were lost.
"""


_BACK_REFERENCES = frozenset({"this", "these", "that", "those", "such", "it", "they", "so"})
_REFERENCE_WORDS = 8


def make_quote(passage: Passage) -> Quote:
    """Return a passage as a quote with its hash."""
    return Quote(
        passage.text, passage.start, passage.end, passage.section, hash_quote(passage.text)
    )


@dataclass(frozen=True, slots=True)
class ProvisionPassages:
    """The indexes of the passages of one provision, best first."""

    all: Sequence[int]
    governing: Sequence[int]
    """Those that decide its polarity and say by themselves who does what."""
    deciding: Sequence[int]
    """Those that decide its polarity."""
    offering: Sequence[int]
    """Those that offer an opt-out."""
    consenting: Sequence[int] = ()
    """Those by which it needs consent."""


def _choose_sentences(facet: Facet, own: ProvisionPassages) -> Sequence[int]:
    """Return the passages that can state a facet of the sentence, by what it does."""
    if facet.effect is Effect.NONE:
        return own.all
    raising = dict.fromkeys([*own.governing, *own.offering])
    return list(raising) if facet.effect is Effect.RAISES else own.governing


def _drop_excluded(clause: ClauseType, findings: Sequence[FacetFinding]) -> list[FacetFinding]:
    """Take back the facets that another stated one excludes."""
    stated = {each.id for each in findings if each.is_stated}
    return [
        each
        if stated.isdisjoint(clause.find_facet(each.id).excluded_by)
        else replace(each, quote=None)
        for each in findings
    ]


@dataclass
class FacetSearch:
    """Searches one document for facets, and matches each passage with the cues once."""

    taxonomy: Taxonomy
    passages: Sequence[Passage]
    is_quotable: Sequence[bool]
    opt_outs: OptOutSearch
    hints: HintSearch
    memory: PassageMemory

    def find_facets(self, clause: ClauseType, own: ProvisionPassages) -> tuple[FacetFinding, ...]:
        """Return every facet of a clause type: stated with its quote, absent or in doubt."""
        neighbours = list(self._find_neighbours(own.all))
        continuing = [index for index in neighbours if self._continues(index, own.all)]
        naming = [index for index in neighbours if self.opt_outs.names_practice(clause, index)]
        nearby = list(dict.fromkeys([*own.all, *continuing, *naming]))
        # What makes a practice graver must be said of it, and not only beside it.
        deciding = [*own.deciding, *self._find_items(own.deciding)]
        raising = list(dict.fromkeys([*deciding, *own.offering]))
        findings = [
            self._find_facet(
                clause, facet, own, raising if facet.effect is Effect.RAISES else nearby
            )
            for facet in clause.facets
        ]
        findings = _drop_excluded(clause, findings)
        missing = [clause.find_facet(each.id) for each in findings if not each.is_stated]
        hinted = self.hints.find_hinted(clause, missing, own.all, own.deciding)
        return tuple(replace(each, is_in_doubt=each.id in hinted) for each in findings)

    def _find_items(self, stating: Sequence[int]) -> Iterator[int]:
        """Yield the items of the lists that these passages introduce."""
        for opening in stating:
            index = opening + 1
            while (
                index < len(self.passages)
                and self.passages[index].lead_in
                and (self.passages[index].lead_in.endswith(self.passages[opening].text))
            ):
                yield index
                index += 1

    def _continues(self, index: int, own: Sequence[int]) -> bool:
        """Return whether a passage goes on about the one before it ("In that case").

        A sentence that does so says it within its first words.
        """
        if index - 1 not in own:
            return False
        distance = self.passages[index].block - self.passages[index - 1].block
        first_words = self.memory.tokenise(self.passages[index].text)[:_REFERENCE_WORDS]
        return distance < _NEARBY_BLOCKS and not _BACK_REFERENCES.isdisjoint(first_words)

    def _find_facet(
        self, clause: ClauseType, facet: Facet, own: ProvisionPassages, nearby: Sequence[int]
    ) -> FacetFinding:
        is_document_wide = facet.scope is FacetScope.DOCUMENT
        table = (
            self.taxonomy.document_facet_cues
            if is_document_wide
            else self.taxonomy.nearby_facet_cues
        )
        stating = table.find_number(f"{clause.id}:{facet.id}")
        excluding = table.find_number(f"!{clause.id}:{facet.id}")
        decided = self._find_decided(facet, own, excluding)
        if decided is not None:
            return FacetFinding(facet.id, facet.label, make_quote(self.passages[decided]))
        if is_document_wide:
            indexes = [*own.all, *self._passages_by_group.get(stating, ())]
        elif facet.scope is FacetScope.SENTENCE:
            indexes = list(_choose_sentences(facet, own))
        else:
            indexes = list(nearby)
        matching = [
            index
            for index in indexes
            if self.is_quotable[index]
            and not self._is_of_other_matter(clause, index)
            and stating in (groups := self._find_groups(index, is_document_wide=is_document_wide))
            and excluding not in groups
        ]
        if not matching and facet.scope is FacetScope.SENTENCE and len(indexes) == 1:
            # A table row is one unit: another cell can state the limit.
            matching = list(self._find_cells(indexes[0], stating, excluding))
        # A limit counts only if every sentence that governs states it.
        is_limit = facet.scope is FacetScope.SENTENCE and facet.effect in SOFTENING
        if not matching or (is_limit and len(matching) < len(indexes)):
            return FacetFinding(facet.id, facet.label, None)
        return FacetFinding(facet.id, facet.label, make_quote(self.passages[matching[0]]))

    def _find_decided(self, facet: Facet, own: ProvisionPassages, excluding: int) -> int | None:
        """Return the passage that states a choice by its grammar, whatever words it uses."""
        if facet.id == CONSENT:
            return next(iter(own.consenting), None)
        is_wide = facet.scope is FacetScope.DOCUMENT
        return next(
            (
                index
                for index in (own.offering if facet.id == OPT_OUT else ())
                if excluding not in self._find_groups(index, is_document_wide=is_wide)
            ),
            None,
        )

    def _is_of_other_matter(self, clause: ClauseType, index: int) -> bool:
        """Return whether a passage does to other things what the clause type does to its own."""
        objects = clause.supporting_words.objects
        if objects is None:
            return False
        return objects.are_others(self.memory.tokenise(self.passages[index].text))

    def _find_cells(self, index: int, stating: int, excluding: int) -> Iterator[int]:
        """Yield the other cells of a passage's table row that state a facet."""
        row = self.passages[index]
        if row.kind is not BlockKind.ROW:
            return
        for cell, passage in enumerate(self.passages):
            if passage.block == row.block and cell != index:
                groups = self._find_groups(cell, is_document_wide=False)
                if stating in groups and excluding not in groups:
                    yield cell

    def _find_groups(self, index: int, *, is_document_wide: bool) -> set[int]:
        """Return the cue groups that match a passage."""
        if is_document_wide:
            return self._document_groups[index]
        return self.memory.find_groups(self.taxonomy.nearby_facet_cues, self.passages[index].text)

    @cached_property
    def _document_groups(self) -> list[set[int]]:
        cues = self.taxonomy.document_facet_cues
        return [
            self.memory.find_groups(cues, passage.text) if is_quotable else set()
            for passage, is_quotable in zip(self.passages, self.is_quotable, strict=True)
        ]

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
