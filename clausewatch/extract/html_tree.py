"""HTML trees: parsing, and the facts about the markup that plausibility needs."""

import re

from lxml import etree, html
from lxml.html import HtmlElement

from clausewatch.errors import ExtractError
from clausewatch.model.reading import Page, Signals

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_METADATA = frozenset(
    {
        *("base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script"),
        *("style", "template", "title"),
    }
)
"""What a head may contain, by the HTML standard; anything else begins the body."""
_MAX_STUB_CHARS = 400
_SCRIPT_REDIRECT = re.compile(
    r"(?:window\.|document\.|self\.|top\.)?location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"']([^\"']+)[\"']"
)
# Mechanisms that block a visitor's way to a page, by the names of their widgets and scripts.
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
"""Strings in the markup of such mechanisms, in lower case.

They are plain strings and not patterns because they are searched for in every byte of every page.
"""
_SCRIPT_ROOT = re.compile(
    r"id=[\"']?(?:root|app|__next|__nuxt|svelte|app-root|main-app)[\"']?[^>]*+(?:>(\s*+</)?|\Z)"
)
"""An element that a script fills; the group matches if the element is empty.

Every match consumes its whole tag, so that a page of unclosed tags costs linear time.
"""


def parse_html(source: str, page: Page) -> HtmlElement:
    """Return the root of the page's tree. Raises ExtractError if there is no markup at all."""
    source = _CONTROL_CHARACTERS.sub("", _XML_DECLARATION.sub("", source))
    if not source.strip():
        source = "<html><body></body></html>"
    # Without huge_tree, the parser silently drops everything below a depth of 256 elements.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as fault:
        raise ExtractError(page.url, "the page is not readable HTML") from fault
    _move_content_of_head(root)
    return root


def _move_content_of_head(root: HtmlElement) -> None:
    """Move what is no metadata from the head to the start of the body, as browsers do.

    The tag of the body is optional in HTML. The parser opens a body for the elements of HTML 4
    only, and leaves `main`, `article` or a custom element in the head.
    """
    head = root.find("head")
    if head is None:
        return
    content = [element for element in head if element.tag not in _METADATA]
    if not content:
        return
    body = root.find("body")
    if body is None:
        body = html.Element("body")
        head.addnext(body)
    text, body.text = body.text, None
    for place, element in enumerate(content):
        body.insert(place, element)
    content[-1].tail = (content[-1].tail or "") + (text or "") or None


def is_cut_off(root: HtmlElement) -> bool:
    """Return whether the parser gave up on a part of the page: below 2,048 nested elements."""
    parser = root.getroottree().parser
    log = parser.error_log if parser is not None else ()
    return any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in log)


def find_body(root: HtmlElement) -> HtmlElement:
    """Return the body, or the root of a page without one, such as a frameset."""
    bodies = [child for child in root if child.tag == "body"]
    return bodies[0] if bodies else root


def read_title(root: HtmlElement) -> str:
    """Return the text of the title element, or an empty string."""
    title = root.find(".//head/title")
    return " ".join(title.text_content().split()) if title is not None else ""


def _find_refresh_target(root: HtmlElement) -> str | None:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").casefold() == "refresh":
            match = _REFRESH.search(meta.get("content") or "")
            if match:
                return match.group(1)
    scripts = [script.text or "" for script in root.iter("script")]
    text = len(" ".join(find_body(root).itertext())) - sum(map(len, scripts))
    # A page with little more than an assignment to location is a redirect, too.
    if text < _MAX_STUB_CHARS and (match := _SCRIPT_REDIRECT.search(" ".join(scripts)[:4000])):
        return match.group(1)
    return None


def _strip_last_comments(source: str) -> str:
    """Return the source without the comments that servers append to a page."""
    end = _find_text_end(source, len(source))
    while source.endswith("-->", 0, end) and (start := source.rfind("<!--", 0, end)) >= 0:
        end = _find_text_end(source, start)
    return source[:end]


def _find_text_end(source: str, end: int) -> int:
    """Return the start of the blanks before `end`, without a copy of the source."""
    while end and source[end - 1].isspace():
        end -= 1
    return end


def read_signals(root: HtmlElement, source: str, page: Page) -> Signals:
    """Return the facts about the markup that plausibility needs."""
    counts = dict.fromkeys(("form", "script", "iframe", "a"), 0)
    for element in root.iter(*counts):
        counts[element.tag] += 1
    passwords = sum(
        1 for field in root.iter("input") if (field.get("type") or "").casefold() == "password"
    )
    lowered = source.lower()
    hints = [name for name, words in _MECHANISMS.items() if any(w in lowered for w in words)]
    if any(match[1] for match in _SCRIPT_ROOT.finditer(lowered)):
        hints.append("script root")
    tail = _strip_last_comments(source)[-2000:].casefold()
    return Signals(
        closed="</html" in tail or "</body" in tail or "<html" not in source[:5000].casefold(),
        truncated=page.is_truncated or is_cut_off(root),
        password_fields=passwords,
        forms=counts["form"],
        scripts=counts["script"],
        frames=counts["iframe"],
        links=counts["a"],
        refresh_to=_find_refresh_target(root),
        generator_hints=tuple(hints),
    )
