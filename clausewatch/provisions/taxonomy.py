"""The taxonomy: clause types as frozen values. `clausewatch.provisions.taxonomy_files` loads them.

Every type is a file of `clausewatch/data/clauses`; nothing in the code names one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from clausewatch.model.provisions import Polarity
from clausewatch.model.reading import Severity
from clausewatch.provisions.cues import Cue, CueTable, compile_cue, compile_cue_table


class FacetScope(StrEnum):
    """How far from the provision's own sentences a statement still counts for a facet."""

    SENTENCE = "sentence"
    SECTION = "section"
    DOCUMENT = "document"


class Effect(StrEnum):
    """What a stated facet does to the severity."""

    RAISES = "raises"
    LOWERS = "lowers"
    NONE = "none"


class Denial(StrEnum):
    """Whether it is good or bad news for people when the practice is ruled out."""

    PROTECTS = "protects"
    HARMS = "harms"


@dataclass(frozen=True, slots=True)
class Facet:
    """A particular that a provision may state; texts are whole sentences but for `silent`."""

    id: str
    label: str
    effect: Effect
    reach: FacetScope
    cues: tuple[str, ...]
    never: tuple[str, ...]
    """Cues that show that a sentence does not state it after all."""
    stated: str
    absent: str
    silent: str
    """Completes "The text does not specify"; empty where its absence is not worth a word."""
    is_for_denial: bool
    """It still matters where the practice is ruled out."""


CONDITIONS = frozenset({"denied", "settled"})
"""Of actions besides facets: the practice is ruled out; that, or only with consent."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do; `when` and `unless` name a facet or a condition."""

    text: str
    when: str
    unless: str


@dataclass(frozen=True, slots=True)
class Memo:
    """The institutional analysis in its five parts, as templates."""

    landscape: str
    exposure: str
    jurisdictions: str
    contracts: str
    compliance: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """A law that may apply, and where in it."""

    name: str
    jurisdiction: str
    where: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An authority, what it does here, and where a complaint starts (empty where nowhere)."""

    name: str
    jurisdiction: str
    role: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases by which people recognise the type."""

    certain: tuple[str, ...]
    """Enough by itself, whatever the recogniser thinks."""
    says: tuple[str, ...]
    """The sentence says it outright."""
    general: tuple[str, ...]
    """General words from which it may follow."""
    never: tuple[str, ...]
    """Looks like it and is something else."""


@dataclass(frozen=True, slots=True)
class ClauseType:
    """A clause type: one data file."""

    id: str
    name: str
    category: str
    severity: Severity
    is_core: bool
    is_ban: bool
    """It may stand among things that users must not do."""
    reviewed: date
    contact: str
    """For which matter the document's address is wanted in `{contact}`."""
    question: str
    practice: str
    """A noun phrase for what the type is about."""
    aliases: tuple[str, ...]
    verbs: tuple[str, ...]
    """Words of the practice that a "not" may stand before; empty where denial makes no sense."""
    denial: Denial
    cues: Cues
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

    def facet(self, facet_id: str) -> Facet:
        """Return a facet by id. Raises KeyError."""
        return next(facet for facet in self.facets if facet.id == facet_id)


@dataclass(frozen=True, slots=True)
class PolarityRule:
    """Cues that decide a polarity; `~` in them stands for the verbs of a clause type."""

    polarity: Polarity
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All clause types by id, in the order of their files, and the release that they make up."""

    clauses: Mapping[str, ClauseType]
    polarity: tuple[PolarityRule, ...]
    """In the order in which they are tried."""
    empty: tuple[str, ...]
    """Phrases with a "not" that denies nothing."""
    bans: tuple[str, ...]
    """Cues of a lead-in or sentence about what users must not do."""
    no_bans: tuple[str, ...]
    """Cues of the same words where nothing is forbidden."""
    release: str
    """The first 12 hexadecimal digits of a hash over the data files."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(self.clauses)

    @cached_property
    def passage_cues(self) -> CueTable:
        """The cues of every type, compiled, for the sentence itself."""
        groups: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses.values():
            groups[f"certain:{clause.id}"] = clause.cues.certain
            groups[f"says:{clause.id}"] = clause.cues.says
            groups[f"general:{clause.id}"] = clause.cues.general
            groups[f"never:{clause.id}"] = clause.cues.never
        return compile_cue_table(groups)

    @cached_property
    def ban_cues(self) -> CueTable:
        """The cues of prohibitions as the groups `ban` and `!ban`."""
        return compile_cue_table({"ban": self.bans, "!ban": self.no_bans})

    def is_ban(self, tokens: Sequence[str]) -> bool:
        """Tell whether these words forbid users something."""
        return self.ban_cues.found(tokens) == {0}

    def polarity_cues(self, clause_id: str) -> tuple[tuple[Polarity, tuple[Cue, ...]], ...]:
        """Return the polarity rules with the verbs of a type filled in, compiled once."""
        if clause_id not in self._polarity:
            verbs = "|".join(self.clauses[clause_id].verbs)
            self._polarity[clause_id] = tuple(
                (
                    rule.polarity,
                    tuple(
                        compile_cue(text.replace("~", verbs))
                        for text in rule.cues
                        if verbs or "~" not in text
                    ),
                )
                for rule in self.polarity
            )
        return self._polarity[clause_id]

    @cached_property
    def _polarity(self) -> dict[str, tuple[tuple[Polarity, tuple[Cue, ...]], ...]]:
        return {}

    @cached_property
    def near_facets(self) -> CueTable:
        """The cues of facets looked for near the provision, as `type:facet` and `!type:facet`."""
        return compile_cue_table(self._facet_groups(is_far=False))

    @cached_property
    def far_facets(self) -> CueTable:
        """The cues of facets that are looked for in the whole document."""
        return compile_cue_table(self._facet_groups(is_far=True))

    def _facet_groups(self, *, is_far: bool) -> dict[str, tuple[str, ...]]:
        """Return cues as `type:facet`, and what excludes a facet as `!type:facet`."""
        groups: dict[str, tuple[str, ...]] = {}
        for clause in self.clauses.values():
            for facet in clause.facets:
                if (facet.reach is FacetScope.DOCUMENT) is is_far:
                    groups[f"{clause.id}:{facet.id}"] = facet.cues
                    groups[f"!{clause.id}:{facet.id}"] = facet.never
        return groups
