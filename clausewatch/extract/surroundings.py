"""The surroundings of the main text: title, date, opening, notices, terms, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import ANNOUNCEMENT, BANNER, PAGE_FOOTER, SIDEBAR
from clausewatch.extract.dialogs_and_teasers import TEASER
from clausewatch.extract.html_blocks import BlockBuilder
from clausewatch.extract.outside_terms import find_outside_terms
from clausewatch.extract.protected_text import MIN_NOTICE_WORDS, is_notice_block, is_sentence
from clausewatch.model.reading import Block, BlockKind, Dropped
from clausewatch.text.date_lines import is_date_line

OUTSIDE = "outside the main text"
_MIN_CARDS = 2
_MAX_CARD_CHARS = 2000
"""With the blanks of the markup: more is a text, and no teaser of another page."""
_BESIDE_TERMS = frozenset({PAGE_FOOTER, SIDEBAR, ANNOUNCEMENT, BANNER, TEASER})
"""Reasons for removing elements that may have terms as well; dialogs and headers have none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The blocks before and after the main text that belong to the document, and the others."""

    before: tuple[Block, ...]
    after: tuple[Block, ...]
    dropped: tuple[Dropped, ...]


def read_surroundings(
    body: HtmlElement,
    main: HtmlElement,
    removals: Mapping[HtmlElement, str],
    blocks: list[Block],
    kinds: frozenset[str],
) -> Surroundings:
    """Return what surrounds the main text, whose blocks are given."""
    beside = _read_beside(removals)
    dates = [block for block in beside if is_date_line(block.text)]
    beside = [block for block in beside if not is_date_line(block.text)]
    before: list[Block] = []
    after: list[Block] = []
    dropped: list[str] = []
    if main is not body:
        preceding, following = _list_siblings(body, main)
        before, dropped_before = _read_side(body, main, {**removals, **following})
        after, dropped_after = _read_side(body, main, {**removals, **preceding})
        dropped = [*dropped_before, *dropped_after]
    top_level = _find_top_level(blocks)
    terms = {id(block) for block in find_outside_terms([*before, *after, *beside], blocks, kinds)}
    kept_before: list[Block] = []
    is_below_title = False
    for block in before:
        is_below_title = is_below_title or _is_title(block, top_level)
        # A sentence between the title of the document and its text opens the document.
        is_opening = is_below_title and _is_sentence_block(block)
        if is_opening or id(block) in terms or _is_of_document(block, top_level, kinds):
            kept_before.append(block)
    kept_after = [b for b in after if id(b) in terms or _is_of_document(b, top_level, kinds)]
    kept = {id(block) for block in (*kept_before, *kept_after)}
    texts = [block.text for block in (*before, *after) if id(block) not in kept]
    return Surroundings(
        tuple(kept_before),
        (*kept_after, *(block for block in beside if id(block) in terms), *dates),
        tuple(Dropped(text, OUTSIDE) for text in (*texts, *dropped)),
    )


def _read_beside(removals: Mapping[HtmlElement, str]) -> list[Block]:
    """Return the blocks of the removed elements that may have terms."""
    return [
        block
        for element, reason in removals.items()
        if reason in _BESIDE_TERMS
        for block in BlockBuilder(dict.fromkeys(_find_cards(element), TEASER)).build(element)
    ]


def _find_cards(element: HtmlElement) -> list[HtmlElement]:
    """Return the items of lists of other pages: each opens with a link, and text follows."""
    cards: list[HtmlElement] = []
    sizes = _measure_texts(element)
    for holder in sizes:
        found = [e for e in holder if sizes[e] <= _MAX_CARD_CHARS and _is_card(e)]
        if len(found) >= _MIN_CARDS:
            cards += found
    return cards


def _measure_texts(root: HtmlElement) -> dict[HtmlElement, int]:
    """Return the characters of text in each element, in the order of the page, in one pass."""
    elements = list(root.iter())
    sizes = {e: len(e.text or "") if isinstance(e.tag, str) else 0 for e in elements}
    for element in reversed(elements[1:]):
        sizes[element.getparent()] += sizes[element] + len(element.tail or "")
    return sizes


def _is_card(element: HtmlElement) -> bool:
    link = next((each for each in element.iter("a")), None)
    if element.tag == "a" or link is None:
        return False
    text = " ".join(element.text_content().split())
    title = " ".join(link.text_content().split())
    return 0 < len(title) < len(text) and text.startswith(title)


def _find_top_level(blocks: list[Block]) -> int:
    return min((b.level for b in blocks if b.kind is BlockKind.HEADING), default=3)


def _list_siblings(
    body: HtmlElement, main: HtmlElement
) -> tuple[dict[HtmlElement, str], dict[HtmlElement, str]]:
    """Return the elements beside the main text and its ancestors: those before, those after."""
    preceding: dict[HtmlElement, str] = {}
    following: dict[HtmlElement, str] = {}
    element = main
    while element is not body:
        preceding.update(dict.fromkeys(element.itersiblings(preceding=True), OUTSIDE))
        following.update(dict.fromkeys(element.itersiblings(), OUTSIDE))
        element = element.getparent()
    return preceding, following


def _read_side(
    body: HtmlElement, main: HtmlElement, removals: Mapping[HtmlElement, str]
) -> tuple[list[Block], list[str]]:
    builder = BlockBuilder({**removals, main: OUTSIDE})
    blocks = builder.build(body)
    return blocks, [piece.text for piece in builder.dropped]


def _is_title(block: Block, top_level: int) -> bool:
    is_heading = block.kind is BlockKind.HEADING
    return is_heading and (block.level == 1 or block.level < min(top_level, 3))


def _is_sentence_block(block: Block) -> bool:
    is_long = len(block.text.split()) >= MIN_NOTICE_WORDS
    return is_long and block.kind is BlockKind.PARAGRAPH and is_sentence(block.text)


def _is_of_document(block: Block, top_level: int, kinds: frozenset[str]) -> bool:
    """Return whether a block is the document's title or date, or a notice about it."""
    is_title_or_date = _is_title(block, top_level) or is_date_line(block.text)
    return is_title_or_date or is_notice_block(block, kinds)
