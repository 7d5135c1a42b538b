"""The extractor for HTML: parse, leave the page's furniture out, read the rest as blocks."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from clausewatch.extract import charset, email_addresses, html_tree
from clausewatch.extract.blocks import BlockBuilder
from clausewatch.extract.boilerplate import weigh
from clausewatch.extract.main_content import left_out, main_of, prunable
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import Block, BlockKind, Dropped, Page
from clausewatch.text.dates import is_date_line

OUTSIDE = "outside the main text"


def _top_level(blocks: list[Block]) -> int:
    return min((b.level for b in blocks if b.kind is BlockKind.HEADING), default=3)


def _is_of_the_document(block: Block, top: int) -> bool:
    """Tell whether a block beside the main text belongs to it: its title, its date."""
    is_title = block.kind is BlockKind.HEADING and (block.level == 1 or block.level < min(top, 3))
    return is_title or is_date_line(block.text)


def _texts(element: HtmlElement) -> list[str]:
    builder = BlockBuilder({})
    return [*(b.text for b in builder.build(element)), *(d.text for d in builder.dropped)]


def _around(
    body: HtmlElement, main: HtmlElement, pruned: Mapping[HtmlElement, str], top: int
) -> tuple[list[Block], list[Dropped]]:
    """Return what stands beside the main text: title and date of the document, and the rest."""
    if main is body:
        return [], []
    builder = BlockBuilder({**pruned, main: OUTSIDE})
    blocks = builder.build(body)
    own: list[Block] = []
    rest: list[Dropped] = []
    for block in blocks:
        if _is_of_the_document(block, top):
            own.append(block)
        else:
            rest.append(Dropped(block.text, OUTSIDE))
    return own, rest + [Dropped(left.text, OUTSIDE) for left in builder.dropped]


def text_of(page: Page) -> Content:
    """Read an HTML page. Raises ExtractError where it cannot be parsed."""
    source = charset.decoded(page)
    root = html_tree.parse(source, page)
    email_addresses.reveal(root)
    body = html_tree.body_of(root)
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    weights = weigh(elements)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    pruned = left_out(body, elements, prunable(body, weights), weights, host)
    main = main_of(body, elements, pruned, weights)
    builder = BlockBuilder(pruned, host)
    blocks = builder.build(main)
    own, around = _around(body, main, pruned, _top_level(blocks))
    left = [Dropped(text, why) for e, why in pruned.items() for text in _texts(e)]
    return Content(
        title=html_tree.title_of(root),
        blocks=(*own, *blocks),
        dropped=(*builder.dropped, *left, *around),
        signals=html_tree.signals_of(root, source, page),
        declared_language=root.get("lang") or "",
    )
