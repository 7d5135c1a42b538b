"""Cleans declared URLs and names, and guesses the kind of a document from its URL."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from clausewatch.catalogue.canonical_names import DEAD_HOSTS, fold_name, parse_host
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY, DocumentKind

DEFAULT_PORTS = {"http": 80, "https": 443}
_ROUTE = re.compile(r"[!/].{2,}")
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga|session(?:_?id)?", re.IGNORECASE)

KIND_PATTERNS = (
    ("subprocessors", re.compile(r"sub-?(?:data-?)?processors?", re.IGNORECASE)),
    ("cookies", re.compile(r"cookie", re.IGNORECASE)),
    ("dpa", re.compile(r"\bdpa\b|data-?process", re.IGNORECASE)),
    ("privacy", re.compile(r"privacy|datenschutz|privacidad|confidentialite|informativa",
                           re.IGNORECASE)),
    ("aup", re.compile(r"acceptable-?use|usage-?polic", re.IGNORECASE)),
    ("terms", re.compile(r"\bterms\b|\btos\b|terms-?(?:of|and)|conditions|user-?agreement|\bagb\b",
                         re.IGNORECASE)),
)  # fmt: skip
"""The words of a URL that indicate a kind; the first that matches counts."""


def clean_url(raw: str) -> str | None:
    """Return the canonical spelling of a URL, or None if it cannot be the page of a policy."""
    try:
        return _clean_url(raw)
    except ValueError:
        # An address that is none, or characters that no URL can hold.
        return None


def _clean_url(raw: str) -> str | None:
    parts = urlsplit(raw.strip())
    port, host = parts.port, (parts.hostname or "").rstrip(".")
    if (
        parts.scheme not in DEFAULT_PORTS
        or "." not in host
        or host.removeprefix("www.") in DEAD_HOSTS
    ):
        return None
    # Sites that scripts render route by the part after `#/`; other fragments only scroll.
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    if path == "/" and not parts.query and not fragment:
        return None
    netloc = host.encode("idna").decode() if not host.isascii() else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit((parts.scheme, netloc, path, _strip_tracking(parts.query), fragment))


def accept_url(raw: str) -> str | None:
    """Return an operator's own URL unchanged, or None if it is not an HTTP URL."""
    url = raw.strip()
    try:
        return url if urlsplit(url).scheme in DEFAULT_PORTS and parse_host(url) else None
    except ValueError:
        return None


def _strip_tracking(query: str) -> str:
    """Remove tracking parameters; a query without them stays as it is written."""
    pairs = parse_qsl(query, keep_blank_values=True)
    others = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key)]
    return query.strip() if len(others) == len(pairs) else urlencode(others)


def make_page_key(url: str) -> str:
    """Return the same key for two spellings of one page's URL, for finding duplicates."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()


def guess_kind(url: str) -> DocumentKind | None:
    """Return the kind that the words of a URL indicate, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    words = f"{parts.path}?{parts.query}"
    return next(
        (KINDS_BY_KEY[key] for key, pattern in KIND_PATTERNS if pattern.search(words)), None
    )


def clean_name(name: str, domains: Iterable[str]) -> str:
    """Return the name with single spaces, and with the dot of its domain if it lost that."""
    plain = " ".join(name.split())
    if "." not in plain and " " not in plain:
        for domain in domains:
            if fold_name(domain) == fold_name(plain):
                return domain
    return plain
