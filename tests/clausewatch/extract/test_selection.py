"""Selectors and ranges choose the part of a page that is the document."""

from dataclasses import replace

import pytest
from lxml import html

from clausewatch.errors import ConfigError, ExtractError
from clausewatch.extract import read
from clausewatch.extract.selection import narrow_tree, parse_selection
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
def test_only_the_selected_parts_remain(name: str) -> None:
    """Selectors and ranges include and exclude parts as in declarations."""
    select, remove, expected = RANGES[name]
    selection = parse_selection(select, remove)
    assert selection is not None
    tree = narrow_tree(html.document_fromstring(PAGE), selection, "https://a.example/terms")
    body = tree if tree.tag == "body" else tree.find("body")
    assert " ".join(" ".join(body.itertext()).split()) == expected


def test_an_empty_selection_is_none() -> None:
    """A document without selectors is the whole page."""
    assert parse_selection(None, None) is None
    assert parse_selection([], []) is None


def test_the_tree_itself_is_unchanged() -> None:
    """Narrowing works on a copy."""
    root = html.document_fromstring(PAGE)
    narrow_tree(root, Selection(("main",), ("aside",)), "")
    assert "advert" in root.text_content()


@pytest.mark.parametrize(
    "gone", [Selection((".rebuilt",)), Selection(((("before", "#x"), ("after", "#y")),))]
)
def test_a_missing_part_is_an_error(gone: Selection) -> None:
    """A page that was rebuilt is not read as an empty policy."""
    with pytest.raises(ExtractError, match="no longer exists"):
        narrow_tree(html.document_fromstring(PAGE), gone, "https://a.example/terms")


@pytest.mark.parametrize(
    "shape", ["p::first-line(", {"startBefore": "#a"}, {"startBefore": 1, "endBefore": "#b"}, 7]
)
def test_an_invalid_selector_is_refused(shape: object) -> None:
    """A declaration with an invalid selector is a ConfigError."""
    with pytest.raises(ConfigError):
        parse_selection(shape, None)


URL = "https://a.example/terms"


def test_a_document_is_read_without_its_excluded_parts() -> None:
    """Each page is narrowed by its own selection before it is read."""
    pages = [Page(URL, PAGE.encode()), Page(URL, b"Plain *text*, all of it.", "text/markdown")]
    part = Selection(("main",), ("aside",))
    reading = read([replace(page, selection=part) for page in pages])
    texts = [block.text for block in reading.blocks]
    assert texts[0] == "Terms"
    assert "advert" not in texts
    assert texts[-1] == "Plain text, all of it."
    assert reading.title == "Terms"


def test_the_part_of_a_truncated_page_is_truncated() -> None:
    """A part of a complete page is not truncated."""
    whole = Page(URL, PAGE.encode(), selection=Selection(("main",)))
    sizes = {len(PAGE): False, len(PAGE) + 100: True}
    for declared, is_short in sizes.items():
        assert read([replace(whole, declared_length=declared)]).signals.truncated is is_short
