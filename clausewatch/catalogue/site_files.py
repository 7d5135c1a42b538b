"""Files in which a site names its pages: `/.well-known`, robots.txt and sitemaps. Pure."""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from clausewatch.catalogue.discovery import MAX_URL_CHARS, PolicyLink, find_links_by_url, is_web_url
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY

DECLARED_SCORE = 75
"""What a site says of itself in a file made for it is nearly sure."""
MAX_XML_BYTES = 20_000_000
MAX_SITEMAP_URLS = 50_000
"""The sitemap protocol's own limit for one file."""
MAX_TEXT_BYTES = 512 * 1024
"""Of a robots.txt or a security.txt; the rest does not count."""
MAX_TEXT_LINES = 50_000
MAX_JSON_BYTES = 1_000_000
MAX_SITEMAPS_LISTED = 100
"""More sitemaps than any search asks for."""
MAX_CONTENT_TYPE_CHARS = 300
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
FileReader = Callable[[bytes, str], tuple[PolicyLink, ...]]


def parse_charset(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    for part in (content_type or "")[:MAX_CONTENT_TYPE_CHARS].split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def read_metadata(body: bytes, url: str) -> tuple[PolicyLink, ...]:
    """Return the policies that a JSON file of metadata names."""
    declared = _declared(body)
    found = []
    for field, key in _POLICIES.items():
        target = _absolute(url, declared.get(field))
        if target is not None:
            found.append(
                PolicyLink(target, KINDS_BY_KEY[key], KINDS_BY_KEY[key].name, DECLARED_SCORE)
            )
    return tuple(found)


def _declared(body: bytes) -> dict[str, object]:
    """Return the object that a file holds, an empty one where it is too large or too deep."""
    try:
        declared = json.loads(body) if len(body) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        return {}
    return declared if isinstance(declared, dict) else {}


def _absolute(url: str, address: object) -> str | None:
    if not isinstance(address, str) or len(address) > MAX_URL_CHARS:
        return None
    try:
        target = urljoin(url, address)
    except ValueError:
        return None
    return target if is_web_url(target) else None


def read_security_txt(body: bytes, _: str) -> tuple[PolicyLink, ...]:
    """Return the disclosure policies that a security.txt (RFC 9116) names."""
    kind = KINDS_BY_KEY["security"]
    return tuple(PolicyLink(url, kind, kind.name, DECLARED_SCORE) for url in _named(body, "policy"))


def _named(body: bytes, field: str) -> tuple[str, ...]:
    """Return the addresses that lines `field: address` of a text file name, each once."""
    found = dict.fromkeys(islice(_values(body, field), MAX_SITEMAPS_LISTED))
    return tuple(found)


def _values(body: bytes, field: str) -> Iterator[str]:
    # Line by line: a regular expression that skips blanks reads on over all empty lines.
    text = body[:MAX_TEXT_BYTES].decode("utf-8", "replace")
    for line in islice(text.splitlines(), MAX_TEXT_LINES):
        name, _, value = line.partition(":")
        if name.strip().lower() == field:
            url = next(iter(value.split(maxsplit=1)), "")
            if is_web_url(url):
                yield url


WELL_KNOWN: dict[str, FileReader] = {
    "/.well-known/openid-configuration": read_metadata,
    "/.well-known/oauth-authorization-server": read_metadata,
    "/.well-known/ai-plugin.json": read_metadata,
    "/.well-known/security.txt": read_security_txt,
}
"""Files that name policies, with what reads them; another one is another row."""


def read_robots_txt(robots: bytes) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names."""
    return _named(robots, "sitemap")


def read_sitemap(body: bytes, home: str) -> tuple[tuple[str, ...], tuple[PolicyLink, ...]]:
    """Return the likeliest sitemaps that a sitemap lists, and its pages that may be policies."""
    more, urls = parse_sitemap(body)
    return tuple(rank_sitemaps(more)[:MAX_SITEMAPS_LISTED]), find_links_by_url(urls, home)


def parse_sitemap(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sitemaps and the pages that a sitemap lists; packed ones are unpacked."""
    data = _unpacked(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        # The protocol allows a plain list of addresses, too.
        lines = data.decode("utf-8", "replace").split(maxsplit=MAX_SITEMAP_URLS)[:MAX_SITEMAP_URLS]
        return (), tuple(line for line in lines if is_web_url(line))
    found = ((element.text or "").strip() for element in root.iter("{*}loc"))
    urls = tuple(url for url in islice(found, MAX_SITEMAP_URLS) if is_web_url(url))
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


def rank_sitemaps(sitemaps: Sequence[str]) -> list[str]:
    """Return sitemaps with those first whose names speak of pages rather than of posts."""

    def rank(url: str) -> int:
        name = url.partition("://")[2].partition("/")[2]
        return bool(_UNLIKELY.search(name)) - bool(_LIKELY.search(name))

    return sorted(sitemaps, key=rank)
