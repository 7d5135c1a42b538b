"""Files in which a site names its pages: `/.well-known`, robots.txt and sitemaps. Pure."""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from clausewatch.catalogue.discovery import MOST_URL_CHARS, Offer, is_web, named_offers
from clausewatch.catalogue.document_kinds import BY_KEY

DECLARED = 75
"""What a site says of itself in a file made for it is nearly sure."""
MAX_XML_BYTES = 20_000_000
MOST_URLS = 50_000
"""The sitemap protocol's own limit for one file."""
MOST_TEXT_BYTES = 512 * 1024
"""Of a robots.txt or a security.txt; the rest does not count."""
MOST_LINES = 50_000
MOST_JSON_BYTES = 1_000_000
MOST_NAMED = 100
"""More sitemaps than any search asks for."""
MOST_TYPE_CHARS = 300
"""Of a Content-Type header: what is longer names no charset."""
_POLICIES = {
    "op_policy_uri": "privacy",
    "op_tos_uri": "terms",
    "resource_policy_uri": "privacy",
    "resource_tos_uri": "terms",
    "legal_info_url": "legal",
}
"""Fields of OpenID discovery 1.0, RFC 8414 and RFC 9728, and of plugin manifests."""
_LIKELY = re.compile(r"legal|polic|page|static|corp|about|privacy|main|misc", re.IGNORECASE)
_UNLIKELY = re.compile(
    r"post|blog|news|product|tag|categor|author|video|image|article|help", re.IGNORECASE
)
Reader = Callable[[bytes, str], tuple[Offer, ...]]


def charset_of(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    for part in (content_type or "")[:MOST_TYPE_CHARS].split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def of_metadata(body: bytes, url: str) -> tuple[Offer, ...]:
    """Return the policies that a JSON file of metadata names."""
    declared = _declared(body)
    found = []
    for field, key in _POLICIES.items():
        target = _absolute(url, declared.get(field))
        if target is not None:
            found.append(Offer(target, BY_KEY[key], BY_KEY[key].name, DECLARED))
    return tuple(found)


def _declared(body: bytes) -> dict[str, object]:
    """Return the object that a file holds, an empty one where it is too large or too deep."""
    try:
        declared = json.loads(body) if len(body) <= MOST_JSON_BYTES else None
    except (ValueError, RecursionError):
        return {}
    return declared if isinstance(declared, dict) else {}


def _absolute(url: str, address: object) -> str | None:
    if not isinstance(address, str) or len(address) > MOST_URL_CHARS:
        return None
    try:
        target = urljoin(url, address)
    except ValueError:
        return None
    return target if is_web(target) else None


def of_security(body: bytes, _: str) -> tuple[Offer, ...]:
    """Return the disclosure policies that a security.txt (RFC 9116) names."""
    kind = BY_KEY["security"]
    return tuple(Offer(url, kind, kind.name, DECLARED) for url in _named(body, "policy"))


def _named(body: bytes, field: str) -> tuple[str, ...]:
    """Return the addresses that lines `field: address` of a text file name, each once."""
    found = dict.fromkeys(islice(_values(body, field), MOST_NAMED))
    return tuple(found)


def _values(body: bytes, field: str) -> Iterator[str]:
    # Line by line: a regular expression that skips blanks reads on over all empty lines.
    text = body[:MOST_TEXT_BYTES].decode("utf-8", "replace")
    for line in islice(text.splitlines(), MOST_LINES):
        name, _, value = line.partition(":")
        if name.strip().lower() == field:
            url = next(iter(value.split(maxsplit=1)), "")
            if is_web(url):
                yield url


WELL_KNOWN: dict[str, Reader] = {
    "/.well-known/openid-configuration": of_metadata,
    "/.well-known/oauth-authorization-server": of_metadata,
    "/.well-known/ai-plugin.json": of_metadata,
    "/.well-known/security.txt": of_security,
}
"""Files that name policies, with what reads them; another one is another row."""


def sitemaps_named(robots: bytes) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names."""
    return _named(robots, "sitemap")


def listing(body: bytes, home: str) -> tuple[tuple[str, ...], tuple[Offer, ...]]:
    """Return the likeliest sitemaps that a sitemap lists, and its pages that may be policies."""
    more, urls = sitemap(body)
    return tuple(likeliest(more)[:MOST_NAMED]), named_offers(urls, home)


def sitemap(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sitemaps and the pages that a sitemap lists; packed ones are unpacked."""
    data = _unpacked(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        # The protocol allows a plain list of addresses, too.
        lines = data.decode("utf-8", "replace").split(maxsplit=MOST_URLS)[:MOST_URLS]
        return (), tuple(line for line in lines if is_web(line))
    found = ((element.text or "").strip() for element in root.iter("{*}loc"))
    urls = tuple(url for url in islice(found, MOST_URLS) if is_web(url))
    # Not by etree.QName, which refuses names that a lenient parser lets pass.
    is_index = str(root.tag).rpartition("}")[2] == "sitemapindex"
    return (urls, ()) if is_index else ((), urls)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_XML_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_XML_BYTES)
    except zlib.error:
        return b""


def likeliest(sitemaps: Sequence[str]) -> list[str]:
    """Return sitemaps with those first whose names speak of pages rather than of posts."""

    def rank(url: str) -> int:
        name = url.partition("://")[2].partition("/")[2]
        return bool(_UNLIKELY.search(name)) - bool(_LIKELY.search(name))

    return sorted(sitemaps, key=rank)
