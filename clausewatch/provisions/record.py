"""Builds the record of a provision from the taxonomy and the document.

The store adds history, prevalence, other platforms and archive links.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from clausewatch.model.provisions import SETTLED, Basis, FacetFinding, Polarity, Provision
from clausewatch.model.reading import Reading
from clausewatch.provisions.contacts import NO_CONTACT, OPT_OUT, Contacts, Links, find_contact
from clausewatch.provisions.laws import Agency, Regulation
from clausewatch.provisions.open_facets import find_open_facets
from clausewatch.provisions.provision_texts import ProvisionTexts, fill_texts
from clausewatch.provisions.taxonomy import ClauseType, Taxonomy

DISCLAIMER = (
    "This record describes what the document states, permits or reserves. It is not legal advice "
    "and does not address enforceability, which depends on jurisdiction and facts."
)
MAPPING_NOTE = (
    "Regulations and agencies are mapped to clause types for information; the mapping was not "
    "reviewed by a lawyer."
)
ACTIONS_NOTE = "These steps may not fully resolve the issue. Results vary by jurisdiction."
METHOD = (
    "Sentences, list items and table cells are recognised offline, quoted verbatim and judged by "
    "clause type, wording and stated details. Confidence levels are calibrated on labelled data."
)
FAQ_QUESTIONS = (
    "What does the clause do?",
    "How does it affect you?",
    "Is there an opt-out?",
    "Is this record affiliated with the company?",
)

_POLARITY_PHRASES = {
    Polarity.DOES: "states the practice",
    Polarity.MAY: "permits the practice",
    Polarity.DOES_NOT: "rules out the practice",
    Polarity.WITH_CONSENT: "only with consent",
    Polarity.OPT_OUT_OFFERED: "with an opt-out",
    Polarity.SOME_EXCLUDED: "rules out a part of the practice",
    Polarity.UNCLEAR: "unclear: the document contradicts itself",
}
_RULE_PHRASE = "states the rule"
"""For a clause type that is a rule: a document can state it, but not practise or deny it."""
_BASIS_PHRASES = {
    Basis.EXPLICIT: "express: the quoted text says it",
    Basis.INFERRED: "inferred from general wording",
}


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The document that a record is about."""

    platform: str
    kind: str
    """In words: `privacy policy`. Texts use it because a page's title may be a slogan."""
    links: Links = ()
    """Text and URL of each link of the page."""
    url: str = ""
    """The page's URL."""


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A facet as the record shows it."""

    label: str
    is_stated: bool
    words: str
    """The taxonomy's sentence about it, or an empty string."""
    quote: str
    """The document's own words, empty if the facet is absent."""


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A frequent question, answered for one provision."""

    question: str
    answer: str


@dataclass(frozen=True)
class Record:
    """The record of a provision, as far as taxonomy and document determine it."""

    provision: Provision
    platform: str
    document: str
    title: str
    category: str
    question: str
    polarity: str
    basis: str
    texts: ProvisionTexts
    facets: tuple[FacetLine, ...]
    regulations: tuple[Regulation, ...]
    agencies: tuple[Agency, ...]
    stated_date: date | None
    """The date that the document itself states."""
    reviewed: date
    """The date of the last review of the clause type's texts and references."""
    faq: tuple[FaqEntry, ...]
    related: tuple[str, ...]
    """Other clause types on record for the same document, highest severity first."""
    disclaimer: str = DISCLAIMER
    mapping_note: str = MAPPING_NOTE
    actions_note: str = ACTIONS_NOTE
    method: str = METHOD


def build_record(
    provision: Provision,
    others: tuple[Provision, ...],
    reading: Reading,
    taxonomy: Taxonomy,
    source: RecordSource,
) -> Record:
    """Build the record of a provision; `others` are all provisions of the document."""
    clause = taxonomy.clauses[provision.clause]
    contacts = Contacts(
        find_contact(reading, clause.contact, source.links, source.url),
        find_contact(reading, OPT_OUT, (), source.url) if clause.contact == "legal" else NO_CONTACT,
    )
    provision = replace(provision, facets=_align_facets(clause, provision))
    texts = fill_texts(clause, provision, source.platform, source.kind, contacts)
    return Record(
        provision=provision,
        platform=source.platform,
        document=reading.title or source.kind,
        title=clause.name,
        category=clause.category,
        question=clause.question,
        polarity=describe_polarity(clause, provision.polarity),
        basis=_BASIS_PHRASES[provision.basis],
        texts=texts,
        facets=tuple(_build_facet_lines(clause, provision)),
        regulations=clause.regulations,
        agencies=clause.agencies,
        stated_date=reading.stated_date,
        reviewed=clause.reviewed,
        faq=_answer_questions(clause, provision, texts, source.platform),
        related=tuple(other.clause for other in others if other.clause != provision.clause),
    )


def describe_polarity(clause: ClauseType, polarity: Polarity) -> str:
    """Return in words what a provision of a clause type does with its practice."""
    return _POLARITY_PHRASES[polarity] if clause.verbs else _RULE_PHRASE


def _build_facet_lines(clause: ClauseType, provision: Provision) -> Iterator[FacetLine]:
    """Yield the facets as shown, without those that a settled practice makes irrelevant."""
    open_facets = set(find_open_facets(clause, provision.polarity, provision.facets))
    for facet, finding in zip(clause.facets, provision.facets, strict=True):
        if finding.is_stated or facet in open_facets:
            sentence = facet.stated if finding.is_stated else facet.absent
            quote = finding.quote.text if finding.quote else ""
            yield FacetLine(finding.label, finding.is_stated, sentence, quote)


def _align_facets(clause: ClauseType, provision: Provision) -> tuple[FacetFinding, ...]:
    """Return the present facets of the clause type; an older release may have recorded others."""
    recorded = {finding.id: finding for finding in provision.facets}
    return tuple(
        recorded.get(facet.id) or FacetFinding(facet.id, facet.label, None)
        for facet in clause.facets
    )


def _answer_questions(
    clause: ClauseType, provision: Provision, texts: ProvisionTexts, platform: str
) -> tuple[FaqEntry, ...]:
    """Return the frequent questions, answered with the texts of this record."""
    opt_out_answer = None
    has_opt_out = any(facet.id == OPT_OUT for facet in clause.facets)
    if has_opt_out and provision.polarity not in SETTLED:
        facet = next(facet for facet in provision.facets if facet.id == OPT_OUT)
        if facet.quote is not None:
            opt_out_answer = f"The document says: “{facet.quote.text}”"
        elif facet.is_absent:
            opt_out_answer = "We found no opt-out in this document."
    answers = (
        f"{texts.what} {texts.why}",
        texts.impact,
        opt_out_answer,
        f"Clausewatch is not affiliated with {platform}.",
    )
    pairs = zip(FAQ_QUESTIONS, answers, strict=True)
    return tuple(FaqEntry(question, answer) for question, answer in pairs if answer is not None)
