"""The taxonomy of clause types, as frozen values.

Each clause type is a file in `data/clauses`, which `taxonomy_files` loads. No code names one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.cues import Cue, CueTable, compile_cue, compile_cue_table
from clausewatch.provisions.denial_limits import Limit
from clausewatch.provisions.grammar import Grammar, WordSet
from clausewatch.provisions.laws import Agency, Regulation
from clausewatch.provisions.parties import Party
from clausewatch.provisions.supporting_words import SupportingWords
from clausewatch.provisions.word_groups import WordGroupTable


class FacetScope(StrEnum):
    """Which part of a document can state a facet of a provision."""

    SENTENCE = "sentence"
    SECTION = "section"
    DOCUMENT = "document"


class Effect(StrEnum):
    """What a stated facet does to the severity."""

    RAISES = "raises"
    LOWERS = "lowers"
    SOFTENS = "softens"
    """It lowers only what is ruled out to the harm of people, such as a refund."""
    NONE = "none"


SOFTENING = frozenset({Effect.LOWERS, Effect.SOFTENS})


class Denial(StrEnum):
    """Whether people benefit or suffer when a document rules the practice out."""

    PROTECTS = "protects"
    HARMS = "harms"


@dataclass(frozen=True, slots=True)
class Facet:
    """A particular that a provision may state."""

    id: str
    label: str
    effect: Effect
    scope: FacetScope
    cues: tuple[str, ...]
    never: tuple[str, ...]
    """Cues of sentences that do not state the facet although another cue matches."""
    stated: str
    """A sentence for the record of a provision that states the facet."""
    absent: str
    """A sentence for the record of a provision that does not."""
    unspecified: str
    """Completes "the text does not specify"; empty if an absent facet is not worth mentioning."""
    is_relevant_if_denied: bool
    """The facet still matters if the document rules the practice out."""
    answered_by: tuple[str, ...]
    """Facets that settle the question if stated: "without notice" says that none is given."""
    excluded_by: tuple[str, ...]
    """Facets beside which it is not stated: whoever may act for any reason is bound by none."""
    hints: tuple[str, ...]
    """Groups of words that may settle the question in a sentence on the clause type's matter."""
    hints_anywhere: tuple[str, ...]
    """The same for all sentences of the document."""


CONDITIONS = frozenset({"denied", "settled"})
"""Conditions of actions besides facets.

`denied`: the practice is ruled out. `settled`: it is ruled out or needs consent.
"""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do; `when` and `unless` name a facet or a condition."""

    text: str
    when: str
    unless: str


@dataclass(frozen=True, slots=True)
class Memo:
    """The five parts of the institutional analysis, as templates."""

    landscape: str
    exposure: str
    jurisdictions: str
    contracts: str
    compliance: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases by which a lawyer recognises the clause type."""

    certain: tuple[str, ...]
    """Sufficient alone, whatever the recogniser thinks."""
    says: tuple[str, ...]
    """The sentence states the clause type expressly."""
    general: tuple[str, ...]
    """General words from which the clause type may follow."""
    never: tuple[str, ...]
    """Similar wording that is about something else."""


@dataclass(frozen=True, slots=True)
class ClauseType:
    """A clause type, as one data file describes it."""

    id: str
    name: str
    category: str
    severity: Severity
    is_core: bool
    is_ban: bool
    """Lists of what users must not do may contain it."""
    is_rule: bool
    """It holds where it is written; a "may" in its sentence permits something else."""
    reviewed: date
    contact: str
    """The purpose of the contact that fills `{contact}`: a key of `MAILBOXES_BY_PURPOSE`."""
    question: str
    practice: str
    """A noun phrase for the practice that the clause type is about."""
    aliases: tuple[str, ...]
    verbs: tuple[str, ...]
    """Verbs of the practice that a "not" may precede; empty for a rule that cannot be denied.

    The most telling come first: the first entry with a verb in the sentence decides its polarity.
    """
    acts: tuple[str, ...]
    """Verbs that show who acts, if the type has no `verbs` or if others tell it better."""
    actors: frozenset[Party]
    """Who must act in a sentence of this type; empty if anybody may."""
    is_own: bool
    """Only what the company does, or what is done with data, is evidence; see `doers`."""
    denial: Denial
    limits: frozenset[Limit]
    """What narrows a denial of the practice, so that it is not ruled out as a whole."""
    cues: Cues
    supporting_words: SupportingWords
    meaning: str
    meaning_denied: str
    why: str
    impact: str
    impact_denied: str
    actions: tuple[Action, ...]
    facets: tuple[Facet, ...]
    memo: Memo
    regulations: tuple[Regulation, ...]
    agencies: tuple[Agency, ...]

    def find_facet(self, facet_id: str) -> Facet:
        """Return a facet by its id. Raises KeyError."""
        for facet in self.facets:
            if facet.id == facet_id:
                return facet
        raise KeyError(facet_id)


@dataclass(frozen=True, slots=True)
class PolarityRule:
    """Cues that decide a polarity; `~` in a cue stands for the verbs of a clause type."""

    polarity: Polarity
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All clause types by id, in the order of their files, with the rules that they share."""

    clauses: Mapping[str, ClauseType]
    grammar: Grammar
    """The words by which a sentence is read for actor, denial and condition."""
    polarity_rules: tuple[PolarityRule, ...]
    """Cues that narrow what the grammar of a sentence says."""
    bans: tuple[str, ...]
    """Cues of lead-ins and sentences about what users must not do."""
    ban_exceptions: tuple[str, ...]
    """Cues of similar wording that forbids nothing."""
    orders: WordSet
    """How a heading or a lead-in begins that tells readers what not to do."""
    release: str
    """The first 12 hexadecimal digits of a hash over the data files."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the clause types in order."""
        return tuple(self.clauses)

    @cached_property
    def passage_cues(self) -> CueTable:
        """The cues for a passage, as the groups `certain:<type>`, `says:<type>` and so on."""
        groups: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses.values():
            groups[f"certain:{clause.id}"] = clause.cues.certain
            groups[f"says:{clause.id}"] = clause.cues.says
            groups[f"general:{clause.id}"] = clause.cues.general
            groups[f"never:{clause.id}"] = clause.cues.never
        return compile_cue_table(groups)

    @cached_property
    def ban_cues(self) -> CueTable:
        """The cues of prohibitions, as the groups `ban` and `!ban`."""
        return compile_cue_table({"ban": self.bans, "!ban": self.ban_exceptions})

    def is_ban(self, tokens: Sequence[str]) -> bool:
        """Return whether these words forbid users something."""
        return self.ban_cues.find_groups(tokens) == {0}

    def compile_polarity_cues(self, clause_id: str) -> tuple[tuple[Polarity, tuple[Cue, ...]], ...]:
        """Return the polarity rules, compiled once with the verbs of a clause type."""
        if clause_id not in self._polarity_cues:
            verbs = "|".join(self.clauses[clause_id].verbs)
            self._polarity_cues[clause_id] = tuple(
                (
                    rule.polarity,
                    tuple(
                        compile_cue(text.replace("~", verbs))
                        for text in rule.cues
                        if verbs or "~" not in text
                    ),
                )
                for rule in self.polarity_rules
            )
        return self._polarity_cues[clause_id]

    def find_verbs(self, clause_id: str) -> tuple[WordSet, ...]:
        """Return the verbs of a clause type as word sets, the most telling first."""
        return self._verbs[clause_id]

    def find_acts(self, clause_id: str) -> tuple[WordSet, ...]:
        """Return the verbs that show who acts under a clause type."""
        return self._acts[clause_id]

    @cached_property
    def _verbs(self) -> dict[str, tuple[WordSet, ...]]:
        return {clause.id: _build_word_sets(clause.verbs) for clause in self.clauses.values()}

    @cached_property
    def _acts(self) -> dict[str, tuple[WordSet, ...]]:
        return {
            clause.id: _build_word_sets(clause.acts or clause.verbs)
            for clause in self.clauses.values()
        }

    @cached_property
    def _polarity_cues(self) -> dict[str, tuple[tuple[Polarity, tuple[Cue, ...]], ...]]:
        return {}

    @cached_property
    def nearby_facet_cues(self) -> CueTable:
        """The cues of facets that the provision's own section must state."""
        return compile_cue_table(self._group_facet_cues(is_document_wide=False))

    @cached_property
    def document_facet_cues(self) -> CueTable:
        """The cues of facets that any part of the document can state."""
        return compile_cue_table(self._group_facet_cues(is_document_wide=True))

    @cached_property
    def hints(self) -> WordGroupTable:
        """The hints of facets as `type:facet`, and as `*type:facet` those of any sentence."""
        groups: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses.values():
            for facet in clause.facets:
                groups[f"{clause.id}:{facet.id}"] = facet.hints
                groups[f"*{clause.id}:{facet.id}"] = facet.hints_anywhere
        return WordGroupTable(groups)

    def _group_facet_cues(self, *, is_document_wide: bool) -> dict[str, tuple[str, ...]]:
        """Return the cues of each facet as `type:facet`, those that exclude it as `!type:facet`."""
        groups: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses.values():
            for facet in clause.facets:
                if (facet.scope is FacetScope.DOCUMENT) is is_document_wide:
                    groups[f"{clause.id}:{facet.id}"] = facet.cues
                    groups[f"!{clause.id}:{facet.id}"] = facet.never
        return groups


def _build_word_sets(entries: Sequence[str]) -> tuple[WordSet, ...]:
    return tuple(WordSet.build(entry.split("|")) for entry in entries)
