"""Finds links that may lead to a platform's policies, from the bytes and URL of a page.

A person chooses among the links, and nothing here decides. A page that lists policies (a legal hub)
is such a link too, and its own page can be searched in the same way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from clausewatch.catalogue.canonical_names import (
    find_registrable_domain,
    is_shared_host,
    parse_host,
)
from clausewatch.catalogue.document_kinds import KIND_ORDER, KINDS_BY_KEY, DocumentKind
from clausewatch.catalogue.link_phrases import EXACT_SCORE, score_label
from clausewatch.catalogue.page_links import (
    ASSET,
    POLICY_RELS,
    PageLink,
    collect_links,
    parse_page,
)
from clausewatch.catalogue.urls import guess_kind
from clausewatch.text.document_titles import normalise_label

REL_SCORE = 90
"""The score of a link whose `rel` names the policy."""
URL_SCORE, SCRIPT_SCORE = 25, 15
"""The base scores of a link whose URL alone names a kind, on the page and in a script."""
FOOTER_BONUS, URL_BONUS, OWN_DOMAIN_BONUS = 15, 15, 10
FOREIGN_DOMAIN_PENALTY = 10
ARTICLE_PENALTY = 60
"""A page of a blog or a help centre is about privacy, and rarely the policy."""
LISTED_SCORE, DEPTH_PENALTY = 45, 5
"""The base score of a URL in a sitemap, and the penalty for each further level of its path."""
MIN_SCORE = 30
MAX_SCORE = 100
MAX_POLICY_LINKS = 40
MAX_NAME_CHARS = 40
"""A longer link text is a teaser and not a name."""
HUB_KIND = "legal"
_ARTICLE_PATH = re.compile(
    r"/(?:blog|news|press|article|stories|careers|jobs|events?|resources|learn|academy|guide|tag)s?/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PolicyLink:
    """A link that may lead to a policy."""

    url: str
    kind: DocumentKind
    label: str
    """The link's text on the page."""
    score: int
    """About 0 to 100: how certain the kind is."""
    is_hub: bool = False
    """It may lead to a list of policies instead of one policy."""
    found_on: str = ""
    """The URL of the page or file that has the link; empty for the page that was passed in."""


def find_policy_links(body: bytes, url: str, charset: str | None = None) -> tuple[PolicyLink, ...]:
    """Return the links of a page that may lead to policies, by kind and score.

    `url` is the URL after redirects, `charset` the charset of the Content-Type header. A body that
    is not HTML has no links.
    """
    root = parse_page(body, charset)
    if root is None:
        return ()
    return rank_links(
        policy_link
        for page_link in collect_links(root, url)
        for policy_link in _score_link(page_link, url)
    )


def rank_links(links: Iterable[PolicyLink]) -> tuple[PolicyLink, ...]:
    """Return each page once per kind, in the order of the kinds, the highest score first."""
    best: dict[tuple[str, str], PolicyLink] = {}
    for link in links:
        key = (unquote(link.url).rstrip("/").casefold(), link.kind.key)
        if key not in best or best[key].score < link.score:
            best[key] = link
    ordered = sorted(
        best.values(), key=lambda link: (KIND_ORDER[link.kind.key], -link.score, link.url)
    )
    return tuple(ordered[:MAX_POLICY_LINKS])


def find_links_by_url(urls: Iterable[str], home: str) -> tuple[PolicyLink, ...]:
    """Return the URLs without labels, as in a sitemap, whose words name a kind."""
    links = []
    own_domain = find_registrable_domain(parse_host(home))
    for url in urls:
        kind = guess_kind(url)
        if kind is None:
            continue
        parts = urlsplit(url)
        if _ARTICLE_PATH.search(parts.path) or ASSET.search(parts.path):
            continue
        # A policy is near the root of its site; deep pages are articles or old versions.
        depth = len([part for part in parts.path.split("/") if part])
        score = LISTED_SCORE - DEPTH_PENALTY * max(0, depth - 1)
        if find_registrable_domain(parse_host(url)) == own_domain:
            score += OWN_DOMAIN_BONUS
        if score >= MIN_SCORE:
            links.append(PolicyLink(url, kind, kind.name, score))
    return rank_links(links)


def _score_link(link: PageLink, home: str) -> list[PolicyLink]:
    """Return a policy link for each kind that the label, the URL or the `rel` of a link names."""
    if link.rel in POLICY_RELS:
        kind = KINDS_BY_KEY[POLICY_RELS[link.rel]]
        return [PolicyLink(link.url, kind, link.label or kind.name, REL_SCORE)]
    url_kind = guess_kind(link.url)
    label_scores = [] if link.is_scripted else score_label(link.label)
    if not label_scores and url_kind is not None:
        # Only the URL of the link names a kind, unless its label is a long text.
        label_scores = [(url_kind, SCRIPT_SCORE if link.is_scripted else _score_url(link.label))]
    links = []
    for kind, label_score in label_scores:
        score = label_score + _score_surroundings(link, kind, url_kind, home)
        if label_score and score >= MIN_SCORE:
            label = link.label or kind.name
            is_hub = kind.key == HUB_KIND
            links.append(PolicyLink(link.url, kind, label, min(score, MAX_SCORE), is_hub))
    return _drop_side_topics(links)


def _score_url(label: str) -> int:
    """Return the score of a URL beside a label that names no kind: 0 if the label is long."""
    return URL_SCORE if len(normalise_label(label)) <= MAX_NAME_CHARS else 0


def _score_surroundings(
    link: PageLink, kind: DocumentKind, url_kind: DocumentKind | None, home: str
) -> int:
    """Return what the position and the URL of a link add to the score of its label."""
    score = FOOTER_BONUS if link.is_in_footer else 0
    score += URL_BONUS if url_kind == kind else 0
    host, own_domain = parse_host(link.url), find_registrable_domain(parse_host(home))
    if find_registrable_domain(host) == own_domain:
        score += OWN_DOMAIN_BONUS
    elif not is_shared_host(host) and own_domain.partition(".")[0] not in host:
        score -= FOREIGN_DOMAIN_PENALTY
    if _ARTICLE_PATH.search(urlsplit(link.url).path):
        score -= ARTICLE_PENALTY
    return score


def _drop_side_topics(links: list[PolicyLink]) -> list[PolicyLink]:
    """Drop kinds that a label only mentions if it is exactly another: legal notice on cookies."""
    best = max((link.score for link in links), default=0)
    return [link for link in links if link.score >= best - (EXACT_SCORE - MIN_SCORE)]
