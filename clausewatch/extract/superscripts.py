"""Superscripts: footnote marks, raised cents and exponents beside the figures of a page.

Without their markup they merge with the number before them: "90<sup>1</sup> days" reads "901 days".
"""

import re

from lxml.html import HtmlElement

_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:[,\s]{1,2}\d{1,3}){0,5}|[*†‡§¶]{1,4}|[a-z])[\])]?")
_FIGURE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]{1,4})[\])]?")
_CENTS = re.compile(r"\d\d")
_EXPONENT = re.compile(r"[-\u2212]?\d{1,3}")
_CURRENCY = "$€£¥₹"
_PRICE = re.compile(rf"[{_CURRENCY}]\s?\d[\d.,\s]{{0,12}}$")
_BEFORE_CURRENCY = re.compile(rf"\s?[{_CURRENCY}]")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_UNIT = re.compile(r"(?:^|[\d\s(])(?:[mck]?m|ft|in|yd|mi|s)$")
_MIN_POWER_OF_TEN = 3
"""Smaller numbers are written out, so a mark of 1 or 2 beside a 10 belongs to a footnote."""
_BEFORE_CHARS = 40


def _read_before(element: HtmlElement) -> str:
    """Return the text directly before an element, within the parent."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is None:
        text = parent.text if parent is not None else ""
    else:
        text = previous.tail or previous.text_content()
    return (text or "")[-_BEFORE_CHARS:]


def _is_note_link(link: HtmlElement) -> bool:
    return "#" in (link.get("href") or "") or (link.get("role") or "") == "doc-noteref"


def _is_raised(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return element.tag == "sup" or "vertical-align:super" in style


def _is_note_link_in_text(link: HtmlElement, mark: str) -> bool:
    """Return whether a link to a note follows a word without a blank, such as `days[1]`."""
    if not (_is_note_link(link) and _FIGURE_MARK.fullmatch(mark)):
        return False
    before = _read_before(link)
    is_glued = bool(before) and (before[-1].isalnum() or before[-1] in ".,;)\u201d")
    is_reference = before.endswith(".") and before[-2:-1].isdigit()
    is_in_sup = any(_is_raised(above) for above in link.iterancestors())
    return is_glued and not is_reference and not is_in_sup


def _convert(element: HtmlElement) -> str | None:
    """Return what a superscript reads as, or None if it stays as it is."""
    text = "".join(element.itertext()).strip()
    before = _read_before(element)
    is_linked = any(_is_note_link(link) for link in element.iter("a"))
    is_price = _PRICE.search(before) or _BEFORE_CURRENCY.match(element.tail or "")
    if is_price and not is_linked and before[-1:].isdigit() and _CENTS.fullmatch(text):
        return f".{text}"
    if not is_linked and _EXPONENT.fullmatch(text):
        is_power = _TEN.search(before) and not 0 <= _read_number(text) < _MIN_POWER_OF_TEN
        if is_power or _UNIT.search(before):
            return f"^{text}"
    is_letter = len(text.strip("[]()")) == 1 and text.strip("[]()").isalpha()
    is_mark = _MARK.fullmatch(text) and (is_linked or not is_letter)
    return "" if is_mark else None


def _read_number(text: str) -> int:
    return int(text.replace("\u2212", "-"))


def _replace(element: HtmlElement, text: str) -> None:
    tail = element.tail or ""
    before = _read_before(element)
    if not text and before[-1:].isalnum() and tail[:1].isalnum():
        text = " "
    tag = element.tag
    element.clear(keep_tail=True)
    element.tag = "span" if tag == "sup" else tag
    element.text = text


def separate_superscripts(root: HtmlElement) -> None:
    """Replace footnote marks, raised cents and exponents by the characters that they stand for.

    Footnote marks are removed: their numbers change whenever a note is added elsewhere.
    """
    for element in list(root.iter("sup", "span", "small", "a")):
        if element.tag == "a":
            if _is_note_link_in_text(element, "".join(element.itertext()).strip()):
                _replace(element, "")
        elif _is_raised(element):
            text = _convert(element)
            if text is not None:
                _replace(element, text)
