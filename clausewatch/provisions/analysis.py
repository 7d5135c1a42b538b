"""Derives the provisions of a reading by judging all sentences of a clause type together."""

from collections.abc import Iterator, Mapping, Sequence

from clausewatch.model.provisions import (
    HARMLESS,
    READ_LANGUAGES,
    SETTLED,
    Basis,
    ChangedSentences,
    FacetFinding,
    Polarity,
    Provision,
    VersionAnalysis,
    build_text,
)
from clausewatch.model.reading import Reading, Severity
from clausewatch.provisions.facets import FacetSearch, ProvisionPassages, make_quote
from clausewatch.provisions.polarity_and_severity import compute_severity
from clausewatch.provisions.provision_events import match_provisions
from clausewatch.provisions.quote_rules import PassageRole
from clausewatch.provisions.recogniser import Recogniser, load_recogniser
from clausewatch.provisions.statements import (
    SplitDocument,
    Statement,
    group_statements,
    is_sufficient,
    split_document,
)
from clausewatch.provisions.taxonomy import ClauseType, Denial, Facet, Taxonomy
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise

RELEASE = "3"
"""Release of this code; a new one analyses every stored version again."""
MAX_FURTHER_QUOTES = 4
MIN_PROBABILITY_DECIDING = 0.60
"""The least probability of a statement that decides polarity and quote.

It need not suffice for a provision alone: a denial must not hide a likely practice.
"""

_PRACTISED = {Polarity.DOES, Polarity.MAY}
_DENIED = {Polarity.SOME_EXCLUDED, Polarity.DOES_NOT}
_GOVERNING_ORDER = {
    # What happens by default outweighs promises about parts of it.
    Denial.PROTECTS: (_PRACTISED, {Polarity.WITH_CONSENT}, {Polarity.OPT_OUT_OFFERED}, _DENIED),
    # A denial that harms people matters most.
    Denial.HARMS: (_DENIED, _PRACTISED, {Polarity.WITH_CONSENT}, {Polarity.OPT_OUT_OFFERED}),
}
"""The groups of polarities in the order in which they govern a provision."""


def find_provisions(
    reading: Reading,
    taxonomy: Taxonomy | None = None,
    recogniser: Recogniser | None = None,
) -> tuple[Provision, ...]:
    """Return the provisions of a document, highest severity first, each with a verbatim quote.

    A document in a language that the recogniser does not read has none. The taxonomy and the
    recogniser that ship with the program are the defaults.
    """
    taxonomy, recogniser = taxonomy or load_taxonomy(), recogniser or load_recogniser()
    return _build_provisions(reading, taxonomy, recogniser)[0]


def get_engine_release(
    taxonomy: Taxonomy | None = None, recogniser: Recogniser | None = None
) -> str:
    """Return the release of the engine: of code, taxonomy and weights together."""
    taxonomy, recogniser = taxonomy or load_taxonomy(), recogniser or load_recogniser()
    return f"{RELEASE}.{taxonomy.release}.{recogniser.release}"


def analyse_version(baseline: Reading | None, reading: Reading) -> VersionAnalysis:
    """Return the provisions of a version, and how they differ from those of its baseline.

    One engine analyses both readings now, so that a new release never looks like a change.
    """
    taxonomy, recogniser = load_taxonomy(), load_recogniser()
    after, sentences_after = _build_provisions(reading, taxonomy, recogniser)
    if baseline is None:
        return VersionAnalysis((), after, (), get_engine_release())
    before, sentences_before = _build_provisions(baseline, taxonomy, recogniser)
    return VersionAnalysis(
        before,
        after,
        match_provisions(before, after),
        get_engine_release(),
        _compare_sentences(sentences_before, sentences_after),
    )


_SentencesByClause = Mapping[str, tuple[str, ...]]
"""Per clause type, every sentence that states something under it."""


def _build_provisions(
    reading: Reading, taxonomy: Taxonomy, recogniser: Recogniser
) -> tuple[tuple[Provision, ...], _SentencesByClause]:
    """Return the provisions of a document and all sentences behind them."""
    if reading.language not in READ_LANGUAGES:
        return (), {}
    document = split_document(reading, taxonomy.grammar)
    engine = get_engine_release(taxonomy, recogniser)
    text = build_text(reading)
    facets = FacetSearch(taxonomy, document.passages, document.tokens, document.is_quotable)
    provisions, sentences = [], {}
    for clause_id, statements in group_statements(document, taxonomy, recogniser).items():
        clause = taxonomy.clauses[clause_id]
        provision = _build_provision(document, facets, clause, statements, engine)
        if provision.quote.is_in(text):
            provisions.append(provision)
            sentences[clause_id] = tuple(
                document.passages[statement.passage].text for statement in statements
            )
    order = taxonomy.ids
    provisions.sort(key=lambda each: (-each.severity.rank, order.index(each.clause)))
    return tuple(provisions), sentences


def _compare_sentences(
    before: _SentencesByClause, after: _SentencesByClause
) -> tuple[ChangedSentences, ...]:
    """Return per clause type the sentences that only one side has, ignoring typography."""
    differences = []
    for clause in sorted(before.keys() | after.keys()):
        old = {tuple(tokenise(text)): text for text in before.get(clause, ())}
        new = {tuple(tokenise(text)): text for text in after.get(clause, ())}
        removed = tuple(text for tokens, text in old.items() if tokens not in new)
        added = tuple(text for tokens, text in new.items() if tokens not in old)
        if removed or added:
            differences.append(ChangedSentences(clause, removed, added))
    return tuple(differences)


def _build_provision(
    document: SplitDocument,
    search: FacetSearch,
    clause: ClauseType,
    statements: list[Statement],
    engine: str,
) -> Provision:
    """Judge the statements of one clause type together."""
    ranked = sorted(statements, key=lambda statement: -statement.quote_score)
    governing = _select_governing(clause, ranked)
    best, polarities = governing[0], {statement.polarity for statement in governing}
    indexes = list(dict.fromkeys(statement.passage for statement in [*governing, *ranked]))
    facets = search.find_facets(
        clause,
        ProvisionPassages(
            all=indexes,
            governing=[each.passage for each in governing if each.is_complete] or [best.passage],
            offering=[each.passage for each in ranked if each.polarity is Polarity.OPT_OUT_OFFERED],
        ),
    )
    stated = [clause.find_facet(facet.id) for facet in facets if facet.is_stated]
    agreeing = [statement for statement in ranked if statement.polarity in polarities]
    return Provision(
        clause=clause.id,
        quote=make_quote(document.passages[best.passage]),
        further=tuple(
            make_quote(document.passages[statement.passage])
            for statement in _select_further(document, best, agreeing)
        ),
        polarity=best.polarity,
        severity=_find_highest_severity(clause, polarities, stated),
        confidence=best.finding.confidence,
        basis=best.finding.basis,
        facets=facets,
        note=write_note(clause, best.polarity, best.finding.basis, facets),
        engine=engine,
    )


def _select_governing(clause: ClauseType, ranked: Sequence[Statement]) -> list[Statement]:
    """Return the statements that decide quote and polarity, best first."""
    # The least probable statements may be further quotes, but decide nothing.
    deciding = [
        statement
        for statement in ranked
        if is_sufficient(statement) or statement.finding.probability >= MIN_PROBABILITY_DECIDING
    ]
    weak = {PassageRole.SCOPE, PassageRole.POINTER}
    stating = [each for each in deciding if each.role not in weak] or deciding
    candidates = _drop_outweighed(stating) if clause.verbs else stating
    return next(
        governing
        for polarities in _GOVERNING_ORDER[clause.denial]
        if (governing := [each for each in candidates if each.polarity in polarities])
    )


def _drop_outweighed(statements: Sequence[Statement]) -> list[Statement]:
    """Drop what does not say who does what with which data, if a complete sentence denies it."""
    is_denied = any(each.is_complete and each.polarity in HARMLESS for each in statements)
    return [
        each
        for each in statements
        if not is_denied or each.is_complete or each.polarity not in _PRACTISED
    ]


def _find_highest_severity(
    clause: ClauseType, polarities: set[Polarity], stated: Sequence[Facet]
) -> Severity:
    severities = (compute_severity(clause, polarity, stated) for polarity in polarities)
    return max(severities, key=lambda severity: severity.rank)


def _select_further(
    document: SplitDocument, best: Statement, agreeing: Sequence[Statement]
) -> Iterator[Statement]:
    """Yield up to four further statements, all with different words."""
    seen = {document.passages[best.passage].text.casefold()}
    for statement in agreeing:
        text = document.passages[statement.passage].text.casefold()
        if len(seen) <= MAX_FURTHER_QUOTES and text not in seen:
            seen.add(text)
            yield statement


def write_note(
    clause: ClauseType, polarity: Polarity, basis: Basis, facets: Sequence[FacetFinding]
) -> str:
    """Return the interpretive note: what the text does not specify, and how certain it is."""
    is_settled = polarity in SETTLED
    missing = [
        facet.unspecified
        for facet, finding in zip(clause.facets, facets, strict=True)
        if not finding.is_stated
        and facet.unspecified
        and (facet.is_relevant_if_denied or not is_settled)
    ]
    parts = [f"On this point the text does not specify {_join_texts(missing)}."] if missing else []
    if basis is Basis.INFERRED:
        parts.append("The clause type follows from general words; the sentence does not name it.")
    return " ".join(parts)


def _join_texts(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
