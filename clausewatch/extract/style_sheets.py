"""The style sheets within a page: which elements they strike through, and which they hide.

Only rules that always apply count: those within a condition, such as a width of the screen, do not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import is_folded

MAX_RULES = 20
"""Rules that strike text; a page has one or two."""
MAX_HIDDEN_NAMES = 200
"""Class names that hide passages of one page; each is looked up in its scripts."""
MAX_HIDDEN_CHARS = 1200
"""A longer hidden text is a folded section, which a click unfolds."""
_MIN_HIDDEN_WORDS = 4
_COMMENT_END = "*/"
_CLASS = re.compile(r"[a-zA-Z0-9]{0,20}\.([\w-]{1,80})")
_NAME = re.compile(r"\.([\w-]{1,80})")
_PASSAGES = frozenset({"p", "li", "span", "div", "dd", "td", "em", "strong", "b", "i", "small"})


def find_struck_by_style(root: HtmlElement, sheets: Sequence[str]) -> list[HtmlElement]:
    """Return the elements that a style sheet of the page strikes through."""
    selectors = [
        selector
        for css in sheets
        if "line-through" in css
        for selector, declarations in _iterate_rules(css)
        if "line-through" in declarations and "." in selector
    ]
    return [element for selector in selectors[:MAX_RULES] for element in _select(root, selector)]


def find_hidden_by_style(root: HtmlElement, sheets: Sequence[str]) -> list[HtmlElement]:
    """Return the passages that a style sheet of the page hides and that nothing shows again.

    A text that a click unfolds is part of the terms, so whatever may be such a text stays.
    """
    sheets = [css for css in sheets if "none" in css or "hidden" in css]
    names = {
        match[1]
        for css in sheets
        for selector, declarations in _iterate_rules(css)
        if _hides(declarations) and (match := _CLASS.fullmatch(selector))
    }
    if not names:
        return []
    mentions = Counter(name for css in sheets for name in _NAME.findall(css))
    passages = [(e, names & set((e.get("class") or "").split())) for e in root.iter(*_PASSAGES)]
    used = {name for _, its in passages for name in its if mentions[name] == 1}
    if not used or len(used) > MAX_HIDDEN_NAMES:
        return []
    scripts = " ".join(script.text or "" for script in root.iter("script"))
    final_names = {name for name in used if name not in scripts}
    controlled: dict[HtmlElement, bool] = {}
    return [e for e, its in passages if its & final_names and _is_final(e, controlled)]


def read_sheets(root: HtmlElement) -> list[str]:
    """Return the style sheets within a page, without comments and those for print."""
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


def _is_final(element: HtmlElement, controlled: dict[HtmlElement, bool]) -> bool:
    """Return whether a hidden element is a passage among others that no control can show.

    `controlled` keeps for each parent whether it holds a control, as thousands may share one.
    """
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
    if not is_passage and is_folded(element):
        return False
    if parent not in controlled:
        controlled[parent] = any(map(_is_control, parent.iter()))
    return not controlled[parent]


def _is_control(element: HtmlElement) -> bool:
    if element.tag in {"button", "input", "select", "summary", "label"}:
        return True
    return element.tag == "a" and (element.get("href") or "#").startswith(("#", "javascript:"))
