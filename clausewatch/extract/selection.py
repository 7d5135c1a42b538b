"""Selections of a page: the parts that are the document, by include and exclude selectors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Any

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from clausewatch.errors import ConfigError, ExtractError
from clausewatch.extract import charset, html_tree
from clausewatch.extract.formats import detect_format
from clausewatch.model.formats import HTML, XHTML
from clausewatch.model.reading import Bounds, Page, Selection

MAX_SELECTOR_CHARS = 2000
_SELECTOR_FAULTS = (ValueError, SyntaxError, AssertionError, TypeError, RecursionError)
"""What cssselect and lxml raise for unusable selectors, beside errors of their own."""
Span = tuple[int, int]
"""First position within a part, and first position after it, counted along the page."""


def parse_selection(select: object, remove: object) -> Selection | None:
    """Return the selection in a declaration, or None if it selects nothing.

    Each argument is a CSS selector, a range (`startBefore` or `startAfter` with `endBefore` or
    `endAfter`) or a list of them. Raises ConfigError for any other shape and for invalid selectors.
    """
    selection = Selection(tuple(_parse_parts(select)), tuple(_parse_parts(remove)))
    return selection if selection.include or selection.exclude else None


def _parse_parts(declared: object) -> Iterator[str | Bounds]:
    if declared is None:
        return
    for part in declared if isinstance(declared, list) else [declared]:
        if isinstance(part, str):
            _compile_selector(part)
            yield part
        elif isinstance(part, Mapping):
            yield _parse_bounds(part)
        else:
            raise ConfigError(f"{part!r} is not a selector; use a CSS selector or a range.")


def _parse_bounds(declared: Mapping[str, Any]) -> Bounds:
    bounds = []
    for end in ("start", "end"):
        sides = [side for side in ("Before", "After") if end + side in declared]
        selector = declared[end + sides[0]] if len(sides) == 1 else None
        if not isinstance(selector, str):
            raise ConfigError(f"{dict(declared)!r} is not a range; it needs one start and one end.")
        _compile_selector(selector)
        bounds.append((sides[0].lower(), selector))
    return bounds[0], bounds[1]


@lru_cache(maxsize=256)
def _compile_selector(text: str) -> CSSSelector:
    """Return a selector that can be evaluated. Raises ConfigError for any other."""
    if len(text) > MAX_SELECTOR_CHARS:
        raise ConfigError(f"{text[:80]!r}… is too long for a CSS selector")
    try:
        selector = CSSSelector(text, translator="html")
        selector(html.Element("html"))
    except (SelectorError, etree.LxmlError, *_SELECTOR_FAULTS) as fault:
        reason = str(fault) or "it is too complex"
        raise ConfigError(f"{text!r} is not a usable CSS selector: {reason}") from fault
    return selector


def narrow_page(page: Page) -> Page:
    """Return an HTML page with only its selected parts; a page of another format stays whole.

    Raises ExtractError if none of the included parts is on the page.
    """
    if page.selection is None or detect_format(page) not in {HTML, XHTML}:
        return page
    root = html_tree.parse_html(charset.decode_page(page), page)
    selected = narrow_tree(root, page.selection, page.url)
    body = html.tostring(selected, encoding="utf-8", doctype="<!DOCTYPE html>")
    return replace(
        page,
        body=body,
        content_type="text/html; charset=utf-8",
        # A part of a truncated page counts as truncated, too.
        declared_length=len(body) + 1 if page.is_truncated or html_tree.is_cut_off(root) else None,
        selection=None,
    )


def narrow_tree(root: HtmlElement, selection: Selection, url: str) -> HtmlElement:
    """Return a copy of a tree whose body contains only the selected parts, in page order.

    Raises ExtractError if none of the included parts is there, because the site was rebuilt, or if
    a selector is not usable, as in records of other releases.
    """
    try:
        return _narrow_tree(root, selection, url)
    except ConfigError as fault:
        raise ExtractError(url, f"the page cannot be selected from: {fault}") from fault


def _narrow_tree(root: HtmlElement, selection: Selection, url: str) -> HtmlElement:
    tree = deepcopy(root)
    for part in selection.exclude:
        _remove_part(tree, part)
    if not selection.include:
        return tree
    body = html.Element("body")
    for element in _find_outermost(tree, selection.include):
        element.tail = None
        body.append(element)
    for part in selection.include:
        if not isinstance(part, str) and (between := _copy_between(tree, part)) is not None:
            body.append(between)
    if not len(body):
        selectors = (part if isinstance(part, str) else part[0][1] for part in selection.include)
        shown = ", ".join(selectors)[:80]
        raise ExtractError(
            url, f"the selected part of the page ({shown}) no longer exists; select another"
        )
    old_body = tree.find("body")
    if old_body is None:
        return body
    old_body.getparent().replace(old_body, body)
    return tree


def _find_matches(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that match a selector, in page order."""
    result = _compile_selector(selector)(root)
    matches = result if isinstance(result, list) else []
    return [element for element in matches if isinstance(element, HtmlElement)]


def _find_outermost(root: HtmlElement, parts: Iterable[str | Bounds]) -> list[HtmlElement]:
    """Return the elements that match selectors in page order, without elements inside others."""
    matches = {e for part in parts if isinstance(part, str) for e in _find_matches(root, part)}
    ordered = [element for element in root.iter() if element in matches]
    return [e for e in ordered if not any(above in matches for above in e.iterancestors())]


def _remove_part(root: HtmlElement, part: str | Bounds) -> None:
    if isinstance(part, str):
        for element in _find_matches(root, part):
            if element.getparent() is not None:
                element.drop_tree()
        return
    span = _find_span(root, part)
    if span is not None:
        _cut(root, lambda position: not span[0] <= position < span[1])


def _copy_between(root: HtmlElement, part: Bounds) -> HtmlElement | None:
    """Return a copy of the body with only the text between two bounds, or None without them."""
    tree = deepcopy(root)
    span = _find_span(tree, part)
    if span is None:
        return None
    _cut(tree, lambda position: span[0] <= position < span[1])
    body = tree.find("body")
    body = tree if body is None else body
    body.tag = "div"
    return body


def _locate_elements(root: HtmlElement) -> dict[HtmlElement, Span]:
    """Return the positions of the start and the end of each element."""
    starts: dict[HtmlElement, int] = {}
    spans: dict[HtmlElement, Span] = {}
    for index, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if event == "start":
            starts[element] = 2 * index
        else:
            spans[element] = (starts[element], 2 * index)
    return spans


def _find_span(root: HtmlElement, part: Bounds) -> Span | None:
    spans = _locate_elements(root)
    positions = []
    for side, selector in part:
        matches = _find_matches(root, selector)
        if not matches:
            return None
        start, end = spans[matches[0]]
        positions.append(start if side == "before" else end + 1)
    return positions[0], positions[1]


def _cut(root: HtmlElement, is_kept: Callable[[int], bool]) -> None:
    """Remove all text whose position is not kept."""
    spans = _locate_elements(root)
    body = root.find("body")
    for element in list((root if body is None else body).iter()):
        start, end = spans[element]
        if element.text and not is_kept(start):
            element.text = None
        if element.tail and not is_kept(end + 1):
            element.tail = None
