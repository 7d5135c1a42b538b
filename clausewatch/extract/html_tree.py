"""HTML source to a tree, and the facts about its markup."""

import re

from lxml import etree, html
from lxml.html import HtmlElement

from clausewatch.errors import ExtractError
from clausewatch.model.reading import Page, Signals

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_STUB_CHARS = 400
_SCRIPT_REFRESH = re.compile(
    r"(?:window\.|document\.|self\.|top\.)?location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"']([^\"']+)[\"']"
)
# Mechanisms that stand between a visitor and a page, by the names of their widgets and scripts.
_MECHANISMS = {
    "captcha": (
        *("g-recaptcha", "h-captcha", "hcaptcha.com", "cf-turnstile", "challenge-platform"),
        *("captcha-delivery", "_incapsula_resource", "px-captcha", "awswaf", "geo.captcha"),
        *("cf-chl", "challenge-form"),
    ),
    "parking": (
        *("parkingcrew", "sedoparking", "bodis.com", "parklogic", "domainparking"),
        *("domain_parking", "afternic", "hugedomains"),
    ),
}
"""What markup of such mechanisms holds, in lower case; plain strings, for they are looked for in
every byte of every page."""
_SCRIPT_ROOT = re.compile(
    r"id=[\"']?(?:root|app|__next|__nuxt|svelte|app-root|main-app)[\"']?[^>]*+(?:>(\s*+</)?|\Z)"
)
"""What a script fills: with the group where it is empty. Every match takes its tag whole, so that
a page of such names without an end costs no more than its length."""


def parse(source: str, page: Page) -> HtmlElement:
    """Return the root of the page's tree. Raises ExtractError where there is no markup at all."""
    source = _CONTROL.sub("", _DECLARATION.sub("", source))
    if not source.strip():
        source = "<html><body></body></html>"
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as fault:
        raise ExtractError(page.url, "the page is not HTML that can be read") from fault
    return root


def body_of(root: HtmlElement) -> HtmlElement:
    """Return the body; a page of frames or fragments stands for itself."""
    bodies = [child for child in root if child.tag == "body"]
    return bodies[0] if bodies else root


def title_of(root: HtmlElement) -> str:
    """Return the text of the title element, or an empty string."""
    found = root.find(".//head/title")
    return " ".join(found.text_content().split()) if found is not None else ""


def _refresh_to(root: HtmlElement) -> str | None:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").casefold() == "refresh":
            match = _REFRESH.search(meta.get("content") or "")
            if match:
                return match.group(1)
    scripts = [script.text or "" for script in root.iter("script")]
    text = len(" ".join(body_of(root).itertext())) - sum(map(len, scripts))
    # A page that is hardly more than one assignment to location is a redirect, too.
    if text < _STUB_CHARS and (match := _SCRIPT_REFRESH.search(" ".join(scripts)[:4000])):
        return match.group(1)
    return None


def _is_truncated(page: Page) -> bool:
    return page.declared_length is not None and len(page.body) < page.declared_length


def _without_last_comments(source: str) -> str:
    """Return the source up to the notes that servers put behind a page, however long these are."""
    end = _end_of_text(source, len(source))
    while source.endswith("-->", 0, end) and (start := source.rfind("<!--", 0, end)) >= 0:
        end = _end_of_text(source, start)
    return source[:end]


def _end_of_text(source: str, end: int) -> int:
    """Return where the last blanks before a place begin; thousands of notes make no copies."""
    while end and source[end - 1].isspace():
        end -= 1
    return end


def signals_of(root: HtmlElement, source: str, page: Page) -> Signals:
    """Return the facts about the markup that plausibility looks at."""
    counts = dict.fromkeys(("form", "script", "iframe", "a"), 0)
    for element in root.iter(*counts):
        counts[element.tag] += 1
    passwords = sum(
        1 for field in root.iter("input") if (field.get("type") or "").casefold() == "password"
    )
    lowered = source.lower()
    hints = [name for name, words in _MECHANISMS.items() if any(w in lowered for w in words)]
    if any(root[1] for root in _SCRIPT_ROOT.finditer(lowered)):
        hints.append("script root")
    tail = _without_last_comments(source)[-2000:].casefold()
    return Signals(
        closed="</html" in tail or "</body" in tail or "<html" not in source[:5000].casefold(),
        truncated=_is_truncated(page),
        password_fields=passwords,
        forms=counts["form"],
        scripts=counts["script"],
        frames=counts["iframe"],
        links=counts["a"],
        refresh_to=_refresh_to(root),
        generator_hints=tuple(hints),
    )
