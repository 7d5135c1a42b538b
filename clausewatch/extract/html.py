"""The extractor for HTML: parse the page, remove boilerplate, read the main text as blocks."""

from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from clausewatch.extract import charset, email_addresses, html_tree
from clausewatch.extract.boilerplate import measure_densities
from clausewatch.extract.containers import open_containers
from clausewatch.extract.html_blocks import BlockBuilder, collapse_blanks
from clausewatch.extract.link_remarks import remove_link_remarks
from clausewatch.extract.main_content import find_main, find_removals
from clausewatch.extract.page_content import Content
from clausewatch.extract.signs import reveal_signs
from clausewatch.extract.struck_text import remove_struck_text
from clausewatch.extract.superscripts import separate_superscripts
from clausewatch.extract.surroundings import read_surroundings
from clausewatch.extract.unread_parts import find_unread_parts
from clausewatch.model.drop_reasons import BUTTON
from clausewatch.model.reading import Dropped, Page
from clausewatch.text.document_titles import find_kinds


def read_html(page: Page) -> Content:
    """Read an HTML page. Raises ExtractError if it cannot be parsed."""
    source = charset.decode_page(page)
    root = html_tree.parse_html(source, page)
    # While something refers to an element, each step finds its object and makes no new one.
    _kept = list(root.iter())
    open_containers(root)
    email_addresses.reveal_addresses(root)
    remarks = remove_link_remarks(root)
    struck = remove_struck_text(root)
    separate_superscripts(root)
    reveal_signs(root)
    body = html_tree.find_body(root)
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    densities = measure_densities(elements)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    kinds = _find_kinds(root, body)
    removals = find_removals(body, elements, densities, host, kinds)
    main = find_main(body, elements, removals, densities)
    builder = BlockBuilder(removals, host)
    blocks = builder.build(main)
    surroundings = read_surroundings(body, main, removals, blocks, kinds)
    kept = {block.text for block in surroundings.after}
    removed = [
        Dropped(text, reason)
        for element, reason in removals.items()
        for text in _read_texts(element)
        if text not in kept
    ]
    return Content(
        title=html_tree.read_title(root),
        blocks=(*surroundings.before, *blocks, *surroundings.after),
        dropped=(*builder.dropped, *removed, *surroundings.dropped, *struck, *remarks),
        signals=replace(
            html_tree.read_signals(root, source, page),
            unread_parts=find_unread_parts(body, main, removals, host),
        ),
    )


def _find_kinds(root: HtmlElement, body: HtmlElement) -> frozenset[str]:
    """Return the kinds of document that the title and the first main heading name."""
    heading = next(body.iter("h1"), None)
    names = [html_tree.read_title(root), "" if heading is None else heading.text_content()]
    return find_kinds(" \u00b7 ".join(names))


def _read_texts(element: HtmlElement) -> list[str]:
    # The label of a button is no part of the sentence before it.
    buttons = dict.fromkeys(element.iter("button"), BUTTON)
    builder = BlockBuilder(buttons)
    blocks = builder.build(element)
    inner = (button for button in buttons if button is not element)
    labels = (collapse_blanks(button.text_content()).strip() for button in inner)
    texts = [*(block.text for block in blocks), *(piece.text for piece in builder.dropped)]
    return [*texts, *filter(None, labels)]
