"""Files in which a site names its pages: `/.well-known`, robots.txt and sitemaps. Pure."""

import json
import re
import zlib
from collections.abc import Callable, Sequence
from email.message import Message
from urllib.parse import urljoin

from lxml import etree

from clausewatch.catalogue.discover import Offer
from clausewatch.catalogue.kinds import BY_KEY

DECLARED = 75
"""What a site says of itself in a file made for it is nearly sure."""
MAX_XML_BYTES = 20_000_000
MOST_URLS = 50_000
"""The sitemap protocol's own limit for one file."""
_POLICIES = {
    "op_policy_uri": "privacy",
    "op_tos_uri": "terms",
    "resource_policy_uri": "privacy",
    "resource_tos_uri": "terms",
    "legal_info_url": "legal",
}
"""Fields of OpenID discovery 1.0, RFC 8414 and RFC 9728, and of plugin manifests."""
_SITEMAP = re.compile(rb"(?im)^\s*sitemap\s*:\s*(\S+)")
_SECURITY = re.compile(r"(?im)^policy\s*:\s*(https?://\S+)")
_LIKELY = re.compile(r"legal|polic|page|static|corp|about|privacy|main|misc", re.IGNORECASE)
_UNLIKELY = re.compile(
    r"post|blog|news|product|tag|categor|author|video|image|article|help", re.IGNORECASE
)
Reader = Callable[[bytes, str], tuple[Offer, ...]]


def charset_of(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    message = Message()
    message["content-type"] = content_type or ""
    found = message.get_param("charset")
    return found if isinstance(found, str) else None


def of_metadata(body: bytes, url: str) -> tuple[Offer, ...]:
    """Return the policies that a JSON file of metadata names."""
    try:
        declared = json.loads(body)
    except ValueError:
        return ()
    if not isinstance(declared, dict):
        return ()
    found = []
    for field, key in _POLICIES.items():
        address = declared.get(field)
        if isinstance(address, str) and (target := urljoin(url, address)).startswith("http"):
            found.append(Offer(target, BY_KEY[key], BY_KEY[key].name, DECLARED))
    return tuple(found)


def of_security(body: bytes, _: str) -> tuple[Offer, ...]:
    """Return the disclosure policies that a security.txt (RFC 9116) names."""
    kind = BY_KEY["security"]
    named = _SECURITY.findall(body.decode("utf-8", "replace"))
    return tuple(Offer(url, kind, kind.name, DECLARED) for url in named)


WELL_KNOWN: dict[str, Reader] = {
    "/.well-known/openid-configuration": of_metadata,
    "/.well-known/oauth-authorization-server": of_metadata,
    "/.well-known/ai-plugin.json": of_metadata,
    "/.well-known/security.txt": of_security,
}
"""Files that name policies, with what reads them; another one is another row."""


def sitemaps_named(robots: bytes) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names."""
    found = (match.decode("utf-8", "replace") for match in _SITEMAP.findall(robots))
    return tuple(dict.fromkeys(url for url in found if url.startswith(("http://", "https://"))))


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
        lines = data.decode("utf-8", "replace").split()[:MOST_URLS]
        return (), tuple(line for line in lines if line.startswith(("http://", "https://")))
    found = [(element.text or "").strip() for element in root.iter("{*}loc")]
    urls = tuple(url for url in found[:MOST_URLS] if url.startswith(("http://", "https://")))
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
