"""The surroundings of the main text: title, date, opening sentences, notices, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from clausewatch.extract.html_blocks import BlockBuilder
from clausewatch.extract.protected_text import MIN_NOTICE_WORDS, is_notice_block, is_sentence
from clausewatch.model.reading import Block, BlockKind, Dropped
from clausewatch.text.date_lines import is_date_line

OUTSIDE = "outside the main text"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The blocks before and after the main text that belong to the document, and the others."""

    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_surroundings(
    body: HtmlElement,
    main: HtmlElement,
    removals: Mapping[HtmlElement, str],
    top_level: int,
    kinds: frozenset[str],
) -> Surroundings:
    """Return what surrounds the main text. `top_level` is that of the headings in the main text."""
    if main is body:
        return Surroundings()
    preceding, following = _list_siblings(body, main)
    before, dropped_before = _read_side(body, main, {**removals, **following})
    after, dropped_after = _read_side(body, main, {**removals, **preceding})
    kept_before: list[Block] = []
    kept_after = [b for b in after if _is_title_or_date(b, top_level) or is_notice_block(b, kinds)]
    is_below_title = False
    for block in before:
        is_below_title = is_below_title or _is_title(block, top_level)
        # A sentence between the title of the document and its text opens the document.
        is_opening = is_below_title and _is_sentence_block(block)
        if is_opening or _is_title_or_date(block, top_level) or is_notice_block(block, kinds):
            kept_before.append(block)
    kept = {id(block) for block in (*kept_before, *kept_after)}
    texts = [block.text for block in (*before, *after) if id(block) not in kept]
    return Surroundings(
        tuple(kept_before),
        tuple(kept_after),
        tuple(Dropped(text, OUTSIDE) for text in (*texts, *dropped_before, *dropped_after)),
    )


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


def _is_title_or_date(block: Block, top_level: int) -> bool:
    """Return whether a block outside the main text is the document's title or date."""
    return _is_title(block, top_level) or is_date_line(block.text)
