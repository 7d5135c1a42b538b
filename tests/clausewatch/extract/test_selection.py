"""A document may be a part of its page: selectors and ranges say which."""

from dataclasses import replace

import pytest
from lxml import html

from clausewatch.errors import ConfigError, ExtractError
from clausewatch.extract import read
from clausewatch.extract.selection import narrowed, selection_of
from clausewatch.model.reading import Page, Selection

PAGE = """<html><head><title>Terms</title></head><body><nav>menu</nav>
<main><h1>Terms</h1><p class=lead>Lead <b>in</b>.</p><h2 id=a>A</h2><p>first</p>
<aside>advert</aside><h2 id=b>B</h2><p>second</p><h2 id=c>C</h2><p>third</p></main>
<footer>foot</footer></body></html>"""
RANGES = {
    "a selector": ("main", None, "Terms Lead in . A first advert B second C third"),
    "several, in the order of the page": (["#b", ".lead"], None, "Lead in . B"),
    "one within another": (["main", "#b"], None, "Terms Lead in . A first advert B second C third"),
    "left out": ("main", ["aside", "h2"], "Terms Lead in . first second third"),
    "only left out": (None, ["nav", "footer", "main"], ""),
    "a range up to": ({"startBefore": "#a", "endBefore": "#b"}, None, "A first advert"),
    "a range after": ({"startAfter": "#b", "endAfter": "#c"}, None, "second C"),
    "a range left out": (
        "main",
        {"startAfter": ".lead", "endBefore": "#c"},
        "Terms Lead in . C third",
    ),
}


@pytest.mark.parametrize("name", RANGES)
def test_what_is_selected_is_left(name: str) -> None:
    """Selectors and ranges include and exclude as declarations mean them."""
    select, remove, expected = RANGES[name]
    found = selection_of(select, remove)
    assert found is not None
    tree = narrowed(html.document_fromstring(PAGE), found, "https://a.example/terms")
    body = tree if tree.tag == "body" else tree.find("body")
    assert " ".join(" ".join(body.itertext()).split()) == expected


def test_nothing_selected_is_no_selection() -> None:
    """A document without selectors is the whole page."""
    assert selection_of(None, None) is None
    assert selection_of([], []) is None


def test_the_page_itself_is_left_as_it_is() -> None:
    """Narrowing works on a copy: the tree is evidence."""
    root = html.document_fromstring(PAGE)
    narrowed(root, Selection(("main",), ("aside",)), "")
    assert "advert" in root.text_content()


@pytest.mark.parametrize(
    "gone", [Selection((".rebuilt",)), Selection(((("before", "#x"), ("after", "#y")),))]
)
def test_a_part_that_is_gone_is_one_sentence(gone: Selection) -> None:
    """A page that was rebuilt is not read as an empty policy."""
    with pytest.raises(ExtractError, match="not there"):
        narrowed(html.document_fromstring(PAGE), gone, "https://a.example/terms")


@pytest.mark.parametrize(
    "shape", ["p::first-line(", {"startBefore": "#a"}, {"startBefore": 1, "endBefore": "#b"}, 7]
)
def test_what_is_no_selector_is_refused(shape: object) -> None:
    """A declaration that cannot be understood is said to be one."""
    with pytest.raises(ConfigError):
        selection_of(shape, None)


URL = "https://a.example/terms"


def test_a_document_is_read_without_what_was_left_out() -> None:
    """Pages are narrowed each by its own selection before they are read, declared length aside."""
    pages = [Page(URL, PAGE.encode()), Page(URL, b"Plain *text*, all of it.", "text/markdown")]
    part = Selection(("main",), ("aside",))
    reading = read([replace(page, selection=part) for page in pages])
    said = [block.text for block in reading.blocks]
    assert said[0] == "Terms"
    assert "advert" not in said
    assert said[-1] == "Plain text, all of it."
    assert reading.title == "Terms"


def test_a_page_that_was_cut_short_stays_one_when_narrowed() -> None:
    """Bytes that never came are missing from the part, too, and a part is not a cut page."""
    whole = Page(URL, PAGE.encode(), selection=Selection(("main",)))
    sizes = {len(PAGE): False, len(PAGE) + 100: True}
    for declared, is_short in sizes.items():
        assert read([replace(whole, declared_length=declared)]).signals.truncated is is_short
