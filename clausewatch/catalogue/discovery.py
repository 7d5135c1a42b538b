"""Finds a platform's policies on its home page: pure, from bytes and URL to offers.

Offers are for a person to choose from; nothing here decides. A page that lists policies (a legal
hub) is offered as such, and can be handed back in to find what it lists.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from clausewatch.catalogue.canonical_names import (
    find_registrable_domain,
    is_shared_host,
    parse_host,
)
from clausewatch.catalogue.document_kinds import KIND_ORDER, KINDS_BY_KEY, DocumentKind
from clausewatch.catalogue.link_phrases import EXACT_SCORE, normalise_label, score_label
from clausewatch.catalogue.script_data import find_labelled_urls
from clausewatch.catalogue.urls import guess_kind

IN_FOOTER, URL_AGREES, OWN_DOMAIN = 15, 15, 10
REL_SAYS, SCRIPT_ONLY, URL_ONLY, ELSEWHERE = 90, 15, 25, -10
ARTICLE = -60
"""A page of a blog or a help centre speaks about privacy, and is seldom the policy."""
NAMED, DEPTH_COSTS = 45, 5
MIN_SCORE = 30
MAX_POLICY_LINKS = 40
MAX_PAGE_BYTES = 5_000_000
MAX_PAGE_LINKS = 10_000
"""Of one page: half from its top and half from its end, where footers are."""
MAX_LABEL_NODES = 100
"""Of one link's inside: links within links would else be read once for each around them."""
MAX_NODE_CHARS = 1_000
MAX_URL_CHARS = 4_096
"""What is longer is fetched by nobody."""
HUB_KIND = "legal"
_ARTICLE_PATH = re.compile(
    r"/(?:blog|news|press|article|stories|careers|jobs|events?|resources|learn|academy|guide|tag)s?/",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"foot|legal|bottom|colophon|copyright|imprint", re.IGNORECASE)
_IN_SCRIPT = re.compile(
    r"""["'](?P<url>(?:https?:)?\\?/[^"'\s<>]{0,200}?"""
    r"""(?:privacy|terms|legal|cookie|datenschutz)[^"'\s<>]{0,100})["']""",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:js|css|json|png|jpe?g|svg|webp|gif|woff2?|ico|xml|mjs|map)(?:$|\?)", re.IGNORECASE
)
_LINKS = frozenset({"a", "area", "link"})
_RELS = {"privacy-policy": "privacy", "terms-of-service": "terms"}


@dataclass(frozen=True, slots=True)
class PolicyLink:
    """A link that may lead to a policy."""

    url: str
    kind: DocumentKind
    label: str
    """The link's text, as the page has it."""
    score: int
    """About 0 to 100: how sure the kind is."""
    is_hub: bool = False
    """True where it may be a list of policies rather than one."""
    found_on: str = ""
    """The page or file that names it; empty for the page that was handed in."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of the page with what surrounds it."""

    url: str
    label: str
    is_low: bool
    """In a footer, or in a part that is called so."""
    rel: str = ""
    is_scripted: bool = False


def find_policy_links(body: bytes, url: str, charset: str | None = None) -> tuple[PolicyLink, ...]:
    """Return what a page links to that looks like a policy, the kinds in order, the surest first.

    `url` is where the page was got in the end, `charset` what its Content-Type header names. A
    page that is no HTML has none.
    """
    try:
        parser = html.HTMLParser(encoding=charset or _charset(body))
        root = html.document_fromstring(body[:MAX_PAGE_BYTES], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return ()
    links = [*_links(root, url), *_in_data(root, url), *_scripted(root, url)]
    return rank_links(offer for link in links for offer in _judged(link, url))


def rank_links(found: Iterable[PolicyLink]) -> tuple[PolicyLink, ...]:
    """Return offers with each page once per kind, the kinds in order, the surest first."""
    best: dict[tuple[str, str], PolicyLink] = {}
    for offer in found:
        mark = (_page(offer.url), offer.kind.key)
        if mark not in best or best[mark].score < offer.score:
            best[mark] = offer
    ordered = sorted(best.values(), key=lambda o: (KIND_ORDER[o.kind.key], -o.score, o.url))
    return tuple(ordered[:MAX_POLICY_LINKS])


def find_links_by_url(urls: Iterable[str], home: str) -> tuple[PolicyLink, ...]:
    """Return bare addresses, those of a sitemap, as offers where their own words name a kind."""
    found = []
    own = find_registrable_domain(parse_host(home))
    for url in urls:
        cue = guess_kind(url)
        if cue is None:
            continue
        parts = urlsplit(url)
        if _ARTICLE_PATH.search(parts.path) or _FILE.search(parts.path):
            continue
        # A policy stands high up on its site; what lies deep down is an article or an old version.
        depth = len([part for part in parts.path.split("/") if part])
        score = NAMED - DEPTH_COSTS * max(0, depth - 1)
        score += OWN_DOMAIN if find_registrable_domain(parse_host(url)) == own else 0
        if score >= MIN_SCORE:
            found.append(PolicyLink(url, cue, cue.name, score))
    return rank_links(found)


def _charset(body: bytes) -> str | None:
    """Return UTF-8 where the bytes are that; else the page's own meta element is asked."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _judged(link: _Link, home: str) -> list[PolicyLink]:
    """Return the link as an offer of each kind that its words, its URL or its rel speak for."""
    if link.rel in _RELS:
        kind = KINDS_BY_KEY[_RELS[link.rel]]
        return [PolicyLink(link.url, kind, link.label or kind.name, REL_SAYS)]
    cue = guess_kind(link.url)
    called = [] if link.is_scripted else score_label(link.label)
    if not called and cue is not None:
        # A link whose words say nothing known: only its address speaks, unless it is a switch.
        called = [(cue, SCRIPT_ONLY if link.is_scripted else _url_worth(link.label))]
    found = []
    for kind, worth in called:
        score = worth + _around(link, kind, cue, home)
        if worth and score >= MIN_SCORE:
            shown = link.label or kind.name
            found.append(PolicyLink(link.url, kind, shown, min(score, 100), kind.key == HUB_KIND))
    return _without_asides(found)


def _url_worth(label: str) -> int:
    """Return what a URL's words are worth beside a text that names no kind: more if it is short."""
    return URL_ONLY if len(normalise_label(label)) <= 40 else 0  # noqa: PLR2004  # a teaser, not a name


def _around(link: _Link, kind: DocumentKind, cue: DocumentKind | None, home: str) -> int:
    """Return what place and address add to the words, or take off."""
    score = IN_FOOTER if link.is_low else 0
    score += URL_AGREES if cue == kind else 0
    host, own = parse_host(link.url), find_registrable_domain(parse_host(home))
    if find_registrable_domain(host) == own:
        score += OWN_DOMAIN
    elif not is_shared_host(host) and own.partition(".")[0] not in host:
        score += ELSEWHERE
    if _ARTICLE_PATH.search(urlsplit(link.url).path):
        score += ARTICLE
    return score


def _without_asides(found: list[PolicyLink]) -> list[PolicyLink]:
    """Drop kinds that a text only touches where it is exactly another: legal notice on cookies."""
    if len(found) < 2:  # noqa: PLR2004  # nothing to choose between
        return found
    best = max(offer.score for offer in found)
    return [offer for offer in found if offer.score >= best - (EXACT_SCORE - MIN_SCORE)]


def _links(root: html.HtmlElement, url: str) -> Iterator[_Link]:
    base = _base(root, url)
    anchors = list(_anchors(root))
    if len(anchors) > MAX_PAGE_LINKS:
        anchors = anchors[: MAX_PAGE_LINKS // 2] + anchors[-MAX_PAGE_LINKS // 2 :]
    for element, is_low in anchors:
        target = _target(base, element.get("href") or "")
        if target is None:
            continue
        rel = next(
            (word for word in (element.get("rel") or "").lower().split() if word in _RELS), ""
        )
        if element.tag == "link" and not rel:
            continue
        yield _Link(target, _label(element), is_low, rel)


def _base(root: html.HtmlElement, url: str) -> str:
    """Return what the page's links are relative to; an impossible base is none."""
    first = next(root.iter("base"), None)
    return url if first is None else _target(url, first.get("href") or "") or url


def _anchors(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield a page's links, each with whether it is low: in one pass, however deep they lie."""
    lows = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_low = _begins_low(element)
        if event == "end":
            lows -= is_low
            continue
        if element.tag in _LINKS:
            yield element, lows > 0
        lows += is_low


def _begins_low(element: html.HtmlElement) -> bool:
    """Tell whether an element is a footer, or called so."""
    if element.tag in {"body", "html"}:
        return False
    named = " ".join(element.get(name) or "" for name in ("class", "id", "role"))
    return element.tag == "footer" or bool(_FOOTER.search(named)) or "contentinfo" in named


def _label(element: html.HtmlElement) -> str:
    text, image = ("", "") if element.tag == "link" else _inside(element)
    return (text or element.get("aria-label") or element.get("title") or image or "")[:200]


def _inside(element: html.HtmlElement) -> tuple[str, str]:
    """Return the text of a link and what its first image is called."""
    said, image = [], ""
    nodes = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in islice(nodes, MAX_LABEL_NODES):
        if event == "start":
            said.append((node.text or "")[:MAX_NODE_CHARS])
            image = image or (node.tag == "img" and node.get("alt")) or ""
        elif node is not element:
            said.append((node.tail or "")[:MAX_NODE_CHARS])
    return " ".join(" ".join(said).split()), image


def _in_data(root: html.HtmlElement, url: str) -> Iterator[_Link]:
    """Yield links out of the data of scripts, where words and address stand in one record."""
    scripts = [element.text or "" for element in root.iter("script")]
    for label, address in islice(find_labelled_urls(scripts), MAX_PAGE_LINKS):
        target = _target(url, address)
        if target is not None and not _FILE.search(target):
            yield _Link(target, label.encode("utf-8", "replace").decode(), is_low=True)


def _scripted(root: html.HtmlElement, url: str) -> Iterator[_Link]:
    """Yield addresses in the page's scripts: a footer that scripts draw leaves them there."""
    scripts = (element.text or "" for element in root.iter("script"))
    named = (match["url"] for script in scripts for match in _IN_SCRIPT.finditer(script))
    for address in islice(named, MAX_PAGE_LINKS):
        target = _target(url, address.replace("\\/", "/"))
        if target is not None and not _FILE.search(target):
            yield _Link(target, "", is_low=False, is_scripted=True)


def _target(base: str, href: str) -> str | None:
    """Return where a link leads, or None for what is no page of the web or only scrolls."""
    text = href.strip()
    if not 0 < len(text) <= MAX_URL_CHARS or (
        text.startswith("#") and not text.startswith(("#/", "#!"))
    ):
        return None
    try:
        target = urljoin(base, text)
    except ValueError:
        return None
    if not is_web_url(target):
        return None
    parts = urlsplit(target)
    return target if parts.fragment.startswith(("/", "!")) else target.partition("#")[0]


def is_web_url(url: str) -> bool:
    """Tell whether an address is one of the web that can be read, kept and shown."""
    if len(url) > MAX_URL_CHARS:
        return False
    try:
        parts = urlsplit(url)
        url.encode()  # half a character, as JSON can hold, is kept by no database
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _page(url: str) -> str:
    return unquote(url).rstrip("/").casefold()
