"""Declared URLs and kinds made sound: dead shapes out, one spelling each."""

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
"""Kinds that a URL's own words give away; the first that fits counts."""


def clean_url(raw: str) -> str | None:
    """Return the URL in one spelling, or None for a shape that can never be a policy's page."""
    try:
        parts = urlsplit(raw.strip())
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if (
        parts.scheme not in DEFAULT_PORTS
        or "." not in host
        or host.removeprefix("www.") in DEAD_HOSTS
    ):
        return None
    # Script-made sites route by what follows `#/`; elsewhere a fragment only scrolls.
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    if path == "/" and not parts.query and not fragment:
        return None
    netloc = host.encode("idna").decode() if not host.isascii() else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit((parts.scheme, netloc, path, _query(parts.query), fragment))


def accept_url(raw: str) -> str | None:
    """Return an operator's own URL as it is, or None where it is not one of the web."""
    url = raw.strip()
    return url if urlsplit(url).scheme in DEFAULT_PORTS and parse_host(url) else None


def _query(query: str) -> str:
    """Drop what follows visitors around; leave an ordinary query as it is written."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key)]
    return query.strip() if len(kept) == len(pairs) else urlencode(kept)


def make_page_key(url: str) -> str:
    """Return what two spellings of one page's URL share: for finding duplicates."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()


def guess_kind(url: str) -> DocumentKind | None:
    """Return the kind that a URL's own words give away, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    words = f"{parts.path}?{parts.query}"
    return next(
        (KINDS_BY_KEY[key] for key, pattern in KIND_PATTERNS if pattern.search(words)), None
    )


def clean_name(name: str, domains: Iterable[str]) -> str:
    """Return the name with single blanks, and with the dot that a declaration lost put back."""
    plain = " ".join(name.split())
    if "." not in plain and " " not in plain:
        for domain in domains:
            if fold_name(domain) == fold_name(plain):
                return domain
    return plain
