"""Which parts of a page are the document: include and exclude selectors, given per document."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from clausewatch.errors import ConfigError, ExtractError
from clausewatch.extract import charset, html_tree
from clausewatch.extract.formats import media_type
from clausewatch.model.reading import Bounds, Page, Selection


def selection_of(select: object, remove: object) -> Selection | None:
    """Return a selection as declarations write it, or None where nothing is selected.

    Each is a selector, a range (`startBefore`, `startAfter`, `endBefore`, `endAfter`) or a list of
    them. Raises ConfigError for a shape or a selector that cannot be understood.
    """
    found = Selection(tuple(_parts(select)), tuple(_parts(remove)))
    return found if found.include or found.exclude else None


def _parts(declared: object) -> Iterator[str | Bounds]:
    if declared is None:
        return
    for each in declared if isinstance(declared, list) else [declared]:
        if isinstance(each, str):
            _selector(each)
            yield each
        elif isinstance(each, Mapping):
            yield _bounds(each)
        else:
            raise ConfigError(f"{each!r} is no selector; write a CSS selector or a range.")


def _bounds(declared: Mapping[str, Any]) -> Bounds:
    found = []
    for end in ("start", "end"):
        given = [(at, declared[end + at]) for at in ("Before", "After") if end + at in declared]
        if len(given) != 1 or not isinstance(given[0][1], str):
            raise ConfigError(f"{dict(declared)!r} is no range; give it one start and one end.")
        _selector(given[0][1])
        found.append((given[0][0].lower(), given[0][1]))
    return found[0], found[1]


def _selector(text: str) -> CSSSelector:
    try:
        return CSSSelector(text, translator="html")
    except (ValueError, SyntaxError, AssertionError) as fault:
        raise ConfigError(f"{text!r} is no CSS selector that can be used: {fault}") from fault


def narrowed(root: HtmlElement, selection: Selection, url: str) -> HtmlElement:
    """Return a tree whose body holds only what was selected, in the order of the page.

    Raises ExtractError where nothing of what is to be read is there: the page was rebuilt.
    """
    found = deepcopy(root)
    for part in selection.exclude:
        _drop(found, part)
    if not selection.include:
        return found
    body = html.Element("body")
    for element in _outermost(found, selection.include):
        element.tail = None
        body.append(element)
    for part in selection.include:
        if not isinstance(part, str) and (between := _between(found, part)) is not None:
            body.append(between)
    if not len(body):
        shown = ", ".join(
            part if isinstance(part, str) else part[0][1] for part in selection.include
        )
        raise ExtractError(
            url, f"the part of the page that was chosen ({shown[:80]}) is not there; choose anew"
        )
    old = found.find("body")
    if old is None:
        return body
    old.getparent().replace(old, body)
    return found


def _matches(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a selector means, in the order of the page."""
    found = _selector(selector)(root)
    each = found if isinstance(found, list) else []
    return [element for element in each if isinstance(element, HtmlElement)]


def narrowed_page(page: Page) -> Page:
    """Return a page with what was selected of it; one that is no HTML stays.

    Raises ExtractError where a part that was chosen is not there.
    """
    if page.selection is None or not media_type(page).endswith(("html", "xhtml+xml")):
        return page
    root = narrowed(html_tree.parse(charset.decoded(page), page), page.selection, page.url)
    body = html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    is_short = page.declared_length is not None and len(page.body) < page.declared_length
    # Whether bytes are missing was told of the page as sent; of its part it is passed on.
    length = len(body) + 1 if is_short else None
    kind = "text/html; charset=utf-8"
    return replace(page, body=body, content_type=kind, declared_length=length, selection=None)


def _outermost(root: HtmlElement, parts: Iterable[str | Bounds]) -> list[HtmlElement]:
    """Return what selectors match in the order of the page, nothing that lies within another."""
    chosen = {e for part in parts if isinstance(part, str) for e in _matches(root, part)}
    ordered = [element for element in root.iter() if element in chosen]
    return [e for e in ordered if not any(above in chosen for above in e.iterancestors())]


def _drop(root: HtmlElement, part: str | Bounds) -> None:
    if isinstance(part, str):
        for element in _matches(root, part):
            if element.getparent() is not None:
                element.drop_tree()
        return
    span = _span(root, part)
    if span is not None:
        _cut(root, lambda at: not span[0] <= at < span[1])


def _between(root: HtmlElement, part: Bounds) -> HtmlElement | None:
    """Return a copy of the body with what lies between the bounds, or None where they are not."""
    copied = deepcopy(root)
    span = _span(copied, part)
    if span is None:
        return None
    _cut(copied, lambda at: span[0] <= at < span[1])
    body = copied.find("body")
    body = copied if body is None else body
    body.tag = "div"
    return body


def _places(root: HtmlElement) -> dict[HtmlElement, tuple[int, int]]:
    """Return where each element starts and ends, counted along the page."""
    starts: dict[HtmlElement, int] = {}
    found: dict[HtmlElement, tuple[int, int]] = {}
    for at, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if event == "start":
            starts[element] = 2 * at
        else:
            found[element] = (starts[element], 2 * at)
    return found


def _span(root: HtmlElement, part: Bounds) -> tuple[int, int] | None:
    places = _places(root)
    found = []
    for at, selector in part:
        matches = _matches(root, selector)
        if not matches:
            return None
        start, end = places[matches[0]]
        found.append(start if at == "before" else end + 1)
    return found[0], found[1]


def _cut(root: HtmlElement, keeps: Callable[[int], bool]) -> None:
    """Take out all text whose place is not kept, and every element that is left empty by it."""
    places = _places(root)
    body = root.find("body")
    for element in list((root if body is None else body).iter()):
        start, end = places[element]
        if element.text and not keeps(start):
            element.text = None
        if element.tail and not keeps(end + 1):
            element.tail = None
