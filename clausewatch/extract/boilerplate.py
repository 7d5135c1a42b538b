"""Boilerplate: elements around the terms of a page rather than part of them, each with a reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from clausewatch.model.drop_reasons import BUTTON, CONSENT_DIALOG, HIDDEN

DIALOG = "dialog"
SKIP_LINK = "skip link"
"""Reasons by which other modules decide how much of a page may go."""
PAGE_FOOTER = "page footer"
SIDEBAR = "sidebar"
BANNER = "banner"
ANNOUNCEMENT = "announcement"
"""Reasons of elements that may have terms as well."""
INVISIBLE = frozenset({"audio", "canvas", "datalist", "embed", "head", "iframe",
                       "input", "link", "map", "math", "meta", "meter", "noscript",
                       "object", "optgroup", "option", "progress", "script",
                       "select", "style", "svg", "template", "textarea", "title",
                       "video"})  # fmt: skip
INLINE = frozenset({"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button",
                     "center-inline", "cite", "code", "data", "del", "dfn", "em",
                     "font", "i", "img", "ins", "kbd", "label", "mark", "nobr",
                     "output", "picture", "q", "rp", "rt", "ruby", "s", "samp",
                     "slot", "small", "source", "span", "strike", "strong", "sub",
                     "sup", "time", "tt", "u", "var", "wbr"})  # fmt: skip
PROTECTED_SHARE = 0.4
"""An element with this share of the unlinked text stays: some sites wrap the page in a form."""
LINKED_SHARE = 0.6
"""A list with at least this share of its text in links is a menu, not a passage with links."""
MIN_SENTENCE_CHARS = 60
"""A run of unlinked text of this length is a sentence; a shorter one is a label."""
MIN_HIDDEN_PROSE = 600
"""A hidden form with a notice has less; a folded section or a second tab of the terms has more."""
MIN_HEADER_LINKS = 3
_MIN_CONTEXT_WORDS = 2
MAX_TEASER_CHARS = 320
"""A banner that leads to another page has one or two sentences and a link."""

_ROLES = {
    "navigation": "navigation",
    "banner": "page header",
    "contentinfo": PAGE_FOOTER,
    "search": "search box",
    "dialog": DIALOG,
    "alertdialog": DIALOG,
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "toolbar",
    "alert": ANNOUNCEMENT,
}
_STRONG_NAMES = {
    "nav": "navigation", "navbar": "navigation", "navigation": "navigation", "menu": "menu",
    "megamenu": "menu", "breadcrumb": "breadcrumb", "breadcrumbs": "breadcrumb",
    "footer": PAGE_FOOTER, "modal": DIALOG, "popup": DIALOG, "dialog": DIALOG,
    "lightbox": DIALOG, "offcanvas": "menu", "drawer": "menu", "toc": "table of contents",
    "sitenav": "navigation", "topnav": "navigation", "subnav": "navigation",
    "dropdown": "menu", "skip": SKIP_LINK, "toast": "notice", "snackbar": "notice",
    "interstitial": DIALOG,
}  # fmt: skip
_WEAK_NAMES = {
    "header": "page header", "masthead": "page header", "topbar": "page header",
    "sidebar": SIDEBAR, "aside": SIDEBAR, "banner": BANNER, "announcement": ANNOUNCEMENT,
    "promo": "promotion", "newsletter": "newsletter form", "subscribe": "newsletter form",
    "share": "share links", "sharing": "share links", "social": "share links",
    "related": "related pages", "search": "search box", "language": "language selector",
    "languages": "language selector", "lang": "language selector", "locale": "language selector",
    "country": "country selector", "selector": "selector", "switcher": "selector",
    "picker": "selector", "pagination": "pagination", "pager": "pagination", "cart": "shop",
    "login": "login form", "signin": "login form", "signup": "login form", "overlay": DIALOG,
    "widget": "widget", "feedback": "feedback form", "helpful": "feedback form",
    "rating": "feedback form", "copy": "button", "print": "button", "toggle": "button",
    "tooltip": "tooltip", "contents": "table of contents", "flyout": "menu", "tabs": "tabs",
}  # fmt: skip
_CONSENT_NAMES = {"cookie", "cookies", "consent", "gdpr", "ccpa", "cmp"}
_DIALOG_NAMES = {
    "banner", "bar", "modal", "popup", "notice", "dialog", "overlay", "wall", "layer", "manager",
    "prompt", "sdk", "alert", "disclaimer", "law", "compliance",
}  # fmt: skip
_TEASER_NAMES = {"banner", "announcement", "promo", "cta", "marquee", "ticker", "newsflash"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"})


@dataclass(slots=True)
class TextDensity:
    """The text, links and controls in an element. Texts are counted in characters."""

    text: int = 0
    linked: int = 0
    """Text in links."""
    prose: int = 0
    """Text in long unlinked runs."""
    controls: int = 0
    links: int = 0

    def add(self, other: "TextDensity") -> None:
        """Add the counts of a child."""
        self.text += other.text
        self.linked += other.linked
        self.prose += other.prose
        self.controls += other.controls
        self.links += other.links

    @property
    def unlinked(self) -> int:
        """Text outside links; a menu has little of it, however long it is."""
        return self.text - self.linked

    @property
    def is_linked(self) -> bool:
        """Whether most of the text is in links."""
        return self.linked >= LINKED_SHARE * max(1, self.text)


def _count_chars(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _add_own(density: TextDensity, element: HtmlElement, tag: str) -> None:
    """Add what an element has besides that of its children."""
    for text in (element.text, *(child.tail for child in element)):
        if size := _count_chars(text):
            density.text += size
            density.prose += size if size >= MIN_SENTENCE_CHARS else 0
    density.controls += tag in {"button", "input", "select", "textarea"}


def measure_densities(elements: Iterable[HtmlElement]) -> dict[HtmlElement, TextDensity]:
    """Return the density of each element with its children, for elements in document order."""
    ordered = list(elements)
    densities: dict[HtmlElement, TextDensity] = {}
    for element in reversed(ordered):
        tag = element.tag
        density = densities.get(element) or TextDensity()
        densities[element] = density
        if tag in INVISIBLE:
            densities[element] = density = TextDensity(
                controls=int(tag in {"input", "select", "textarea"})
            )
        else:
            _add_own(density, element, tag)
        if tag == "a":
            density.linked, density.prose, density.links = density.text, 0, 1
        parent = element.getparent()
        if parent is not None:
            if parent not in densities:
                densities[parent] = TextDensity()
            densities[parent].add(density)
    return densities


def _split_names(element: HtmlElement) -> list[str]:
    text = f"{element.get('class') or ''} {element.get('id') or ''}"
    return [word.casefold() for word in _WORD.findall(text[:400])] if text != " " else []


def is_hidden(element: HtmlElement) -> bool:
    """Return whether the markup of an element hides it."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").casefold()
    return "display:none" in style or "visibility:hidden" in style


def _explain_by_tag(
    element: HtmlElement, tag: str, density: TextDensity, *, is_inside: bool
) -> str | None:
    if element.get("aria-modal") == "true":
        return DIALOG
    is_bar = density.links >= MIN_HEADER_LINKS or density.controls > 0
    label, applies = {
        "nav": ("navigation", True),
        "dialog": (DIALOG, True),
        "footer": (PAGE_FOOTER, not is_inside or density.is_linked),
        "header": ("page header", not is_inside and is_bar),
        "aside": (SIDEBAR, density.is_linked or _is_teaser(density)),
        "form": ("form", density.controls > 0),
    }.get(tag, ("", False))
    return label if applies else None


def is_folded(element: HtmlElement) -> bool:
    """Return whether a click unfolds a hidden element; folded text is part of the terms."""
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


def _is_slight_form(density: TextDensity) -> bool:
    return density.prose == 0 or (density.controls > 0 and density.prose < MIN_HIDDEN_PROSE)


def _is_teaser(density: TextDensity) -> bool:
    return density.text < MAX_TEASER_CHARS and bool(density.links + density.controls)


def _explain_by_name(element: HtmlElement, tag: str, density: TextDensity) -> str | None:
    names = _split_names(element)
    if not names or tag in _HEADINGS:
        return None
    words = set(names)
    if words & _CONSENT_NAMES and words & _DIALOG_NAMES and density.controls:
        return CONSENT_DIALOG
    if words & _TEASER_NAMES and _is_teaser(density):
        return ANNOUNCEMENT
    return next((label for word in names if (label := _explain_by_word(word, density))), None)


def _explain_by_word(word: str, density: TextDensity) -> str | None:
    # A name alone may be a section's anchor ("social", "sharing"), so the content must agree.
    is_slight = density.prose == 0 or density.is_linked
    if word in _STRONG_NAMES and (
        is_slight or density.controls or word in {"footer", "modal", "nav"}
    ):
        return _STRONG_NAMES[word]
    if word in _WEAK_NAMES and is_slight and (density.controls or density.is_linked):
        return _WEAK_NAMES[word]
    return None


def _explain_button(element: HtmlElement, density: TextDensity) -> str | None:
    parent = element.getparent()
    is_title = parent is not None and parent.tag in _HEADINGS
    return None if is_title or density.prose or density.text > MIN_SENTENCE_CHARS else BUTTON


def _is_in_sentence(element: HtmlElement) -> bool:
    """Return whether an inline element has words of its block directly before or after it."""
    node = element
    while node is not None and node.tag in INLINE:
        parent, previous, following = node.getparent(), node.getprevious(), node.getnext()
        before = parent.text if previous is None and parent is not None else None
        texts = [before, node.tail]
        if previous is not None:
            texts.append(previous.tail)
        texts += [
            neighbour.text_content()
            for neighbour in (previous, following)
            if neighbour is not None and neighbour.tag in INLINE - {"a", "button"}
        ]
        if any(text and len(text.split()) >= _MIN_CONTEXT_WORDS for text in texts):
            return True
        node = parent
    return False


def explain_removal(element: HtmlElement, density: TextDensity, *, is_inside: bool) -> str | None:
    """Return why an element is boilerplate, or None; `is_inside` a main or article element."""
    reason = _find_reason(element, density, is_inside=is_inside)
    # A class name of a link in a sentence, such as that of its colour, does not make it a menu.
    if reason and element.tag in INLINE - {"button"} and _is_in_sentence(element):
        return None
    return reason


def _find_reason(element: HtmlElement, density: TextDensity, *, is_inside: bool) -> str | None:
    tag = element.tag
    role_label = _ROLES.get((element.get("role") or "").casefold())
    if role_label and (tag != "header" or not is_inside):
        return role_label
    if tag == "button":
        return _explain_button(element, density)
    label = _explain_by_tag(element, tag, density, is_inside=is_inside) or _explain_by_name(
        element, tag, density
    )
    if label:
        return label
    if is_hidden(element) and _is_slight_form(density) and not is_folded(element):
        return HIDDEN
    return None
