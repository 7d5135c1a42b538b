"""Derives the provisions of a reading by judging all sentences of a clause type together."""

from collections.abc import Iterator, Mapping, Sequence

from clausewatch.model.provisions import (
    HARMLESS,
    READ_LANGUAGES,
    ChangedSentences,
    Polarity,
    Provision,
    VersionAnalysis,
    build_text,
)
from clausewatch.model.reading import Reading
from clausewatch.provisions.contacts import OPT_OUT
from clausewatch.provisions.engine_release import format_engine_release, get_engine_release
from clausewatch.provisions.facet_hints import HintSearch
from clausewatch.provisions.facets import FacetSearch, ProvisionPassages, make_quote
from clausewatch.provisions.governing import PRACTISED, Governing, select_governing
from clausewatch.provisions.notes import write_note
from clausewatch.provisions.opt_outs import OptOutSearch
from clausewatch.provisions.passage_memory import PassageMemory
from clausewatch.provisions.provision_events import match_provisions
from clausewatch.provisions.quote_model import load_quote_model
from clausewatch.provisions.recogniser import (
    CERTAIN_PROBABILITY,
    Recogniser,
    load_recogniser,
)
from clausewatch.provisions.regional_choices import select_effective
from clausewatch.provisions.severity_support import find_severity, put_raising_first
from clausewatch.provisions.split_document import SplitDocument, split_document
from clausewatch.provisions.statement import Statement
from clausewatch.provisions.statements import group_statements
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.provisions.tokens import tokenise

MAX_FURTHER_QUOTES = 4


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
    memory = PassageMemory(taxonomy.grammar)
    return _build_provisions(reading, taxonomy, recogniser, memory)[0]


def analyse_version(baseline: Reading | None, reading: Reading) -> VersionAnalysis:
    """Return the provisions of a version, and how they differ from those of its baseline.

    One engine analyses both readings now, so that a new release never looks like a change.
    """
    taxonomy, recogniser = load_taxonomy(), load_recogniser()
    memory = PassageMemory(taxonomy.grammar)
    after, sentences_after = _build_provisions(reading, taxonomy, recogniser, memory)
    if baseline is None:
        return VersionAnalysis((), after, (), get_engine_release())
    before, sentences_before = _build_provisions(baseline, taxonomy, recogniser, memory)
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
    reading: Reading, taxonomy: Taxonomy, recogniser: Recogniser, memory: PassageMemory
) -> tuple[tuple[Provision, ...], _SentencesByClause]:
    """Return the provisions of a document and all sentences behind them."""
    if reading.language not in READ_LANGUAGES:
        return (), {}
    document = split_document(reading, memory)
    engine = format_engine_release(taxonomy.release, recogniser.release, load_quote_model().release)
    text = build_text(reading)
    opt_outs = OptOutSearch(document, taxonomy)
    facets = FacetSearch(
        taxonomy,
        document.passages,
        document.is_quotable,
        opt_outs,
        HintSearch(document, taxonomy, opt_outs),
        memory,
    )
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
    ranked = sorted(statements, key=lambda statement: -statement.quote_probability)
    governing = select_governing(document, search.taxonomy, clause, ranked)
    facets = search.find_facets(clause, _gather_passages(search, clause, ranked, governing))
    governing = put_raising_first(document, clause, governing, facets)
    best = governing.best
    stated = select_effective(facets, search.taxonomy.grammar)
    return Provision(
        clause=clause.id,
        quote=make_quote(document.passages[best.passage]),
        further=tuple(
            make_quote(document.passages[statement.passage])
            for statement in _select_further(document, governing, ranked)
        ),
        polarity=governing.polarity,
        severity=find_severity(document, clause, governing, facets, stated),
        confidence=best.confidence,
        basis=best.finding.basis,
        facets=facets,
        note=write_note(
            clause, governing.polarity, best.finding.basis, facets, search.taxonomy.grammar
        ),
        engine=engine,
    )


def _gather_passages(
    search: FacetSearch, clause: ClauseType, ranked: Sequence[Statement], governing: Governing
) -> ProvisionPassages:
    """Return the passages in which the facets of a provision are sought."""
    best, statements = governing.best, governing.statements
    is_rule = not clause.verbs
    complete = [
        each.passage
        for each in statements
        if each.is_complete or (is_rule and each.finding.probability >= CERTAIN_PROBABILITY)
    ] or [
        each.passage
        for each in statements
        if each is best or each.finding.probability >= CERTAIN_PROBABILITY
    ]
    return ProvisionPassages(
        all=list(dict.fromkeys(each.passage for each in [*statements, *ranked])),
        governing=complete,
        deciding=[each.passage for each in statements],
        offering=_find_offering(search, clause, ranked, best),
        consenting=[each.passage for each in statements if each.polarity is Polarity.WITH_CONSENT],
    )


def _find_offering(
    search: FacetSearch, clause: ClauseType, ranked: Sequence[Statement], best: Statement
) -> list[int]:
    """Return the passages that offer an opt-out from the practice, if the type has any."""
    if best.polarity in HARMLESS or not any(facet.id == OPT_OUT for facet in clause.facets):
        return []
    own = [each.passage for each in ranked if each.polarity is Polarity.OPT_OUT_OFFERED]
    stating = [each.passage for each in ranked if each.polarity in PRACTISED]
    return list(dict.fromkeys([*own, *search.opt_outs.find_opt_outs(clause, stating)]))


def _select_further(
    document: SplitDocument, governing: Governing, ranked: Sequence[Statement]
) -> Iterator[Statement]:
    """Yield up to four further statements, all with different words.

    They agree with the governing ones; if one contradicts them, it comes first.
    """
    agreeing = [each for each in ranked if each.polarity in governing.polarities]
    if governing.contradiction is not None:
        agreeing = [governing.contradiction, *governing.statements[1:]]
    seen = {document.passages[governing.best.passage].text.casefold()}
    for statement in agreeing:
        text = document.passages[statement.passage].text.casefold()
        if len(seen) <= MAX_FURTHER_QUOTES and text not in seen:
            seen.add(text)
            yield statement
