"""Chooses the statements that govern a provision, and finds contradictions between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.model.provisions import HARMLESS, Polarity
from clausewatch.provisions.parties import Party
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.split_document import SplitDocument
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.sufficiency import is_quotable
from clausewatch.provisions.taxonomy import ClauseType, Denial, Taxonomy

PRACTISED = frozenset({Polarity.DOES, Polarity.MAY})
_DENIED = frozenset({Polarity.SOME_EXCLUDED, Polarity.DOES_NOT})
_CONSENTED, _OFFERED = frozenset({Polarity.WITH_CONSENT}), frozenset({Polarity.OPT_OUT_OFFERED})
_GOVERNING_ORDER = {
    # What happens by default outweighs promises about parts of it.
    Denial.PROTECTS: (PRACTISED, _CONSENTED, _OFFERED, _DENIED),
    # A denial that harms people matters most.
    Denial.HARMS: (_DENIED, PRACTISED, _CONSENTED, _OFFERED),
}
"""The groups of polarities in the order in which they govern a provision."""


@dataclass(frozen=True, slots=True)
class Governing:
    """The statements that decide a provision, best first."""

    statements: Sequence[Statement]
    contradiction: Statement | None
    """A plain denial of what the statements affirm, without any limit."""

    @property
    def best(self) -> Statement:
        """The statement that is quoted."""
        return self.statements[0]

    @property
    def polarity(self) -> Polarity:
        """What the document as a whole does with the practice."""
        return self.best.polarity if self.contradiction is None else Polarity.UNCLEAR

    @property
    def polarities(self) -> set[Polarity]:
        """The polarities by which the severity is computed."""
        if self.contradiction is not None:
            return {Polarity.UNCLEAR}
        return {statement.polarity for statement in self.statements}


def select_governing(
    document: SplitDocument, taxonomy: Taxonomy, clause: ClauseType, ranked: Sequence[Statement]
) -> Governing:
    """Return the statements that decide quote and polarity; `ranked` are all, best first."""
    # The least probable statements may be further quotes, but decide nothing.
    deciding = [statement for statement in ranked if is_quotable(statement)] or list(ranked)
    weak = {PassageRole.SCOPE, PassageRole.POINTER}
    candidates = [each for each in deciding if each.role not in weak] or deciding
    if clause.verbs:
        candidates = _drop_outweighed(candidates)
    denial = _find_plain_denial(document, taxonomy, clause, candidates)
    if denial is not None:
        contrary = [
            each
            for each in candidates
            if each.polarity in PRACTISED
            and each.assertion.actor in {Party.COMPANY, Party.MATTER}
            and _is_about_persons(document, taxonomy, each)
        ]
        if contrary:
            return Governing(contrary, denial)
        denials = [each for each in candidates if each.polarity in _DENIED]
        return Governing([denial, *(each for each in denials if each is not denial)], None)
    return Governing(
        next(
            governing
            for polarities in _GOVERNING_ORDER[clause.denial]
            if (governing := [each for each in candidates if each.polarity in polarities])
        ),
        None,
    )


def _drop_outweighed(statements: Sequence[Statement]) -> list[Statement]:
    """Drop what does not say who does what with which data, if a complete sentence denies it."""
    is_denied = any(each.is_complete and each.polarity in HARMLESS for each in statements)
    return [
        each
        for each in statements
        if not is_denied or each.is_complete or each.polarity not in PRACTISED
    ]


def _find_plain_denial(
    document: SplitDocument,
    taxonomy: Taxonomy,
    clause: ClauseType,
    statements: Sequence[Statement],
) -> Statement | None:
    """Return a denial without any limit ("We do not sell your data"), if the type protects."""
    if not clause.verbs or clause.denial is Denial.HARMS:
        return None
    verbs = taxonomy.find_verbs(clause.id)
    for statement in statements:
        if statement.polarity is not Polarity.DOES_NOT or not statement.is_complete:
            continue
        if document.passages[statement.passage].answers:
            continue
        words = document.sentences[statement.passage].words
        is_plain = all(
            not word[0].isalnum()
            or taxonomy.grammar.evidence_plain.is_at(words, index)
            or any(group.is_at(words, index) for group in verbs)
            or word in document.sentences[statement.passage].company_names
            for index, word in enumerate(words)
        )
        if is_plain:
            return statement
    return None


def _is_about_persons(document: SplitDocument, taxonomy: Taxonomy, statement: Statement) -> bool:
    """Return whether a statement is not only about data that names nobody."""
    words = document.sentences[statement.passage].words
    return not taxonomy.grammar.evidence_nameless.is_in(words)
