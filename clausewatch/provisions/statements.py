"""Finds the sentences of a document that state something under a clause type."""

from dataclasses import dataclass

from clausewatch.model.provisions import Basis, Finding, Polarity
from clausewatch.model.reading import Reading
from clausewatch.provisions.passages import Passage, split_passages
from clausewatch.provisions.polarity_and_severity import find_polarity
from clausewatch.provisions.quote_rules import PassageRole, classify_passage, flag_quotable
from clausewatch.provisions.recogniser import Recogniser
from clausewatch.provisions.taxonomy import Taxonomy
from clausewatch.provisions.tokens import tokenise

_BAN_WORDS = 24
"""A sentence that forbids users something says so within its first words."""
MIN_PROBABILITY_EXPLICIT, MIN_PROBABILITY_GENERAL, MIN_PROBABILITY_UNSUPPORTED = 0.45, 0.60, 0.80
"""The least probability of the best sentence of a provision.

The first applies if a cue states the clause type, the second if its general words occur, and the
third if the recogniser has no such support. A single passage needs less, but the best of hundreds
of passages in a document reaches that by chance (docs/provisions.md).
"""
MIN_PROBABILITY_FURTHER = 0.45
"""The least probability of a further quote."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that states something under one clause type."""

    passage: int
    """Index of the passage."""
    finding: Finding
    polarity: Polarity
    has_general_words: bool
    role: PassageRole

    @property
    def quote_score(self) -> float:
        """The suitability as the quote: probable, and stating the term itself."""
        return self.finding.probability - self.role.penalty


@dataclass(frozen=True, slots=True)
class _PassageContext:
    """What a heading and a lead-in say about all the passages under them."""

    cue_groups: set[int]
    is_ban: bool
    """The passages are about the conduct of users and not about the company."""


@dataclass(frozen=True)
class SplitDocument:
    """The passages of a reading, with their tokens and whether they may be quoted."""

    passages: tuple[Passage, ...]
    tokens: tuple[list[str], ...]
    is_quotable: tuple[bool, ...]


def split_document(reading: Reading) -> SplitDocument:
    """Return the passages of a reading."""
    passages = split_passages(reading)
    tokens = tuple(tokenise(passage.text) for passage in passages)
    return SplitDocument(
        passages=passages,
        tokens=tokens,
        is_quotable=tuple(flag_quotable(passages, tokens, reading.blocks)),
    )


def group_statements(
    document: SplitDocument, taxonomy: Taxonomy, recogniser: Recogniser
) -> dict[str, list[Statement]]:
    """Return the statements of each clause type, if one of them suffices for a provision."""
    texts = [passage.text for passage in document.passages]
    probabilities, cue_groups = recogniser.estimate_probabilities(texts, document.tokens)
    statements: dict[str, list[Statement]] = {}
    contexts: dict[str, _PassageContext] = {}
    for index, passage in enumerate(document.passages):
        if not document.is_quotable[index]:
            continue
        findings = recogniser.select_findings(probabilities[index], cue_groups[index])
        if not findings:
            continue
        if passage.context not in contexts:
            contexts[passage.context] = _read_context(passage.context, taxonomy)
        context, tokens = contexts[passage.context], document.tokens[index]
        is_ban = context.is_ban or taxonomy.is_ban(tokens[:_BAN_WORDS])
        for finding in findings:
            clause = taxonomy.clauses[finding.clause]
            general = taxonomy.passage_cues.find_number(f"general:{clause.id}")
            never = taxonomy.passage_cues.find_number(f"never:{clause.id}")
            is_excluded = never in cue_groups[index] or never in context.cue_groups
            is_improbable = finding.probability < MIN_PROBABILITY_FURTHER
            if is_improbable or is_excluded or (is_ban and not clause.is_ban):
                continue
            polarity = find_polarity(taxonomy, clause, [*tokenise(passage.lead_in), *tokens])
            has_general_words, role = general in cue_groups[index], classify_passage(passage.text)
            statements.setdefault(clause.id, []).append(
                Statement(index, finding, polarity, has_general_words, role)
            )
    return {clause: group for clause, group in statements.items() if any(map(is_sufficient, group))}


def is_sufficient(statement: Statement) -> bool:
    """Return whether a statement suffices for a provision."""
    if statement.role is PassageRole.POINTER:
        return False
    if statement.finding.basis is Basis.EXPLICIT:
        least = MIN_PROBABILITY_EXPLICIT
    elif statement.has_general_words:
        least = MIN_PROBABILITY_GENERAL
    else:
        least = MIN_PROBABILITY_UNSUPPORTED
    return statement.finding.probability >= least


def _read_context(text: str, taxonomy: Taxonomy) -> _PassageContext:
    tokens = tokenise(text)
    return _PassageContext(taxonomy.passage_cues.find_groups(tokens), taxonomy.is_ban(tokens))
