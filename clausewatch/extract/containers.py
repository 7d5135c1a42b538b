"""Containers whose text browsers show, although HTML parsers do not read it as text.

These are declarative shadow roots, frames with their own source, read-only text areas, formulas.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from clausewatch.extract.html_tree import parse_markup

_PARAGRAPH_BORDER = re.compile(r"\n[^\S\n]*\n")
_MIN_TEXT_WORDS = 8
"""A read-only field with fewer words holds a link to copy or a code, and no text."""
_MAX_FRAME_DEPTH = 3
"""Levels of frames within the sources of frames."""


def open_containers(root: HtmlElement) -> None:
    """Replace the containers in a tree by ordinary elements with the same text."""
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
    for area in list(root.iter("textarea")):
        if _is_fixed(area):
            _open_text_area(area)
    for formula in list(root.iter("math")):
        _open_formula(formula)
    for _ in range(_MAX_FRAME_DEPTH):
        frames = [frame for frame in root.iter("iframe") if frame.get("srcdoc")]
        for frame in frames:
            _open_frame(frame)


def _is_fixed(area: HtmlElement) -> bool:
    return (
        "readonly" in area.attrib
        or "disabled" in area.attrib
        or (area.get("aria-readonly") == "true")
    )


def _open_formula(formula: HtmlElement) -> None:
    """Replace a formula by its figures and letters, without the source of its typesetting."""
    for note in list(formula.iter("annotation", "annotation-xml")):
        note.drop_tree()
    text = "".join(formula.itertext())
    formula.clear(keep_tail=True)
    formula.tag = "span"
    formula.text = " ".join(text.split())


def _open_text_area(area: HtmlElement) -> None:
    text = area.text or ""
    if len(text.split()) < _MIN_TEXT_WORDS:
        return
    area.clear(keep_tail=True)
    area.tag = "div"
    for part in _PARAGRAPH_BORDER.split(text):
        etree.SubElement(area, "p").text = part


def _open_frame(frame: HtmlElement) -> None:
    """Replace a frame by the body of its source."""
    source = frame.get("srcdoc") or ""
    frame.clear(keep_tail=True)
    frame.tag = "div"
    if not source.strip():
        return
    try:
        page = parse_markup(source)
    except (etree.LxmlError, ValueError):
        return
    body = page.find("body")
    if body is not None:
        frame.text = body.text
        frame.extend(list(body))
