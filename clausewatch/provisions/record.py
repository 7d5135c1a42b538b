"""The record of a provision: every field that comes from the taxonomy and the document.

History, prevalence, other platforms and archive links are facts of the store; the caller adds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from clausewatch.model.provisions import SETTLED, Basis, FacetFinding, Polarity, Provision
from clausewatch.model.reading import Reading
from clausewatch.provisions.contacts import NO_CONTACT, OPT_OUT, Contacts, Links, find_contact
from clausewatch.provisions.memo import ProvisionTexts, fill_texts
from clausewatch.provisions.taxonomy import Agency, ClauseType, Regulation, Taxonomy

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
    "Is this record affiliated with the company?",
)

_POLARITY_WORDS = {
    Polarity.DOES: "states the practice",
    Polarity.MAY: "permits the practice",
    Polarity.DOES_NOT: "rules the practice out",
    Polarity.WITH_CONSENT: "only with consent",
    Polarity.OPT_OUT_OFFERED: "with an opt-out",
    Polarity.SOME_EXCLUDED: "some are excluded",
}
_RULE_WORDS = "states the rule"
"""Of types that are rules: they can be stated, and neither practised nor denied."""
_BASIS_WORDS = {
    Basis.EXPLICIT: "explicit: the sentence says it",
    Basis.INFERRED: "inferred from general words of the quoted sentence",
}


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Whose document a record is about, and where its page leads."""

    platform: str
    kind: str
    """In words: `privacy policy`. Texts name the document so: a page's title may be a slogan."""
    links: Links = ()
    """Words and address of the page's links."""
    url: str = ""
    """Of the page."""


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
class FaqEntry:
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
    texts: ProvisionTexts
    facets: tuple[FacetLine, ...]
    regulations: tuple[Regulation, ...]
    agencies: tuple[Agency, ...]
    stated_date: date | None
    """The date that the document itself states."""
    reviewed: date
    """When the texts and references of the type were last looked through."""
    faq: tuple[FaqEntry, ...]
    related: tuple[str, ...]
    """Clause types on record for the same document, gravest first, without this one."""
    disclaimer: str = DISCLAIMER
    mapping_note: str = MAPPING_NOTE
    actions_note: str = ACTIONS_NOTE
    method: str = METHOD


def build_record(
    provision: Provision,
    others: tuple[Provision, ...],
    reading: Reading,
    taxonomy: Taxonomy,
    named: RecordSource,
) -> Record:
    """Build the record; `others` are the document's provisions."""
    clause = taxonomy.clauses[provision.clause]
    contacts = Contacts(
        find_contact(reading, clause.contact, named.links, named.url),
        find_contact(reading, OPT_OUT, (), named.url) if clause.contact == "legal" else NO_CONTACT,
    )
    provision = replace(provision, facets=_facets_of(clause, provision))
    filled = fill_texts(clause, provision, named.platform, named.kind, contacts)
    return Record(
        provision=provision,
        platform=named.platform,
        document=reading.title or named.kind,
        title=clause.name,
        category=clause.category,
        question=clause.question,
        polarity=describe_polarity(clause, provision.polarity),
        basis=_BASIS_WORDS[provision.basis],
        texts=filled,
        facets=tuple(_facet_lines(clause, provision)),
        regulations=clause.regulations,
        agencies=clause.agencies,
        stated_date=reading.stated_date,
        reviewed=clause.reviewed,
        faq=_questions(clause, provision, filled, named.platform),
        related=tuple(one.clause for one in others if one.clause != provision.clause),
    )


def describe_polarity(clause: ClauseType, said: Polarity) -> str:
    """Return in words what a provision of a type does with its practice."""
    return _POLARITY_WORDS[said] if clause.verbs else _RULE_WORDS


def _facet_lines(clause: ClauseType, provision: Provision) -> Iterator[FacetLine]:
    """Yield the facets as shown; where nothing happens by itself only those that matter then."""
    for facet, one in zip(clause.facets, provision.facets, strict=True):
        if one.is_stated or facet.is_for_denial or provision.polarity not in SETTLED:
            words = facet.stated if one.is_stated else facet.absent
            quote = one.quote.text if one.quote else ""
            yield FacetLine(one.label, one.is_stated, words, quote)


def _facets_of(clause: ClauseType, provision: Provision) -> tuple[FacetFinding, ...]:
    """Return the facets that the type has now; a record of an older release may know others."""
    held = {one.id: one for one in provision.facets}
    return tuple(held.get(one.id) or FacetFinding(one.id, one.label, None) for one in clause.facets)


def _questions(
    clause: ClauseType, provision: Provision, filled: ProvisionTexts, platform: str
) -> tuple[FaqEntry, ...]:
    """Return the frequent questions, answered by this record's own texts."""
    answers = [f"{filled.what} {filled.why}", filled.impact, None, ""]
    has_way_out = any(one.id == OPT_OUT for one in clause.facets)
    if has_way_out and provision.polarity not in SETTLED:
        held = (one.quote.text for one in provision.facets if one.id == OPT_OUT and one.quote)
        quote = next(held, "")
        answers[2] = f"The document says: “{quote}”" if quote else "No opt-out is stated for it."
    answers[3] = f"Clausewatch is independent of {platform}: not affiliated, not speaking for it."
    pairs = zip(FAQ_PARTS, answers, strict=True)
    return tuple(FaqEntry(asks, said) for asks, said in pairs if said is not None)
