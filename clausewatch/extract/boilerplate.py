"""Which elements of a page are around its terms and not of them, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

INVISIBLE = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "select",
        "option",
        "optgroup",
        "input",
        "textarea",
        "progress",
        "meter",
        "link",
        "meta",
        "title",
    }
)
PROTECTED_SHARE = 0.4
"""An element with this much of the text outside links stays: some sites wrap all in a form."""
LINKED_SHARE = 0.6
"""From this share of its text on, a list of links is a menu and not a passage with links."""
SENTENCE_CHARS = 60
"""A run of text this long outside links is a sentence rather than a label."""
HIDDEN_PROSE = 600
"""A hidden form with a notice has less; a folded section or a second tab of the terms has more."""
HEADER_LINKS = 3
TEASER_CHARS = 320
"""A banner that leads elsewhere is read in passing: one or two sentences and a link."""

_ROLES = {
    "navigation": "navigation",
    "banner": "page header",
    "contentinfo": "page footer",
    "search": "search box",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "toolbar",
    "alert": "announcement",
}
_STRONG = {
    "nav": "navigation", "navbar": "navigation", "navigation": "navigation", "menu": "menu",
    "megamenu": "menu", "breadcrumb": "breadcrumb", "breadcrumbs": "breadcrumb",
    "footer": "page footer", "modal": "dialog", "popup": "dialog", "dialog": "dialog",
    "lightbox": "dialog", "offcanvas": "menu", "drawer": "menu", "toc": "table of contents",
    "sitenav": "navigation", "topnav": "navigation", "subnav": "navigation",
    "dropdown": "menu", "skip": "skip link", "toast": "notice", "snackbar": "notice",
    "interstitial": "dialog",
}  # fmt: skip
_WEAK = {
    "header": "page header", "masthead": "page header", "topbar": "page header",
    "sidebar": "sidebar", "aside": "sidebar", "banner": "banner", "announcement": "announcement",
    "promo": "promotion", "newsletter": "newsletter form", "subscribe": "newsletter form",
    "share": "share links", "sharing": "share links", "social": "share links",
    "related": "related pages", "search": "search box", "language": "language selector",
    "languages": "language selector", "lang": "language selector", "locale": "language selector",
    "country": "country selector", "selector": "selector", "switcher": "selector",
    "picker": "selector", "pagination": "pagination", "pager": "pagination", "cart": "shop",
    "login": "login form", "signin": "login form", "signup": "login form", "overlay": "dialog",
    "widget": "widget", "feedback": "feedback form", "helpful": "feedback form",
    "rating": "feedback form", "copy": "button", "print": "button", "toggle": "button",
    "tooltip": "tooltip", "contents": "table of contents", "flyout": "menu", "tabs": "tabs",
}  # fmt: skip
_CONSENT = {"cookie", "cookies", "consent", "gdpr", "ccpa", "cmp"}
_DIALOG = {
    "banner", "bar", "modal", "popup", "notice", "dialog", "overlay", "wall", "layer", "manager",
    "prompt", "sdk", "alert", "disclaimer", "law", "compliance",
}  # fmt: skip
_TEASERS = {"banner", "announcement", "promo", "cta", "marquee", "ticker", "newsflash"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"})


@dataclass(slots=True)
class Weight:
    """What an element holds: characters in all, in links and in long runs; its controls."""

    text: int = 0
    linked: int = 0
    prose: int = 0
    controls: int = 0
    links: int = 0

    def add(self, other: "Weight") -> None:
        """Take a child's weight in."""
        self.text += other.text
        self.linked += other.linked
        self.prose += other.prose
        self.controls += other.controls
        self.links += other.links

    @property
    def unlinked(self) -> int:
        """Count the characters outside links: menus weigh little however long they are."""
        return self.text - self.linked

    @property
    def is_linked(self) -> bool:
        """Tell whether most of the text is in links."""
        return self.linked >= LINKED_SHARE * max(1, self.text)


def _chars(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _own(element: HtmlElement, tag: str) -> Weight:
    own = _chars(element.text)
    weight = Weight(text=own, prose=own if own >= SENTENCE_CHARS else 0)
    for child in element:
        tail = _chars(child.tail)
        weight.text += tail
        if tail >= SENTENCE_CHARS:
            weight.prose += tail
    if tag in {"button", "input", "select", "textarea"}:
        weight.controls = 1
    return weight


def weigh(elements: Iterable[HtmlElement]) -> dict[HtmlElement, Weight]:
    """Weigh every element of a list in document order, children counted into parents."""
    ordered = list(elements)
    weights: dict[HtmlElement, Weight] = {}
    for element in reversed(ordered):
        tag = element.tag
        weight = weights.setdefault(element, Weight())
        if tag in INVISIBLE:
            weights[element] = weight = Weight(controls=int(tag in {"input", "select", "textarea"}))
        else:
            weight.add(_own(element, tag))
        if tag == "a":
            weight.linked, weight.prose, weight.links = weight.text, 0, 1
        parent = element.getparent()
        if parent is not None:
            weights.setdefault(parent, Weight()).add(weight)
    return weights


def _names(element: HtmlElement) -> list[str]:
    text = f"{element.get('class') or ''} {element.get('id') or ''}"
    return [word.casefold() for word in _WORD.findall(text[:400])] if text != " " else []


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").casefold()
    return "display:none" in style or "visibility:hidden" in style


def _by_tag(element: HtmlElement, tag: str, weight: Weight, *, is_inside: bool) -> str | None:
    if element.get("aria-modal") == "true":
        return "dialog"
    is_bar = weight.links >= HEADER_LINKS or weight.controls > 0
    found = {
        "nav": ("navigation", True),
        "dialog": ("dialog", True),
        "footer": ("page footer", not is_inside or weight.is_linked),
        "header": ("page header", not is_inside and is_bar),
        "aside": ("sidebar", weight.is_linked or _is_teaser(weight)),
        "form": ("form", weight.controls > 0),
    }.get(tag)
    return found[0] if found and found[1] else None


def _is_folded(element: HtmlElement) -> bool:
    """Tell whether a hidden element opens at a press: what is folded away is said all the same."""
    if element.get("role") in {"region", "tabpanel"} or element.get("aria-labelledby"):
        return True
    opener = element.getprevious()
    while opener is not None and len(opener) == 1 and opener.tag not in {"button", *_HEADINGS}:
        opener = opener[0]
    return opener is not None and (
        opener.tag in {"button", *_HEADINGS}
        or opener.get("role") in {"button", "tab"}
        or opener.get("aria-expanded") is not None
    )


def _is_slight_form(weight: Weight) -> bool:
    return weight.prose == 0 or (weight.controls > 0 and weight.prose < HIDDEN_PROSE)


def _is_teaser(weight: Weight) -> bool:
    return weight.text < TEASER_CHARS and bool(weight.links + weight.controls)


def _by_name(element: HtmlElement, tag: str, weight: Weight) -> str | None:
    names = _names(element)
    if not names or tag in _HEADINGS:
        return None
    words = set(names)
    if words & _CONSENT and words & _DIALOG and weight.controls:
        return "consent dialog"
    if words & _TEASERS and _is_teaser(weight):
        return "announcement"
    return next((found for word in names if (found := _by_word(word, weight))), None)


def _by_word(word: str, weight: Weight) -> str | None:
    # A name alone may be a section's anchor ("social", "sharing"): the shape must agree.
    is_slight = weight.prose == 0 or weight.is_linked
    if word in _STRONG and (is_slight or weight.controls or word in {"footer", "modal", "nav"}):
        return _STRONG[word]
    if word in _WEAK and is_slight and (weight.controls or weight.is_linked):
        return _WEAK[word]
    return None


def _of_button(element: HtmlElement, weight: Weight) -> str | None:
    parent = element.getparent()
    is_title = parent is not None and parent.tag in _HEADINGS
    return None if is_title or weight.prose or weight.text > SENTENCE_CHARS else "button"


def reason(element: HtmlElement, weight: Weight, *, is_inside: bool) -> str | None:
    """Return why an element is not of the terms, or None; `is_inside` a main or article."""
    tag = element.tag
    role = _ROLES.get((element.get("role") or "").casefold())
    if role and (tag != "header" or not is_inside):
        return role
    if tag == "button":
        return _of_button(element, weight)
    found = _by_tag(element, tag, weight, is_inside=is_inside) or _by_name(element, tag, weight)
    if found:
        return found
    if _is_hidden(element) and _is_slight_form(weight) and not _is_folded(element):
        return "hidden"
    return None
