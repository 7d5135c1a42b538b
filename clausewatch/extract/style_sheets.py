"""The style sheets within a page: which elements they strike through, and which they hide.

Only rules that always apply count: those within a condition, such as a width of the screen, do not.
"""

import re
from collections.abc import Iterator

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import is_folded

MAX_RULES = 20
"""Rules that strike text; a page has one or two."""
MAX_HIDDEN_CHARS = 1200
"""A longer hidden text is a folded section, which a click unfolds."""
_MIN_HIDDEN_WORDS = 4
_COMMENT_END = "*/"
_CLASS = re.compile(r"[a-zA-Z0-9]{0,20}\.([\w-]{1,80})")
_NAME = re.compile(r"\.([\w-]{1,80})")
_PASSAGES = frozenset({"p", "li", "span", "div", "dd", "td", "em", "strong", "b", "i", "small"})


def find_struck_by_style(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements that a style sheet of the page strikes through."""
    sheets = [css for css in _read_sheets(root) if "line-through" in css]
    selectors = [
        selector
        for css in sheets
        for selector, declarations in _iterate_rules(css)
        if "line-through" in declarations and "." in selector
    ]
    return [element for selector in selectors[:MAX_RULES] for element in _select(root, selector)]


def find_hidden_by_style(root: HtmlElement) -> list[HtmlElement]:
    """Return the passages that a style sheet of the page hides and that nothing shows again.

    A text that a click unfolds is part of the terms, so whatever may be such a text stays.
    """
    sheets = [css for css in _read_sheets(root) if "none" in css or "hidden" in css]
    names = {
        match[1]
        for css in sheets
        for selector, declarations in _iterate_rules(css)
        if _hides(declarations) and (match := _CLASS.fullmatch(selector))
    }
    if not names:
        return []
    mentioned = [name for css in sheets for name in _NAME.findall(css)]
    scripts = " ".join(script.text or "" for script in root.iter("script"))
    names = {name for name in names if mentioned.count(name) == 1 and name not in scripts}
    elements = [e for e in root.iter(*_PASSAGES) if names & set((e.get("class") or "").split())]
    return [element for element in elements if _is_final(element)]


def _read_sheets(root: HtmlElement) -> list[str]:
    sheets = (
        style.text or "" for style in root.iter("style") if "print" not in style.get("media", "")
    )
    return [_strip_comments(css) for css in sheets]


def _strip_comments(css: str) -> str:
    first, *others = css.split("/*")
    return first + "".join(part.partition(_COMMENT_END)[2] for part in others)


def _iterate_rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield each selector with its declarations, without blanks, outside conditions."""
    depth = 0
    for chunk in css.split("}"):
        count = chunk.count("{")
        if depth == 0 and count == 1:
            selectors, _, declarations = chunk.partition("{")
            for selector in selectors.split(","):
                yield selector.strip(), "".join(declarations.split()).casefold()
        depth = max(0, depth + count - 1)


def _select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        struck = CSSSelector(selector, translator="html")(root)
    except (SelectorError, SyntaxError, ValueError):
        return []
    return list(struck) if isinstance(struck, list) else []


def _hides(declarations: str) -> bool:
    return "display:none" in declarations or "visibility:hidden" in declarations


def _is_final(element: HtmlElement) -> bool:
    """Return whether a hidden element is a passage among others that no control can show."""
    text = element.text_content().strip()
    parent = element.getparent()
    if parent is None or len(text) > MAX_HIDDEN_CHARS or len(text.split()) < _MIN_HIDDEN_WORDS:
        return False
    names = [*element.attrib, *parent.attrib]
    if "id" in element.attrib or any(name.startswith(("aria-", "on", "data-")) for name in names):
        return False
    following = element.getnext()
    # A fold holds all that its heading names; a passage has another one beside it.
    is_passage = following is not None and following.tag == element.tag
    is_passage = is_passage and following.get("class") != element.get("class")
    return (is_passage or not is_folded(element)) and not any(map(_is_control, parent.iter()))


def _is_control(element: HtmlElement) -> bool:
    if element.tag in {"button", "input", "select", "summary", "label"}:
        return True
    return element.tag == "a" and (element.get("href") or "#").startswith(("#", "javascript:"))
