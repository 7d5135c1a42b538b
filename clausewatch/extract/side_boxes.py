"""Boxes beside or amid the prose that state no term: praise, tips, comments, job offers, teasers.

Their names and words differ from site to site. But each is an element of its own, off the element
that has the prose, or between paragraphs that have no such element. A notice or a fee may stand in
such a box as well, so that its text decides: a box with any sign of a term is part of the terms.
What somebody signs with a name and a day is what a visitor says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import TextDensity
from clausewatch.extract.html_blocks import BlockBuilder
from clausewatch.extract.outside_terms import Vocabulary
from clausewatch.model.beside import Beside
from clausewatch.model.reading import Block, BlockKind
from clausewatch.text.date_lines import AGO, is_date_age_or_copyright
from clausewatch.text.dates import find_dates, remove_dates
from clausewatch.text.normal_form import tokenise
from clausewatch.text.sentences import SENTENCE_ENDS

_BOXES = frozenset({"div", "section", "aside", "article", "blockquote", "figure"})
_HOLDER_SHARE = 0.8
"""An element with this share of the prose holds the document."""
_MIN_FLOW_SHARE = 0.6
"""Of the prose of the holder in paragraphs of its own: where each section has an element, none is
a box."""
_MAX_BOX_CHARS = 2500
_MAX_BOX_SHARE = 0.3
_TABULAR = ("table", "dl", "h1", "details")
"""Elements that particulars of the terms have, and boxes do not."""
_LEADS = (":", "\uff1a")
_MAX_BYLINE_WORDS = 8

Densities = Mapping[HtmlElement, TextDensity]


def mark_side_boxes(
    main: HtmlElement,
    removals: Mapping[HtmlElement, str],
    densities: Densities,
    blocks: list[Block],
    kinds: frozenset[str],
) -> list[Block]:
    """Return the blocks of the main text, with those in boxes that state no term marked."""
    boxes = _find_boxes(main, removals, densities)
    contents = [BlockBuilder(removals).build(box) for box in boxes]
    boxed = {block.text for content in contents for block in content}
    if not boxed:
        return blocks
    vocabulary = Vocabulary.collect([block for block in blocks if block.text not in boxed])
    beside: dict[str, Beside] = {}
    for content in contents:
        texts = _sort_texts(content, vocabulary)
        own = (text for text, voice in texts.items() if voice is Beside.BOX)
        if not any(vocabulary.may_state_term(text, kinds) for text in own):
            beside.update(texts)
    return [replace(block, beside=beside.get(block.text)) for block in blocks]


def _find_boxes(
    main: HtmlElement, removals: Mapping[HtmlElement, str], densities: Densities
) -> list[HtmlElement]:
    """Return the small elements off the path to the prose, and those between its paragraphs."""
    total = max(1, densities[main].unlinked)
    holder = main
    boxes: list[HtmlElement] = []
    while True:
        parts = [e for e in holder if isinstance(e.tag, str) and e not in removals]
        inner = next((e for e in parts if _is_holder(e, densities, total)), None)
        found = [e for e in parts if e is not inner and _is_box(e, densities[e], total)]
        if inner is None:
            flow = sum(densities[e].unlinked for e in parts if e.tag not in _BOXES)
            is_flow = flow >= _MIN_FLOW_SHARE * densities[holder].unlinked
            return boxes + found if is_flow else boxes
        boxes += found
        holder = inner


def _is_holder(element: HtmlElement, densities: Densities, total: int) -> bool:
    is_bulk = densities[element].unlinked >= _HOLDER_SHARE * total
    return is_bulk and element.tag not in {"p", "ul", "ol", "table", "dl"}


def _is_box(element: HtmlElement, density: TextDensity, total: int) -> bool:
    size = density.text
    if element.tag not in _BOXES or not 0 < size <= min(_MAX_BOX_CHARS, _MAX_BOX_SHARE * total):
        return False
    if any(element.find(f".//{tag}") is not None for tag in _TABULAR):
        return False
    previous = element.getprevious()
    lead = "" if previous is None else previous.text_content() + (previous.tail or "")
    return not lead.rstrip().endswith(_LEADS)


def _sort_texts(content: Iterable[Block], vocabulary: Vocabulary) -> dict[str, Beside]:
    """Return the texts of a box: those below a byline, up to a heading, are a visitor's."""
    texts: dict[str, Beside] = {}
    is_signed = False
    for block in content:
        is_signed = _is_byline(block.text, vocabulary) or (
            is_signed and block.kind is not BlockKind.HEADING
        )
        texts[block.text] = Beside.VISITOR if is_signed else Beside.BOX
    return texts


def _is_byline(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line has only a name and a day, or how long ago it was: "Jo · 3 May 2025".

    A name that the document has may be the company's own.
    """
    is_sentence = text.endswith(SENTENCE_ENDS)
    if is_sentence or len(text.split()) > _MAX_BYLINE_WORDS or is_date_age_or_copyright(text):
        return False
    rest = AGO.sub(" ", remove_dates(text))
    is_dated = next(find_dates(text), None) is not None or AGO.search(text) is not None
    names = [word for word in tokenise(rest) if not word.isdecimal()]
    is_name = 0 < len(names) <= _MAX_BYLINE_WORDS // 2 and ":" not in rest
    return is_dated and is_name and not vocabulary.measure_share(rest)
