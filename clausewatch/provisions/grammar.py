"""The words that carry the grammar of a sentence, as `data/grammar.toml` lists them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from clausewatch.provisions.data_table import DataTable, Table

_MAX_KNOWN_WORDS = 20_000


class _Matches(dict[str, "bool | None"]):
    """Whether each word is in a word set; None if phrases begin with it. Computed once a word."""

    def __init__(
        self, words: frozenset[str], beginnings: tuple[str, ...], firsts: frozenset[str]
    ) -> None:
        super().__init__()
        self._words, self._beginnings, self._firsts = words, beginnings, firsts

    def __missing__(self, word: str) -> "bool | None":
        """Look a word up in the set."""
        if len(self) >= _MAX_KNOWN_WORDS:
            self.clear()
        is_member = word in self._words or word.startswith(self._beginnings)
        self[word] = match = True if is_member else None if word in self._firsts else False
        return match


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words, beginnings of words (`consent*`) and phrases (`opt_out`) that mean the same."""

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    """The phrases by their first word."""
    matches: _Matches

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Return the set of these words in the notation of cues."""
        items = list(texts)
        phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
        for item in items:
            if "_" in item:
                words = tuple(item.split("_"))
                phrases[words[0]] = (*phrases.get(words[0], ()), words)
        return cls(
            phrases,
            _Matches(
                frozenset(item for item in items if "*" not in item and "_" not in item),
                tuple(item[:-1] for item in items if item.endswith("*")),
                frozenset(phrases),
            ),
        )

    def is_at(self, words: Sequence[str], index: int) -> bool:
        """Return whether a word or a phrase of the set begins at an index."""
        match = self.matches[words[index]]
        return self._begins_phrase(words, index) if match is None else match

    def is_in(self, words: Sequence[str]) -> bool:
        """Return whether a word or a phrase of the set occurs."""
        for index, word in enumerate(words):
            match = self.matches[word]
            if match or (match is None and self._begins_phrase(words, index)):
                return True
        return False

    def find(self, words: Sequence[str]) -> list[int]:
        """Return the indexes at which a word or a phrase of the set begins."""
        return [
            index
            for index, word in enumerate(words)
            if (match := self.matches[word])
            or (match is None and self._begins_phrase(words, index))
        ]

    def _begins_phrase(self, words: Sequence[str], index: int) -> bool:
        phrases = self.phrases[words[index]]
        return any(tuple(words[index : index + len(phrase)]) == phrase for phrase in phrases)


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The word sets of `data/grammar.toml`; each field is `<table>_<key>` of the file."""

    parties_company: WordSet
    parties_user: WordSet
    parties_other: WordSet
    parties_administrator: WordSet
    parties_matter: WordSet
    parties_agent: WordSet
    parties_staff: WordSet
    verbs_auxiliary: WordSet
    verbs_modal: WordSet
    verbs_permitting: WordSet
    verbs_able: WordSet
    verbs_powers: WordSet
    negation_auxiliary: WordSet
    negation_words: WordSet
    negation_verbs: WordSet
    negation_banning: WordSet
    negation_limiting: WordSet
    negation_passive: WordSet
    negation_duties: WordSet
    negation_happening: WordSet
    negation_handling: WordSet
    breaks_subordinating: WordSet
    breaks_conceding: WordSet
    breaks_coordinating: WordSet
    breaks_joining: WordSet
    breaks_purposes: WordSet
    breaks_prepositions: WordSet
    breaks_determiners: WordSet
    limits_generic: WordSet
    limits_excepting: WordSet
    limits_listing: WordSet
    limits_legal: WordSet
    limits_objects: WordSet
    limits_prices: WordSet
    limits_reasons: WordSet
    limits_defining: WordSet
    choice_signals: WordSet
    choice_agreeing: WordSet
    choice_consenting: WordSet
    choice_refusing: WordSet
    choice_contract_parts: WordSet
    choice_consent_nouns: WordSet
    choice_deciding: WordSet
    choice_able: WordSet
    choice_opening: WordSet
    choice_exclusive: WordSet
    choice_binding: WordSet
    choice_requiring: WordSet
    choice_joining: WordSet
    choice_regions: WordSet
    choice_residing: WordSet
    choice_residents: WordSet
    choice_possessive: WordSet
    choice_conceding: WordSet
    choice_ending: WordSet
    choice_following: WordSet
    choice_lapsing: WordSet
    choice_closed: WordSet
    choice_omitting: WordSet
    choice_declining: WordSet
    choice_needing: WordSet
    choice_needless: WordSet
    choice_acting: WordSet
    evidence_granting: WordSet
    evidence_asking: WordSet
    evidence_asked: WordSet
    evidence_documents: WordSet
    evidence_self: WordSet
    evidence_speaking: WordSet
    evidence_referring: WordSet
    evidence_hedging: WordSet
    evidence_formerly: WordSet
    evidence_advising: WordSet
    evidence_telling: WordSet
    evidence_explaining: WordSet
    evidence_instances: WordSet
    evidence_contracts: WordSet
    evidence_binding: WordSet
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
