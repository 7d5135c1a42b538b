"""The fixed list of document kinds that the catalogue, commands and discovery share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clausewatch.catalogue.canonical_names import fold_name


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document."""

    key: str
    """A short word, stable: `privacy`."""
    name: str
    """As records and messages write it: `privacy policy`."""
    aliases: tuple[str, ...]
    """What people type for it, besides key and name."""
    declared_names: tuple[str, ...]
    """What public declarations call it."""


def _make(key: str, name: str, aliases: str = "", declared_names: str = "") -> DocumentKind:
    return DocumentKind(key, name, _split_names(aliases), _split_names(declared_names))


def _split_names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


KINDS = (
    _make("privacy", "privacy policy",
          "privacy notice, privacy statement, pp, data policy, data protection,"
          " data protection policy, privacy center, privacy centre",
          "Privacy Policy, Parent Organization Privacy Policy"),
    _make("terms", "terms of service",
          "tos, terms of use, tou, terms and conditions, terms & conditions, t&c, tc, tandc,"
          " conditions, user agreement, service agreement, eula, agb, cgu, terms conditions",
          "Terms of Service"),
    _make("cookies", "cookie policy",
          "cookie, cookie notice, cookies policy, cookie statement, trackers, trackers policy,"
          " tracking", "Trackers Policy"),
    _make("dpa", "data processing agreement",
          "data processing, data processing addendum, data processor agreement, processor,"
          " processor terms, dpas, avv", "Data Processor Agreement"),
    _make("subprocessors", "subprocessor list",
          "subprocessor, sub-processors, sub processors, sub-processor list, list of subprocessors,"
          " sub processor list, vendors list"),
    _make("aup", "acceptable use policy",
          "acceptable use, usage policy, usage policies, use policy, usage, fair use,"
          " fair use policy", "Acceptable Use Policy, Restricted Use Policy"),
    _make("guidelines", "community guidelines",
          "community, community rules, community standards, rules, code of conduct, conduct,"
          " content policy, guideline", "Community Guidelines, Live Policy, Quality Guidelines"),
    _make("business-privacy", "business privacy policy",
          "business privacy, enterprise privacy", "Business Privacy Policy"),
    _make("commercial", "commercial terms",
          "business terms, enterprise terms, msa, master agreement, master service agreement,"
          " master subscription agreement, customer agreement, subscription agreement,"
          " services agreement", "Commercial Terms, Premium Partner Conditions"),
    _make("sale", "conditions of sale",
          "terms of sale, sales, refund, refunds, refund policy, returns, return policy, shipping,"
          " cgv, sale terms", "General Conditions of Sale, Conditions of Carriage"),
    _make("sellers", "seller terms", "seller, sellers terms, seller agreement, merchant terms",
          "Marketplace Sellers Conditions"),
    _make("buyers", "buyer terms", "buyer, buyers terms", "Marketplace Buyers Conditions"),
    _make("developer", "developer terms",
          "developers, api, api terms, developer agreement, developer policy", "Developer Terms"),
    _make("controller", "data controller agreement", "controller terms, joint controller",
          "Data Controller Agreement"),
    _make("copyright", "copyright policy",
          "dmca, copyright claims, copyright claims policy, takedown, intellectual property, ip"
          " policy", "Copyright Claims Policy"),
    _make("legal", "legal notice",
          "legal information, legal notices, imprint, impressum, mentions legales, aviso legal,"
          " disclaimer", "Legal Information, Imprint"),
    _make("security", "vulnerability disclosure policy",
          "vulnerability disclosure, vdp, responsible disclosure, bug bounty, security policy",
          "Vulnerability Disclosure Policy"),
    _make("law-enforcement", "law enforcement guidelines", "law enforcement, government requests",
          "Law Enforcement Guidelines"),
    _make("ads", "advertising policy",
          "advertising, ad policy, ads policy, advertising content policy, ad policies",
          "Advertising Content Policy, Ad Publishing Policy"),
    _make("monetisation", "monetisation policy",
          "monetization, monetization policy, content monetisation policy",
          "Content Monetisation Policy"),
    _make("purchases", "in-app purchases policy", "in-app purchases, credits",
          "In-App Purchases Policy"),
    _make("affiliate", "affiliate disclosure", "affiliates, affiliate terms, affiliate program",
          "Affiliate Disclosure"),
    _make("ranking", "ranking description", "ranking parameters, ranking parameters description",
          "Ranking Parameters Description"),
    _make("p2b", "platform-to-business notice", "mediation, business mediation policy",
          "Platform to Business Notice, Business Mediation Policy"),
    _make("complaints", "complaints policy", "complaint, complaints procedure",
          "Complaints Policy"),
    _make("sla", "service level agreement", "service levels, uptime", "Service Level Agreement"),
    _make("brand", "brand guidelines", "trademark, trademarks, trademark policy",
          "Brand Guidelines"),
    _make("reviews", "review policy", "review guidelines", "Review Guidelines"),
    _make("safety", "safety guidelines", "child safety", "Safety Guidelines"),
    _make("consent", "user consent policy", "consent policy", "User Consent Policy"),
    _make("records", "records keeping policy", "records keeping, 2257", "Records Keeping Policy"),
    _make("accessibility", "accessibility statement", "a11y, accessibility policy",
          "Accessibility Statement"),
    _make("human-rights", "human rights policy", "modern slavery, modern slavery statement",
          "Human Rights Policy"),
    _make("responsibility", "corporate responsibility statement", "csr, sustainability",
          "Corporate Social Responsibility"),
    _make("editorial", "editorial policy", "editorial standards", "Editorial Policy"),
    _make("social-media", "social media policy", "", "Social Media Policy"),
    _make("telephone", "telephone policy", "sms terms, text messaging",
          "Telephone Communication Guidelines"),
    _make("captions", "closed captioning policy", "captioning", "Closed Captioning Policy"),
    _make("sign-on", "single sign-on policy", "sso", "Single Sign-On Policy"),
    _make("deceased", "deceased users policy", "deceased users", "Deceased Users"),
    _make("warranty", "warranty", "guarantee", "Seller Warranty"),
    _make("agreement", "other agreement", "", "Miscellaneous Agreement"),
    _make("faq", "frequently asked questions", "", "Frequently Asked Questions"),
    _make("about", "about page", "", "About"),
    _make("other", "other policy", "", "Other, Policy"),
)  # fmt: skip
"""In the order in which documents are listed."""

IGNORED_DECLARED_NAMES = frozenset({"Spam", "Merged"})
"""Marks that editors of declarations set on hijacked pages and duplicates."""

KINDS_BY_KEY: Mapping[str, DocumentKind] = MappingProxyType({kind.key: kind for kind in KINDS})
KIND_ORDER: Mapping[str, int] = MappingProxyType({kind.key: at for at, kind in enumerate(KINDS)})
"""The position of each kind in `KINDS`, by its key."""
KINDS_BY_DECLARED_NAME: Mapping[str, DocumentKind] = MappingProxyType(
    {name: kind for kind in KINDS for name in kind.declared_names}
)
_KINDS_BY_FOLDED_NAME: Mapping[str, DocumentKind] = MappingProxyType(
    {
        fold_name(name): kind
        for kind in KINDS
        for name in (kind.key, kind.name, *kind.aliases, *kind.declared_names)
    }
)
WORDS_FOR_ALL = frozenset({"all", "everything", "any"})


@dataclass(frozen=True, slots=True)
class ParsedKinds:
    """The kinds that a person listed, and the words that name no kind."""

    kinds: tuple[DocumentKind, ...]
    unknown: tuple[str, ...] = ()


def find_kind(name: str) -> DocumentKind | None:
    """Return the kind that a name means, ignoring case, accents and punctuation, or None."""
    folded = fold_name(name)
    return _KINDS_BY_FOLDED_NAME.get(folded) or _KINDS_BY_FOLDED_NAME.get(folded.removesuffix("s"))


def parse_kinds(text: str) -> ParsedKinds:
    """Return the kinds listed in a text such as `privacy, terms of use + dpa`; `all` means all."""
    parts = [part.strip() for part in re.split(r"[,;+/|\n]|\band\b(?! conditions)", text)]
    kinds: list[DocumentKind] = []
    unknown: list[str] = []
    for part in filter(None, parts):
        if fold_name(part) in WORDS_FOR_ALL:
            return ParsedKinds(KINDS)
        part_kinds, part_unknown = _parse_words(part.split())
        kinds += part_kinds
        unknown += part_unknown
    return ParsedKinds(tuple(dict.fromkeys(kinds)), tuple(unknown))


def _parse_words(words: list[str]) -> tuple[list[DocumentKind], list[str]]:
    """Read words as names of kinds, the longest first; return the kinds and the other words."""
    kinds: list[DocumentKind] = []
    unknown: list[str] = []
    while words:
        for size in range(len(words), 0, -1):
            kind = find_kind(" ".join(words[:size]))
            if kind is not None:
                kinds.append(kind)
                words = words[size:]
                break
        else:
            unknown.append(words[0])
            words = words[1:]
    return kinds, unknown
