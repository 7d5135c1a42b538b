"""Pages that nest their elements deeper than parsers expect."""

import pytest

from clausewatch.extract import read
from clausewatch.model.reading import Page, Selection
from tests.clausewatch.policy_pages import URL, read_page, render_page, render_terms

DEEP = {
    "unclosed containers": "<div>",
    "unclosed quotations": "<blockquote>",
    "nested lists": "<ul><li>",
    "nested tables": "<table><tr><td>",
    "unclosed fonts": "<font>",
}


@pytest.mark.parametrize("what", DEEP)
def test_text_below_a_depth_of_256_is_read(what: str) -> None:
    """A page builder that never closes its elements loses no text."""
    level = DEEP[what] + "<p>This is rule number {} of the house, and it binds every guest.</p>"
    result = read_page(render_page("".join(level.format(n) for n in range(600))))
    assert any("rule number 599" in block.text for block in result.blocks)
    assert not result.signals.truncated


@pytest.mark.parametrize("selection", [None, Selection(("main",), ())])
def test_a_page_nested_beyond_the_parser_is_marked(selection: Selection | None) -> None:
    """What the parser gives up on is noticed, whole page or selected part."""
    body = render_page(f"<main>{render_terms()}{'<div>' * 3000}<p>The last rule of all.</p></main>")
    assert read([Page(URL, body, "text/html", selection=selection)]).signals.truncated
