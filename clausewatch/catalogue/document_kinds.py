"""The kinds of documents: one fixed list that the catalogue, commands and discovery share."""

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
    """In words, as records and messages say it: `privacy policy`."""
    words: tuple[str, ...]
    """What people type for it, beside key and name."""
    raw: tuple[str, ...]
    """What public declarations call it."""


def _kind(key: str, name: str, words: str = "", raw: str = "") -> DocumentKind:
    split = (
        tuple(part.strip() for part in text.split(",") if part.strip()) for text in (words, raw)
    )
    typed, declared = split
    return DocumentKind(key, name, typed, declared)


KINDS = (
    _kind("privacy", "privacy policy",
          "privacy notice, privacy statement, pp, data policy, data protection,"
          " data protection policy, privacy center, privacy centre",
          "Privacy Policy, Parent Organization Privacy Policy"),
    _kind("terms", "terms of service",
          "tos, terms of use, tou, terms and conditions, terms & conditions, t&c, tc, tandc,"
          " conditions, user agreement, service agreement, eula, agb, cgu, terms conditions",
          "Terms of Service"),
    _kind("cookies", "cookie policy",
          "cookie, cookie notice, cookies policy, cookie statement, trackers, trackers policy,"
          " tracking", "Trackers Policy"),
    _kind("dpa", "data processing agreement",
          "data processing, data processing addendum, data processor agreement, processor,"
          " processor terms, dpas, avv", "Data Processor Agreement"),
    _kind("subprocessors", "subprocessor list",
          "subprocessor, sub-processors, sub processors, sub-processor list, list of subprocessors,"
          " sub processor list, vendors list"),
    _kind("aup", "acceptable use policy",
          "acceptable use, usage policy, usage policies, use policy, usage, fair use,"
          " fair use policy", "Acceptable Use Policy, Restricted Use Policy"),
    _kind("guidelines", "community guidelines",
          "community, community rules, community standards, rules, code of conduct, conduct,"
          " content policy, guideline", "Community Guidelines, Live Policy, Quality Guidelines"),
    _kind("business-privacy", "business privacy policy",
          "business privacy, enterprise privacy", "Business Privacy Policy"),
    _kind("commercial", "commercial terms",
          "business terms, enterprise terms, msa, master agreement, master service agreement,"
          " master subscription agreement, customer agreement, subscription agreement,"
          " services agreement", "Commercial Terms, Premium Partner Conditions"),
    _kind("sale", "conditions of sale",
          "terms of sale, sales, refund, refunds, refund policy, returns, return policy, shipping,"
          " cgv, sale terms", "General Conditions of Sale, Conditions of Carriage"),
    _kind("sellers", "seller terms", "seller, sellers terms, seller agreement, merchant terms",
          "Marketplace Sellers Conditions"),
    _kind("buyers", "buyer terms", "buyer, buyers terms", "Marketplace Buyers Conditions"),
    _kind("developer", "developer terms",
          "developers, api, api terms, developer agreement, developer policy", "Developer Terms"),
    _kind("controller", "data controller agreement", "controller terms, joint controller",
          "Data Controller Agreement"),
    _kind("copyright", "copyright policy",
          "dmca, copyright claims, copyright claims policy, takedown, intellectual property, ip"
          " policy", "Copyright Claims Policy"),
    _kind("legal", "legal notice",
          "legal information, legal notices, imprint, impressum, mentions legales, aviso legal,"
          " disclaimer", "Legal Information, Imprint"),
    _kind("security", "vulnerability disclosure policy",
          "vulnerability disclosure, vdp, responsible disclosure, bug bounty, security policy",
          "Vulnerability Disclosure Policy"),
    _kind("law-enforcement", "law enforcement guidelines", "law enforcement, government requests",
          "Law Enforcement Guidelines"),
    _kind("ads", "advertising policy",
          "advertising, ad policy, ads policy, advertising content policy, ad policies",
          "Advertising Content Policy, Ad Publishing Policy"),
    _kind("monetisation", "monetisation policy",
          "monetization, monetization policy, content monetisation policy",
          "Content Monetisation Policy"),
    _kind("purchases", "in-app purchases policy", "in-app purchases, credits",
          "In-App Purchases Policy"),
    _kind("affiliate", "affiliate disclosure", "affiliates, affiliate terms, affiliate program",
          "Affiliate Disclosure"),
    _kind("ranking", "ranking description", "ranking parameters, ranking parameters description",
          "Ranking Parameters Description"),
    _kind("p2b", "platform-to-business notice", "mediation, business mediation policy",
          "Platform to Business Notice, Business Mediation Policy"),
    _kind("complaints", "complaints policy", "complaint, complaints procedure",
          "Complaints Policy"),
    _kind("sla", "service level agreement", "service levels, uptime", "Service Level Agreement"),
    _kind("brand", "brand guidelines", "trademark, trademarks, trademark policy",
          "Brand Guidelines"),
    _kind("reviews", "review policy", "review guidelines", "Review Guidelines"),
    _kind("safety", "safety guidelines", "child safety", "Safety Guidelines"),
    _kind("consent", "user consent policy", "consent policy", "User Consent Policy"),
    _kind("records", "records keeping policy", "records keeping, 2257", "Records Keeping Policy"),
    _kind("accessibility", "accessibility statement", "a11y, accessibility policy",
          "Accessibility Statement"),
    _kind("human-rights", "human rights policy", "modern slavery, modern slavery statement",
          "Human Rights Policy"),
    _kind("responsibility", "corporate responsibility statement", "csr, sustainability",
          "Corporate Social Responsibility"),
    _kind("editorial", "editorial policy", "editorial standards", "Editorial Policy"),
    _kind("social-media", "social media policy", "", "Social Media Policy"),
    _kind("telephone", "telephone policy", "sms terms, text messaging",
          "Telephone Communication Guidelines"),
    _kind("captions", "closed captioning policy", "captioning", "Closed Captioning Policy"),
    _kind("sign-on", "single sign-on policy", "sso", "Single Sign-On Policy"),
    _kind("deceased", "deceased users policy", "deceased users", "Deceased Users"),
    _kind("warranty", "warranty", "guarantee", "Seller Warranty"),
    _kind("agreement", "other agreement", "", "Miscellaneous Agreement"),
    _kind("faq", "frequently asked questions", "", "Frequently Asked Questions"),
    _kind("about", "about page", "", "About"),
    _kind("other", "other policy", "", "Other, Policy"),
)  # fmt: skip
"""In the order in which documents are listed."""

IGNORED_DECLARED_NAMES = frozenset({"Spam", "Merged"})
"""Marks of the declarations' editors, not documents: hijacked pages and double entries."""

KINDS_BY_KEY: Mapping[str, DocumentKind] = MappingProxyType({kind.key: kind for kind in KINDS})
KIND_ORDER: Mapping[str, int] = MappingProxyType({kind.key: at for at, kind in enumerate(KINDS)})
"""Where a kind stands in the list."""
KINDS_BY_NAME: Mapping[str, DocumentKind] = MappingProxyType({kind.name: kind for kind in KINDS})
KINDS_BY_DECLARED_NAME: Mapping[str, DocumentKind] = MappingProxyType(
    {raw: kind for kind in KINDS for raw in kind.raw}
)
_TYPED: Mapping[str, DocumentKind] = MappingProxyType(
    {
        fold_name(word): kind
        for kind in KINDS
        for word in (kind.key, kind.name, *kind.words, *kind.raw)
    }
)
WORDS_FOR_ALL = frozenset({"all", "everything", "any"})


@dataclass(frozen=True, slots=True)
class ParsedKinds:
    """Kinds that a person listed, and the words that are none."""

    kinds: tuple[DocumentKind, ...]
    unknown: tuple[str, ...] = ()


def find_kind(words: str) -> DocumentKind | None:
    """Return the kind that a person's words mean, or None; no case, accents or punctuation."""
    wanted = fold_name(words)
    return _TYPED.get(wanted) or _TYPED.get(wanted.removesuffix("s"))


def parse_kinds(text: str) -> ParsedKinds:
    """Return the kinds listed in a text such as `privacy, terms of use + dpa`; `all` means all."""
    parts = [part.strip() for part in re.split(r"[,;+/|\n]|\band\b(?! conditions)", text)]
    found: list[DocumentKind] = []
    unknown: list[str] = []
    for part in filter(None, parts):
        if fold_name(part) in WORDS_FOR_ALL:
            return ParsedKinds(KINDS)
        kinds, left = _kinds_in(part)
        found += kinds
        unknown += left
    return ParsedKinds(tuple(dict.fromkeys(found)), tuple(unknown))


def _kinds_in(part: str) -> tuple[list[DocumentKind], list[str]]:
    """Read one part: a phrase for a kind, or several words in a row, the longest first."""
    words = part.split()
    found: list[DocumentKind] = []
    unknown: list[str] = []
    while words:
        for size in range(len(words), 0, -1):
            kind = find_kind(" ".join(words[:size]))
            if kind is not None:
                found.append(kind)
                words = words[size:]
                break
        else:
            unknown.append(words.pop(0))
    return found, unknown
