"""A reading split into passages, with what its stages share about each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clausewatch.model.reading import Reading
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.company_names import find_company_names
from clausewatch.provisions.passage_memory import PassageMemory
from clausewatch.provisions.passages import Passage, split_passages
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.quote_rules import flag_quotable
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy


@dataclass(frozen=True)
class SplitDocument:
    """The passages of a reading, with their tokens and whether they may be quoted."""

    passages: tuple[Passage, ...]
    tokens: tuple[list[str], ...]
    is_quotable: tuple[bool, ...]
    sentences: "SentenceCache"
    memory: PassageMemory
    cue_groups: dict[int, set[int]] = field(default_factory=dict)
    """The cue groups of each passage that may be quoted, once `group_statements` has found them."""

    def find_assertion(self, taxonomy: Taxonomy, clause: ClauseType, index: int) -> Assertion:
        """Return what a passage asserts of the practice of a clause type."""
        sentence, passage = self.sentences[index], self.passages[index]
        key = (clause.id, passage.text, passage.lead_in, sentence.company_names)
        if key not in self.memory.assertions:
            self.memory.assertions[key] = find_assertion(taxonomy, clause, sentence)
        return self.memory.assertions[key]

    def find_sentence_before(self, index: int) -> Sentence | None:
        """Return the sentence before a passage, or None if it stands apart."""
        is_beside = index and self.passages[index].block - self.passages[index - 1].block <= 1
        return self.sentences[index - 1] if is_beside else None


class SentenceCache(dict[int, Sentence]):
    """The sentences of a document by the index of their passage, read when first needed."""

    def __init__(
        self, passages: Sequence[Passage], company_names: frozenset[str], memory: PassageMemory
    ) -> None:
        super().__init__()
        self._passages, self._names, self._memory = passages, company_names, memory

    def __missing__(self, index: int) -> Sentence:
        """Read the sentence of a passage."""
        passage = self._passages[index]
        self[index] = sentence = self._memory.read_sentence(
            passage.text, passage.lead_in, self._names
        )
        return sentence


def split_document(reading: Reading, memory: PassageMemory) -> SplitDocument:
    """Return the passages of a reading."""
    passages = split_passages(reading)
    tokens = tuple(memory.tokenise(passage.text) for passage in passages)
    return SplitDocument(
        passages=passages,
        tokens=tokens,
        is_quotable=tuple(flag_quotable(passages, tokens, reading.blocks)),
        sentences=SentenceCache(passages, find_company_names(passages), memory),
        memory=memory,
    )
