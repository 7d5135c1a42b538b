"""Finds the opt-outs of a practice anywhere in its document, and what each of them covers.

An opt-out is often far from the practice: in a section on settings, or a sentence after it that
only says "this use". A general right to object under data protection law is no opt-out of one
practice unless the sentence names it.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausewatch.model.provisions import Polarity
from clausewatch.provisions.passages import Passage
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.statements import SplitDocument
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy

_NEARBY_BLOCKS = 2
_OFFERS = (
    "opt",
    "opting",
    "opted",
    "object",
    "decide",
    "choose",
    "choosing",
    "select",
    "whether",
    "disable",
    "disabling",
    "off",
    "decline",
    "refuse",
    "want",
    "wish",
    "unless",
)
"""Every opt-out contains one of these words, so that most sentences need no closer reading."""
_BACK_REFERENCES = frozenset({"this", "such", "these", "that"})
_REFERRED = frozenset({"use", "uses", "processing", "practice", "purpose", "purposes", "licence"})
_ABOVE = ("described", "above")
_QUALIFIERS = {
    "paid plans": ("paid", "subscription", "subscribe", "enterprise", "business", "pro", "tier"),
    "some regions": (
        "eea",
        "european",
        "union",
        "eu",
        "uk",
        "kingdom",
        "california",
        "switzerland",
    ),
    "prompts and outputs": ("prompts", "inputs", "outputs", "input", "output", "prompt"),
    "third parties": ("partners", "recipients", "collaborators", "vendors"),
}
"""What an opt-out may be limited to, and the words that say so."""


@dataclass(frozen=True)
class OptOutSearch:
    """Searches one document for opt-outs."""

    document: SplitDocument
    taxonomy: Taxonomy

    def find_opt_outs(self, clause: ClauseType, governing: Sequence[int]) -> Iterator[int]:
        """Yield the passages that offer an opt-out from the practice of a clause type.

        `governing` are the passages that state the practice; an opt-out right after one of them
        may refer to it by "this use" alone.
        """
        cues = self.taxonomy.passage_cues
        naming = {
            cues.find_number(f"{kind}:{clause.id}") for kind in ("certain", "says", "general")
        }
        never = cues.find_number(f"never:{clause.id}")
        for index, passage in enumerate(self.document.passages):
            if not self.document.is_quotable[index] or not self._may_offer(index):
                continue
            sentence = self.document.sentences[index]
            assertion = find_assertion(self.taxonomy, clause, sentence)
            if assertion.polarity is not Polarity.OPT_OUT_OFFERED:
                continue
            groups = cues.find_groups(self.document.tokens[index])
            names_practice = not naming.isdisjoint(groups) and never not in groups
            if names_practice or self._refers_back(passage, sentence, governing):
                yield index

    def _may_offer(self, index: int) -> bool:
        return not set(_OFFERS).isdisjoint(self.document.tokens[index])

    def _refers_back(self, passage: Passage, sentence: Sentence, governing: Sequence[int]) -> bool:
        """Return whether a passage soon after a governing one speaks of it ("this use")."""
        is_near = any(
            0 <= passage.block - self.document.passages[index].block <= _NEARBY_BLOCKS
            and passage.start > self.document.passages[index].start
            for index in governing
        )
        words = sentence.words
        pairs = list(itertools.pairwise(words))
        has_reference = any(
            first in _BACK_REFERENCES and second in _REFERRED for first, second in pairs
        )
        return is_near and (has_reference or _ABOVE in pairs)


def describe_coverage(text: Sequence[str]) -> tuple[str, ...]:
    """Return what an opt-out is limited to by the words of its sentence."""
    words = set(text)
    return tuple(name for name, cues in _QUALIFIERS.items() if not words.isdisjoint(cues))
