"""HTML trees: parsing, and the facts about the markup that plausibility needs."""

import re
from collections.abc import Iterable
from itertools import chain, groupby

from lxml import etree, html
from lxml.html import HtmlElement

from clausewatch.errors import ExtractError
from clausewatch.model.reading import Page, Signals

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_REFERENCES = re.compile(
    r"&#(?:x0*+(?:[1-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f])"
    r"|0*+(?:[1-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)
"""What browsers do not show; a tree takes such a character from a page but not from us."""
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
    try:
        return parse_markup(source)
    except (etree.LxmlError, ValueError) as fault:
        raise ExtractError(page.url, "the page is not readable HTML") from fault


def parse_markup(source: str) -> HtmlElement:
    """Return the root of a tree with all content in its body. Raises LxmlError or ValueError."""
    source = _CONTROL_CHARACTERS.sub("", _XML_DECLARATION.sub("", source))
    source = _CONTROL_REFERENCES.sub("", source)
    if not source.strip():
        source = "<html><body></body></html>"
    # Without huge_tree, the parser silently drops everything below a depth of 256 elements.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    _complete_body(root)
    return root


def _complete_body(root: HtmlElement) -> None:
    """Move what the parser leaves outside of the body into it, as browsers do.

    The tags of the body are optional in HTML. The parser opens a body for the elements of HTML 4
    only, and leaves `main`, `article` or a custom element in the head. What follows the end of the
    body it puts beside the body, and what follows the end of the document into another document.
    """
    head, body = root.find("head"), root.find("body")
    early = [] if head is None else [child for child in head if child.tag not in _METADATA]
    documents = list(root.itersiblings())
    if body is None:
        if root.find("frameset") is not None or not (early or documents):
            return
        body = html.Element("body")
        root.append(body)
    _insert(body, early)
    tail, body.tail = body.tail, None
    later = chain.from_iterable(map(_list_parts, documents))
    _append(body, [tail, *body.itersiblings(), *later])


def _insert(body: HtmlElement, early: list[HtmlElement]) -> None:
    """Put elements, with the text behind each, before the text and the elements of a body."""
    if early:
        text, body.text = body.text, None
        # From the last to the first, as the first place is found at once.
        for element in reversed(early):
            body.insert(0, element)
        early[-1].tail = (early[-1].tail or "") + (text or "")


def _list_parts(container: HtmlElement) -> list[HtmlElement | str | None]:
    """Return the texts and elements of a document; its elements keep the text behind them."""
    parts: list[HtmlElement | str | None] = [container.text]
    for child in container:
        if child.tag in {"head", "body"}:
            parts += [*_list_parts(child), child.tail]
        else:
            parts.append(child)
    return parts


def _append(body: HtmlElement, parts: Iterable[HtmlElement | str | None]) -> None:
    """Append texts and elements; neighbouring texts at once, as each would copy those before."""
    for is_text, neighbours in groupby(parts, lambda part: part is None or isinstance(part, str)):
        if not is_text:
            body.extend(neighbours)
            continue
        text = "".join(part or "" for part in neighbours)
        last = next(body.iterchildren(reversed=True), None)
        if last is None:
            body.text = (body.text or "") + text
        else:
            last.tail = (last.tail or "") + text


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
    match = _SCRIPT_REDIRECT.search(" ".join(scripts)[:4000])
    if match is None:
        return None
    text = len(" ".join(find_body(root).itertext())) - sum(map(len, scripts))
    # A page with little more than an assignment to location is a redirect, too.
    return match.group(1) if text < _MAX_STUB_CHARS else None


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
