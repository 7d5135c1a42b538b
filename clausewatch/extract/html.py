"""The extractor for HTML: parse the page, remove boilerplate, read the main text as blocks."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from clausewatch.extract import charset, email_addresses, html_tree
from clausewatch.extract.boilerplate import measure_densities
from clausewatch.extract.containers import open_containers
from clausewatch.extract.html_blocks import BlockBuilder
from clausewatch.extract.main_content import add_border_pieces, find_boilerplate, find_main
from clausewatch.extract.page_content import Content
from clausewatch.extract.signs import reveal_signs
from clausewatch.extract.struck_text import remove_struck_text
from clausewatch.extract.superscripts import separate_superscripts
from clausewatch.model.reading import Block, BlockKind, Dropped, Page
from clausewatch.text.dates import is_date_line

OUTSIDE = "outside the main text"


def read_html(page: Page) -> Content:
    """Read an HTML page. Raises ExtractError if it cannot be parsed."""
    source = charset.decode_page(page)
    root = html_tree.parse_html(source, page)
    open_containers(root)
    email_addresses.reveal_addresses(root)
    struck = remove_struck_text(root)
    separate_superscripts(root)
    reveal_signs(root)
    body = html_tree.find_body(root)
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    densities = measure_densities(elements)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    boilerplate = find_boilerplate(body, densities)
    removals = add_border_pieces(body, elements, boilerplate, densities, host)
    main = find_main(body, elements, removals, densities)
    builder = BlockBuilder(removals, host)
    blocks = builder.build(main)
    title_blocks, surroundings = _read_surroundings(body, main, removals, _find_top_level(blocks))
    removed = [
        Dropped(text, reason)
        for element, reason in removals.items()
        for text in _read_texts(element)
    ]
    return Content(
        title=html_tree.read_title(root),
        blocks=(*title_blocks, *blocks),
        dropped=(*builder.dropped, *removed, *surroundings, *struck),
        signals=html_tree.read_signals(root, source, page),
    )


def _find_top_level(blocks: list[Block]) -> int:
    return min((b.level for b in blocks if b.kind is BlockKind.HEADING), default=3)


def _read_surroundings(
    body: HtmlElement, main: HtmlElement, removals: Mapping[HtmlElement, str], top_level: int
) -> tuple[list[Block], list[Dropped]]:
    """Return the document's title and date outside the main text, and the rest as dropped."""
    if main is body:
        return [], []
    builder = BlockBuilder({**removals, main: OUTSIDE})
    title_blocks: list[Block] = []
    dropped: list[Dropped] = []
    for block in builder.build(body):
        if _is_title_or_date(block, top_level):
            title_blocks.append(block)
        else:
            dropped.append(Dropped(block.text, OUTSIDE))
    return title_blocks, dropped + [Dropped(piece.text, OUTSIDE) for piece in builder.dropped]


def _is_title_or_date(block: Block, top_level: int) -> bool:
    """Return whether a block outside the main text is the document's title or date."""
    is_heading = block.kind is BlockKind.HEADING
    is_title = is_heading and (block.level == 1 or block.level < min(top_level, 3))
    return is_title or is_date_line(block.text)


def _read_texts(element: HtmlElement) -> list[str]:
    builder = BlockBuilder({})
    blocks = builder.build(element)
    return [*(block.text for block in blocks), *(piece.text for piece in builder.dropped)]
