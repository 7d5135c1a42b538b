"""Reads the files in which a site names its own pages: `/.well-known`, robots.txt and sitemaps."""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from clausewatch.catalogue.discovery import PolicyLink, find_links_by_url
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.page_links import MAX_URL_CHARS, is_web_url

DECLARED_SCORE = 75
"""The score of a policy that a site names in a file made for that: nearly certain."""
MAX_XML_BYTES = 20_000_000
MAX_SITEMAP_URLS = 50_000
"""The sitemap protocol's own limit for one file."""
MAX_TEXT_BYTES = 512 * 1024
"""Bytes of a robots.txt or a security.txt that count."""
MAX_TEXT_LINES = 50_000
MAX_JSON_BYTES = 1_000_000
MAX_LISTED_URLS = 100
"""URLs taken from one file; no search needs more."""
MAX_CONTENT_TYPE_CHARS = 300
"""Characters of a Content-Type header that count."""
_METADATA_KINDS = {
    "op_policy_uri": "privacy",
    "op_tos_uri": "terms",
    "resource_policy_uri": "privacy",
    "resource_tos_uri": "terms",
    "legal_info_url": "legal",
}
"""Fields of OpenID discovery 1.0, RFC 8414, RFC 9728 and plugin manifests, with their kinds."""
_LIKELY_NAME = re.compile(r"legal|polic|page|static|corp|about|privacy|main|misc", re.IGNORECASE)
_UNLIKELY_NAME = re.compile(
    r"post|blog|news|product|tag|categor|author|video|image|article|help", re.IGNORECASE
)
FileReader = Callable[[bytes, str], tuple[PolicyLink, ...]]
"""Takes the body and the URL of a file."""


def parse_charset(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    for part in (content_type or "")[:MAX_CONTENT_TYPE_CHARS].split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def read_metadata(body: bytes, url: str) -> tuple[PolicyLink, ...]:
    """Return the policies that a JSON file of metadata names."""
    metadata = _parse_object(body)
    links = []
    for field, key in _METADATA_KINDS.items():
        target = _resolve_url(url, metadata.get(field))
        if target is not None:
            kind = KINDS_BY_KEY[key]
            links.append(PolicyLink(target, kind, kind.name, DECLARED_SCORE))
    return tuple(links)


def _parse_object(body: bytes) -> dict[str, object]:
    """Return the object in a JSON file, an empty one if the file is too large or too deep."""
    try:
        value = json.loads(body) if len(body) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _resolve_url(base: str, value: object) -> str | None:
    if not isinstance(value, str) or len(value) > MAX_URL_CHARS:
        return None
    try:
        target = urljoin(base, value)
    except ValueError:
        return None
    return target if is_web_url(target) else None


def read_security_txt(body: bytes, _: str) -> tuple[PolicyLink, ...]:
    """Return the disclosure policies that a security.txt (RFC 9116) names."""
    kind = KINDS_BY_KEY["security"]
    urls = _read_urls(body, "policy")
    return tuple(PolicyLink(url, kind, kind.name, DECLARED_SCORE) for url in urls)


def _read_urls(body: bytes, field: str) -> tuple[str, ...]:
    """Return the URLs in lines `field: URL` of a text file, each once."""
    return tuple(dict.fromkeys(islice(_read_lines(body, field), MAX_LISTED_URLS)))


def _read_lines(body: bytes, field: str) -> Iterator[str]:
    # A regular expression that skips spaces would read on over all empty lines.
    text = body[:MAX_TEXT_BYTES].decode("utf-8", "replace")
    for line in islice(text.splitlines(), MAX_TEXT_LINES):
        name, _, value = line.partition(":")
        if name.strip().lower() == field:
            url = next(iter(value.split(maxsplit=1)), "")
            if is_web_url(url):
                yield url


WELL_KNOWN_FILES: dict[str, FileReader] = {
    "/.well-known/openid-configuration": read_metadata,
    "/.well-known/oauth-authorization-server": read_metadata,
    "/.well-known/ai-plugin.json": read_metadata,
    "/.well-known/security.txt": read_security_txt,
}
"""The paths of files that name policies, each with its reader."""


def read_robots_txt(body: bytes) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names."""
    return _read_urls(body, "sitemap")


def read_sitemap(body: bytes, home: str) -> tuple[tuple[str, ...], tuple[PolicyLink, ...]]:
    """Return the most promising sitemaps in a sitemap, and its pages that may be policies."""
    sitemaps, urls = parse_sitemap(body)
    return tuple(rank_sitemaps(sitemaps)[:MAX_LISTED_URLS]), find_links_by_url(urls, home)


def parse_sitemap(body: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sitemaps and the pages that a sitemap lists; it may be compressed."""
    data = _decompress(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        # The protocol also allows a plain list of URLs.
        lines = data.decode("utf-8", "replace").split(maxsplit=MAX_SITEMAP_URLS)
        return (), tuple(line for line in lines[:MAX_SITEMAP_URLS] if is_web_url(line))
    locations = ((element.text or "").strip() for element in root.iter("{*}loc"))
    urls = tuple(url for url in islice(locations, MAX_SITEMAP_URLS) if is_web_url(url))
    # `etree.QName` refuses names that a lenient parser accepts.
    is_index = str(root.tag).rpartition("}")[2] == "sitemapindex"
    return (urls, ()) if is_index else ((), urls)


def _decompress(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_XML_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_XML_BYTES)
    except zlib.error:
        return b""


def rank_sitemaps(urls: Sequence[str]) -> list[str]:
    """Return sitemaps, first those whose names suggest pages instead of posts."""

    def rank(url: str) -> int:
        path = url.partition("://")[2].partition("/")[2]
        return bool(_UNLIKELY_NAME.search(path)) - bool(_LIKELY_NAME.search(path))

    return sorted(urls, key=rank)
