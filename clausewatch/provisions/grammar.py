"""The words that carry the grammar of a sentence, as `data/grammar.toml` lists them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

from clausewatch.provisions.data_table import DataTable, Table


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words, beginnings of words (`consent*`) and phrases (`opt_out`) that mean the same."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Return the set of these words in the notation of cues."""
        items = list(texts)
        return cls(
            words=frozenset(item for item in items if "*" not in item and "_" not in item),
            beginnings=tuple(item[:-1] for item in items if item.endswith("*")),
            phrases=tuple(tuple(item.split("_")) for item in items if "_" in item),
        )

    def is_at(self, words: Sequence[str], index: int) -> bool:
        """Return whether a word or a phrase of the set begins at an index."""
        word = words[index]
        if word in self.words or (self.beginnings and word.startswith(self.beginnings)):
            return True
        return any(
            word == phrase[0] and tuple(words[index : index + len(phrase)]) == phrase
            for phrase in self.phrases
        )

    def is_in(self, words: Sequence[str]) -> bool:
        """Return whether a word or a phrase of the set occurs."""
        return any(self.is_at(words, index) for index in range(len(words)))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word sets of `data/grammar.toml`; each field is `<table>_<key>` of the file."""

    parties_company: WordSet
    parties_user: WordSet
    parties_other: WordSet
    parties_administrator: WordSet
    parties_matter: WordSet
    verbs_auxiliary: WordSet
    verbs_modal: WordSet
    verbs_permitting: WordSet
    negation_auxiliary: WordSet
    negation_words: WordSet
    negation_verbs: WordSet
    negation_limiting: WordSet
    negation_passive: WordSet
    breaks_subordinating: WordSet
    breaks_coordinating: WordSet
    breaks_prepositions: WordSet
    breaks_determiners: WordSet
    choice_agreeing: WordSet
    choice_consenting: WordSet
    choice_refusing: WordSet
    choice_consent_nouns: WordSet
    choice_deciding: WordSet
    choice_able: WordSet
    choice_opening: WordSet
    choice_exclusive: WordSet
    choice_binding: WordSet
    choice_possessive: WordSet
    choice_conceding: WordSet
    choice_contacting: WordSet
    choice_ending: WordSet
    choice_following: WordSet
    choice_closed: WordSet
    choice_omitting: WordSet
    choice_declining: WordSet
    evidence_granting: WordSet
    evidence_asking: WordSet
    evidence_asked: WordSet
    evidence_documents: WordSet
    evidence_self: WordSet
    evidence_speaking: WordSet
    evidence_referring: WordSet
    evidence_hedging: WordSet
    evidence_owning: WordSet
    evidence_plain: WordSet
    evidence_nameless: WordSet


def build_grammar(table: Table) -> Grammar:
    """Return the grammar of a data file. Raises ConfigError, naming a missing list."""
    source = DataTable("grammar.toml", table)
    sets = {}
    for field in fields(Grammar):
        section, _, key = field.name.partition("_")
        texts = source.read_table(section).read_texts(key)
        if not texts:
            raise source.make_error(f"`{section}.{key}` is missing.")
        sets[field.name] = WordSet.build(texts)
    return Grammar(**sets)
