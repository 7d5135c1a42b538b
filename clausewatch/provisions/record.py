"""The record of a provision: every field that comes from the taxonomy and the document.

History, prevalence, other platforms and archive links are facts of the store; the caller adds them.
"""

from dataclasses import dataclass, replace
from datetime import date

from clausewatch.provision import Basis, FacetFinding, Polarity, Provision
from clausewatch.provisions.memo import Texts, contact_of, texts
from clausewatch.provisions.taxonomy import Agency, Clause, Regulation, Taxonomy
from clausewatch.reading import Reading

DISCLAIMER = (
    "This record describes what the document states, permits or reserves. It is not legal advice "
    "and no statement on enforceability; effects differ by law and circumstances."
)
MAPPING_NOTE = (
    "Regulations and agencies are mapped to clause types for information; the mapping was not "
    "reviewed by a lawyer."
)
ACTIONS_NOTE = (
    "These steps may help and may not be enough; what they achieve differs by law and by case."
)
METHOD = (
    "Sentences, list items and table cells are recognised offline, quoted verbatim and judged by "
    "clause type, wording and stated particulars; what each confidence means was measured."
)
FAQ_PARTS = (
    "What does the clause do?",
    "How does it affect you?",
    "Is there a way out?",
    "Who is behind this record?",
)

_POLARITY_WORDS = {
    Polarity.DOES: "states the practice",
    Polarity.MAY: "permits the practice",
    Polarity.DOES_NOT: "rules the practice out",
    Polarity.WITH_CONSENT: "only with consent",
    Polarity.OPT_OUT_OFFERED: "with an opt-out",
    Polarity.SOME_EXCLUDED: "some are excluded",
}
_BASIS_WORDS = {
    Basis.EXPLICIT: "explicit: the sentence says it",
    Basis.INFERRED: "inferred from general words of the quoted sentence",
}


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A facet as the record shows it."""

    label: str
    is_stated: bool
    words: str
    """The sentence of the taxonomy for it, empty where there is none."""
    quote: str
    """The document's own words, empty where absent."""


@dataclass(frozen=True, slots=True)
class Question:
    """A frequent question and its answer for this provision."""

    asks: str
    answer: str


@dataclass(frozen=True)
class Record:
    """A provision's page: DESIGN section 4 as far as taxonomy and document go."""

    provision: Provision
    platform: str
    document: str
    title: str
    category: str
    question: str
    polarity: str
    basis: str
    texts: Texts
    facets: tuple[FacetLine, ...]
    regulations: tuple[Regulation, ...]
    agencies: tuple[Agency, ...]
    stated_date: date | None
    """The date that the document itself states."""
    reviewed: date
    """When the texts and references of the type were last looked through."""
    faq: tuple[Question, ...]
    related: tuple[str, ...]
    """Clause types on record for the same document, gravest first, without this one."""
    disclaimer: str = DISCLAIMER
    mapping_note: str = MAPPING_NOTE
    actions_note: str = ACTIONS_NOTE
    method: str = METHOD


def record(
    provision: Provision,
    others: tuple[Provision, ...],
    reading: Reading,
    taxonomy: Taxonomy,
    named: tuple[str, str],
) -> Record:
    """Build the record; `others` are the document's provisions, `named` platform and title."""
    platform, document = named
    clause = taxonomy.clauses[provision.clause]
    provision = replace(provision, facets=_facets_of(clause, provision))
    filled = texts(clause, provision, platform, document, contact_of(reading))
    return Record(
        provision=provision,
        platform=platform,
        document=document,
        title=clause.name,
        category=clause.category,
        question=clause.question,
        polarity=_POLARITY_WORDS[provision.polarity],
        basis=_BASIS_WORDS[provision.basis],
        texts=filled,
        facets=tuple(
            FacetLine(
                label=one.label,
                is_stated=one.is_stated,
                words=facet.stated if one.is_stated else facet.absent,
                quote=one.quote.text if one.quote else "",
            )
            for facet, one in zip(clause.facets, provision.facets, strict=True)
        ),
        regulations=clause.regulations,
        agencies=clause.agencies,
        stated_date=reading.stated_date,
        reviewed=clause.reviewed,
        faq=_questions(provision, filled, platform),
        related=tuple(one.clause for one in others if one.clause != provision.clause),
    )


def _facets_of(clause: Clause, provision: Provision) -> tuple[FacetFinding, ...]:
    """Return the facets that the type has now; a record of an older release may know others."""
    held = {one.id: one for one in provision.facets}
    return tuple(held.get(one.id) or FacetFinding(one.id, one.label, None) for one in clause.facets)


def _questions(provision: Provision, filled: Texts, platform: str) -> tuple[Question, ...]:
    """Return the frequent questions, answered by this record's own texts."""
    way_out = next(
        (one.quote.text for one in provision.facets if one.id == "opt_out" and one.quote), ""
    )
    answers = (
        f"{filled.what} {filled.why}",
        filled.impact,
        f"The document says: “{way_out}”"
        if way_out
        else "The document states none for this clause.",
        f"Clausewatch is independent of {platform}: not affiliated, and not speaking for it.",
    )
    return tuple(Question(asks, said) for asks, said in zip(FAQ_PARTS, answers, strict=True))
