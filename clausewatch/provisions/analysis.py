"""A reading to provisions: the sentences of each clause type, judged together and filed once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausewatch.model.provisions import (
    READ_LANGUAGES,
    SETTLED,
    Basis,
    FacetFinding,
    Finding,
    Polarity,
    Provision,
    Recognised,
    Sentences,
    text_of,
)
from clausewatch.model.reading import Reading, Severity
from clausewatch.provisions.facets import FacetSearch, make_quote
from clausewatch.provisions.passages import Passage, split_passages
from clausewatch.provisions.polarity_and_severity import compute_severity, find_polarity
from clausewatch.provisions.provision_events import match_provisions
from clausewatch.provisions.quote_rules import PassageRole, classify_passage, flag_quotable
from clausewatch.provisions.recogniser import Recogniser
from clausewatch.provisions.recogniser import load_recogniser as shipped
from clausewatch.provisions.taxonomy import ClauseType, Denial, Facet, Taxonomy
from clausewatch.provisions.taxonomy_files import load_taxonomy as shipped_taxonomy
from clausewatch.provisions.words import tokenise

MAX_FURTHER_QUOTES = 4
_BAN_WORDS = 24
"""A prohibition says so at its beginning."""
MIN_PROBABILITY_EXPLICIT, MIN_PROBABILITY_GENERAL, MIN_PROBABILITY_UNSUPPORTED = 0.45, 0.60, 0.80
"""A type is on record from this probability of its best sentence: the lowest where a cue says it,
the next where general words of the type stand in it, the last where the recogniser is alone. One
passage is filed from less, but of a document's hundreds the best by chance is better than that
(docs/provisions.md)."""
MIN_PROBABILITY_FURTHER, MIN_PROBABILITY_DECIDING = 0.45, 0.60
"""A passage stands beside a quote from the first; from the second it can be the quote and decide
polarity, though alone it would not be filed: a denial must not hide a likely practice."""
RELEASE = "2"

# Whether something happens by itself outweighs what is promised about parts of it ...
_DONE = {Polarity.DOES, Polarity.MAY}
_DENIED = {Polarity.SOME_EXCLUDED, Polarity.DOES_NOT}
_GOVERNING = {
    Denial.PROTECTS: (_DONE, {Polarity.WITH_CONSENT}, {Polarity.OPT_OUT_OFFERED}, _DENIED),
    # ... but where the denial is what harms people, it is the news.
    Denial.HARMS: (_DENIED, _DONE, {Polarity.WITH_CONSENT}, {Polarity.OPT_OUT_OFFERED}),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage that says something under one clause type."""

    place: int
    finding: Finding
    polarity: Polarity
    is_hinted: bool
    """General words of the type stand in it."""
    weight: PassageRole

    @property
    def merit(self) -> float:
        """What it is worth as the quote: probable, and stating the term rather than announcing."""
        return self.finding.probability - self.weight.penalty


@dataclass(frozen=True, slots=True)
class _Context:
    """What heading and lead-in say about all the passages under them, worked out once."""

    cues: set[int]
    """What a type excludes is excluded too where these name it."""
    is_ban: bool
    """What stands under it is about users' conduct, and not about the company."""


@dataclass(frozen=True)
class _Document:
    """A reading taken apart, with what is asked of every passage more than once."""

    passages: tuple[Passage, ...]
    tokens: tuple[list[str], ...]
    quotable: tuple[bool, ...]


def find_provisions(
    reading: Reading,
    taxonomy: Taxonomy | None = None,
    recogniser: Recogniser | None = None,
) -> tuple[Provision, ...]:
    """Return the provisions of a document, gravest first; nothing without a verbatim quote.

    A document in a language that the recogniser does not read has none. Uses the taxonomy and the
    recogniser that ship with the program unless others are given.
    """
    return _filed(reading, taxonomy or shipped_taxonomy(), recogniser or shipped())[0]


_Texts = Mapping[str, tuple[str, ...]]
"""Per clause type, every sentence that says something under it."""


def _filed(
    reading: Reading, types: Taxonomy, model: Recogniser
) -> tuple[tuple[Provision, ...], _Texts]:
    """Return the provisions of a document and all the sentences that they rest on."""
    if reading.language not in READ_LANGUAGES:
        return (), {}
    document = _taken_apart(reading)
    release = get_engine_release(types, model)
    text = text_of(reading)
    facets = FacetSearch(types, document.passages, document.tokens, document.quotable)
    found, texts = [], {}
    for clause_id, said in _grouped(document, types, model).items():
        provision = _provision(document, facets, types.clauses[clause_id], said, release)
        if provision.quote.is_in(text):
            found.append(provision)
            texts[clause_id] = tuple(document.passages[one.place].text for one in said)
    order = types.ids
    found.sort(key=lambda one: (-one.severity.rank, order.index(one.clause)))
    return tuple(found), texts


def get_engine_release(
    taxonomy: Taxonomy | None = None, recogniser: Recogniser | None = None
) -> str:
    """Return the release that judges provisions: of code, taxonomy and weights together."""
    types, model = taxonomy or shipped_taxonomy(), recogniser or shipped()
    return f"{RELEASE}.{types.release}.{model.release}"


def analyse_version(baseline: Reading | None, reading: Reading) -> Recognised:
    """Return the provisions of a version and what became different since its baseline.

    Both are judged here and now, by one engine, so that a release never looks like a change.
    """
    types, model = shipped_taxonomy(), shipped()
    after, come = _filed(reading, types, model)
    if baseline is None:
        return Recognised((), after, (), get_engine_release())
    before, gone = _filed(baseline, types, model)
    return Recognised(
        before, after, match_provisions(before, after), get_engine_release(), _sentences(gone, come)
    )


def _sentences(before: _Texts, after: _Texts) -> tuple[Sentences, ...]:
    """Return per type the sentences that only one side has; typography makes none of them."""
    found = []
    for clause in sorted(before.keys() | after.keys()):
        old = {tuple(tokenise(text)): text for text in before.get(clause, ())}
        new = {tuple(tokenise(text)): text for text in after.get(clause, ())}
        gone = tuple(text for key, text in old.items() if key not in new)
        come = tuple(text for key, text in new.items() if key not in old)
        if gone or come:
            found.append(Sentences(clause, gone, come))
    return tuple(found)


def _taken_apart(reading: Reading) -> _Document:
    parts = split_passages(reading)
    tokens = tuple(tokenise(part.text) for part in parts)
    return _Document(
        passages=parts,
        tokens=tokens,
        quotable=tuple(flag_quotable(parts, tokens, reading.blocks)),
    )


def _grouped(document: _Document, types: Taxonomy, model: Recogniser) -> dict[str, list[_Said]]:
    """Return per clause type the passages that say it, where the best of them is sure enough."""
    texts = [part.text for part in document.passages]
    chances, cues = model.probabilities(texts, document.tokens)
    groups: dict[str, list[_Said]] = {}
    contexts: dict[str, _Context] = {}
    for place, part in enumerate(document.passages):
        findings = model.findings(chances[place], cues[place]) if document.quotable[place] else ()
        if not findings:
            continue
        if part.context not in contexts:
            contexts[part.context] = _context(part.context, types)
        context, tokens = contexts[part.context], document.tokens[place]
        allowed = not (context.is_ban or types.is_ban(tokens[:_BAN_WORDS]))
        for finding in findings:
            clause = types.clauses[finding.clause]
            general = types.passage_cues.number(f"general:{clause.id}")
            never = types.passage_cues.number(f"never:{clause.id}")
            is_other = never in cues[place] or never in context.cues
            if (
                finding.probability < MIN_PROBABILITY_FURTHER
                or is_other
                or not (allowed or clause.is_ban)
            ):
                continue
            said = find_polarity(types, clause, [*tokenise(part.lead), *tokens])
            groups.setdefault(clause.id, []).append(
                _Said(place, finding, said, general in cues[place], classify_passage(part.text))
            )
    return {clause: said for clause, said in groups.items() if any(_is_enough(one) for one in said)}


def _is_enough(said: _Said) -> bool:
    if said.weight is PassageRole.POINTER:
        return False
    if said.finding.basis is Basis.EXPLICIT:
        return said.finding.probability >= MIN_PROBABILITY_EXPLICIT
    return said.finding.probability >= (
        MIN_PROBABILITY_GENERAL if said.is_hinted else MIN_PROBABILITY_UNSUPPORTED
    )


def _context(text: str, types: Taxonomy) -> _Context:
    tokens = tokenise(text)
    return _Context(types.passage_cues.found(tokens), types.is_ban(tokens))


def _provision(
    document: _Document, search: FacetSearch, clause: ClauseType, said: list[_Said], release: str
) -> Provision:
    """Judge the passages of one type together."""
    ranked = sorted(said, key=lambda one: -one.merit)
    # What says it least surely may stand beside a quote, and decides nothing.
    deciding = [
        one
        for one in ranked
        if _is_enough(one) or one.finding.probability >= MIN_PROBABILITY_DECIDING
    ]
    governing = next(
        group
        for kinds in _GOVERNING[clause.denial]
        if (group := [one for one in deciding if one.polarity in kinds])
    )
    best, alike = governing[0], {one.polarity for one in governing}
    places = list(dict.fromkeys(one.place for one in [*governing, *ranked]))
    facets = search.facets(clause, places)
    stated = [clause.facet(one.id) for one in facets if one.is_stated]
    return Provision(
        clause=clause.id,
        quote=make_quote(document.passages[best.place]),
        further=tuple(
            make_quote(document.passages[one.place])
            for one in _others(document, best, [o for o in ranked if o.polarity in alike])
        ),
        polarity=best.polarity,
        severity=_severity(clause, governing, stated),
        confidence=best.finding.confidence,
        basis=best.finding.basis,
        facets=facets,
        note=write_note(clause, best.polarity, best.finding.basis, facets),
        engine=release,
    )


def _severity(clause: ClauseType, governing: Sequence[_Said], stated: Sequence[Facet]) -> Severity:
    """Return the gravest severity among the governing passages."""
    return max(
        (compute_severity(clause, kind, stated) for kind in {one.polarity for one in governing}),
        key=lambda one: one.rank,
    )


def _others(document: _Document, best: _Said, alike: Sequence[_Said]) -> Iterator[_Said]:
    """Yield at most four further passages that say the same, none of them in the same words."""
    seen = {document.passages[best.place].text.casefold()}
    left = MAX_FURTHER_QUOTES
    for one in alike:
        text = document.passages[one.place].text.casefold()
        if left and text not in seen:
            seen.add(text)
            left -= 1
            yield one


def write_note(
    clause: ClauseType, said: Polarity, basis: Basis, facets: Sequence[FacetFinding]
) -> str:
    """Return the interpretive note: what the text does not specify, and how sure the reading is."""
    is_denied = said in SETTLED
    missing = [
        facet.silent
        for facet, one in zip(clause.facets, facets, strict=True)
        if not one.is_stated and facet.silent and (facet.is_for_denial or not is_denied)
    ]
    parts = [f"On this point the text does not specify {_listed(missing)}."] if missing else []
    if basis is Basis.INFERRED:
        parts.append("The clause type follows from general words; the sentence does not name it.")
    return " ".join(parts)


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
