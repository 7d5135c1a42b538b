"""The blocks of a web page, and the text that is dropped with a reason."""

import pytest

from clausewatch.errors import ExtractError
from clausewatch.extract import RELEASE, read
from clausewatch.model.reading import BlockKind, Page
from tests.clausewatch.policy_pages import (
    BASE,
    DATE,
    FOOTER,
    PARAGRAPHS,
    URL,
    read_page,
    render_page,
    render_terms,
)


def _hidden_address(address: str, code: int = 0x5A) -> str:
    return f"{code:02x}" + "".join(f"{ord(character) ^ code:02x}" for character in address)


def _texts(body: bytes | str) -> list[str]:
    return [block.text for block in read_page(body).blocks]


def _find_reasons(body: bytes | str, text: str) -> list[str]:
    return [piece.reason for piece in read_page(body).dropped if text in piece.text]


def test_a_page_becomes_blocks_with_their_headings() -> None:
    """Paragraphs, items, rows and headings keep their kind, order and path of headings."""
    base = read_page(BASE)
    by_text = {block.text: block for block in base.blocks}
    assert by_text[PARAGRAPHS[0]].path == ("Privacy Policy", "What we collect")
    assert by_text["Your rights"].kind is BlockKind.HEADING
    row = by_text["Ledgerly | Payment records | 7 years"]
    assert row.kind is BlockKind.ROW
    assert row.cells == ("Ledgerly", "Payment records", "7 years")
    assert [b.level for b in base.blocks if b.kind is BlockKind.ITEM] == [1, 1, 1]
    assert (base.extractor, base.language, base.title) == (
        RELEASE,
        "en",
        "Privacy Policy | Lumenforge",
    )
    assert str(base.stated_date) == "2026-05-04"


def test_reading_is_deterministic() -> None:
    """The same bytes give the same reading, fingerprints included."""
    assert read_page(BASE) == read_page(BASE)


BOILERPLATE = {
    "navigation": ('<nav><a href="/x">Everything else</a></nav>', "Everything else"),
    "page footer": (FOOTER, "Jobs"),
    "dialog": ('<div role="dialog"><p>Sign up for our letter</p></div>', "Sign up for our letter"),
    "consent dialog": (
        (
            "<div class='box'><p>We use cookies to measure how this site is used by visitors.</p>"
            "<button>Reject all</button><button>Accept all</button></div>"
        ),
        "We use cookies to measure",
    ),
    "country selector": (
        '<div class="country-picker"><a href="/de">Deutschland</a><a href="/fr">France</a></div>',
        "Deutschland",
    ),
    "form": ("<form><label>Your e-mail</label><input type='email'></form>", "Your e-mail"),
    "button": ("<p><button>Copy page</button></p>", "Copy page"),
    "announcement": (
        '<div class="promo-banner">Autumn offer: half the price. <a href="/buy">Buy</a></div>',
        "Autumn offer",
    ),
    "table of contents": ('<p><a href="#rights">Your rights at a glance</a></p>', "at a glance"),
    "a link that stands alone": ('<p><a href="/app">Get the app</a></p>', "Get the app"),
    "a link that stands alone ": (
        "<div><a href='https://dusk.example/'><h3>Dusk</h3><p>By three painters.</p></a></div>",
        "three painters",
    ),
    "a link that stands alone  ": (
        "<ul><li><a href='https://www.lumenforge.example/tour'>Take the tour</a></li></ul>",
        "Take the tour",
    ),
    "teaser": (
        "<div class='x1'><h2>There is more</h2><p>Painters like it.</p><a href='/go'>Go</a></div>",
        "Painters like it",
    ),
    "dialog ": (
        (
            "<div class='x2'><p>Questo sito usa i biscotti per ricordarsi di te.</p>"
            "<button>Va bene</button><button>Non adesso</button></div>"
        ),
        "biscotti",
    ),
    "dialog  ": (
        (
            "<div class='x3'><p>Our letter comes twice a month.</p><input type='email'>"
            "<button>Join</button></div>"
        ),
        "letter comes twice",
    ),
    "table of contents ": (
        "<div class='x4'><p>On this page</p><ul><li><a href='#a'>Rights</a></li></ul></div>",
        "On this page",
    ),
    "sidebar": ('<aside><a href="/a">One article</a></aside>', "One article"),
    "a probe of the page's script": ("<p>" + "word " * 30 + "</p>", "word word"),
    "hidden": ('<div style="display: none">loading</div>', "loading"),
}


@pytest.mark.parametrize("label", BOILERPLATE)
def test_boilerplate_is_dropped_with_its_reason(label: str) -> None:
    """Text around the terms is not a block, and the reading has the reason."""
    markup, text = BOILERPLATE[label]
    body = render_page(render_terms() + markup)
    assert not any(text in block for block in _texts(body))
    expected = {"country selector": "selector"}.get(label, label).strip()
    assert any(expected in reason for reason in _find_reasons(body, text))


def test_a_form_around_the_whole_page_is_kept() -> None:
    """Some content systems wrap the whole page in a form, which then contains the terms."""
    assert PARAGRAPHS[2] in _texts(
        f"<body><form><input name='state'>{render_terms()}</form></body>"
    )


def test_folded_sections_are_read() -> None:
    """A section that opens on a click belongs to the terms although it is hidden at first."""
    folded = "".join(f"<div hidden><p>{text}</p></div>" for text in PARAGRAPHS)
    assert set(PARAGRAPHS) <= set(_texts(render_page(f"<h1>Privacy Policy</h1>{folded}")))


def test_a_heading_in_a_button_is_kept() -> None:
    """Accordions put the titles of sections into buttons."""
    body = render_page(
        render_terms() + "<h2><button>Contact</button></h2><p>Write to us at any time.</p>"
    )
    assert "Contact" in _texts(body)


def test_title_and_date_outside_the_main_text_are_read() -> None:
    """A title block above the main text gives the document its heading and its date."""
    inner = render_terms().replace("<h1>Privacy Policy</h1>", "").replace(f"<p>{DATE}</p>", "")
    body = f"<div><h1>Privacy Policy</h1><div>{DATE}</div></div><div>{inner}</div>"
    assert _texts(f"<body><div>{body}</div></body>")[:2] == ["Privacy Policy", DATE]


ADDRESSES = {
    "data attribute": f'<span class="x" data-cfemail="{_hidden_address("dpo@lumenforge.example")}">'
    "[email\u00a0protected]</span>",
    "link target": '<a href="/cdn-cgi/l/email-protection#'
    + _hidden_address("dpo@lumenforge.example")
    + '">[email protected]</a>',
    "mail link": '<a href="mailto:dpo%40lumenforge.example?subject=x">[email protected]</a>',
    "nested": f'<a href="/cdn-cgi/l/email-protection#00"><span data-cfemail="'
    f'{_hidden_address("dpo@lumenforge.example", 0x13)}">[email protected]</span></a>',
}


@pytest.mark.parametrize("how", ADDRESSES)
def test_hidden_addresses_are_read(how: str) -> None:
    """An e-mail address that is hidden from harvesters is read as people see it."""
    body = render_page(
        f"{render_terms()}<p>Write to {ADDRESSES[how]} and we answer within a week.</p>"
    )
    assert "Write to dpo@lumenforge.example and we answer within a week." in _texts(body)


def test_a_code_without_an_address_is_ignored() -> None:
    """A code that is not an address changes nothing."""
    body = render_page(
        f'{render_terms()}<p>Write to <span data-cfemail="zz">our office</span> at any time.</p>'
    )
    assert "Write to our office at any time." in _texts(body)


CHARSETS = {
    "header": (b"<p>caf\xe9 au lait pour tous les membres</p>", "text/html; charset=iso-8859-1"),
    "meta": (b"<meta charset='windows-1252'><p>caf\xe9 au lait pour tous</p>", "text/html"),
    "byte order mark": ("\ufeff<p>caf\u00e9 au lait pour tous</p>".encode("utf-16"), "text/html"),
    "undeclared utf-8": ("<p>caf\u00e9 au lait pour tous</p>".encode(), "text/html"),
    "wrong header": ("<p>caf\u00e9 au lait pour tous</p>".encode(), "text/html; charset=ascii"),
    "unknown header": ("<p>caf\u00e9 au lait pour tous</p>".encode(), "text/html; charset=zip"),
    "script without one": ("<p>caf\u00e9 au lait pour tous</p>".encode(), "; charset=undefined"),
    "no charset": ("<p>caf\u00e9 au lait pour tous</p>".encode(), "text/html; charset=idna"),
    "a wrong declaration": (b"<p>caf\xe9 et th\xe9</p>", "text/html; charset=utf-8"),
}


@pytest.mark.parametrize("how", CHARSETS)
def test_the_charset_is_found(how: str) -> None:
    """Byte order mark, bytes, header and meta element are tried in that order without errors."""
    body, content_type = CHARSETS[how]
    text = read_page(b"<html><body>" + body if how != "byte order mark" else body, content_type)
    if how == "wrong header":
        assert "au lait" in text.blocks[0].text
    else:
        assert "caf\u00e9" in text.blocks[0].text


LAYOUTS = {
    "one cell": ("<table><tr><td>A layout column with a sentence in it.</td></tr></table>", False),
    "heading in a cell": ("<table><tr><td><h3>A</h3></td><td>B</td></tr></table>", False),
    "values": ("<table><tr><th>Name</th><td>Period</td></tr></table>", True),
    "long column": (f"<table><tr><td>{'text ' * 400}</td><td>B</td></tr></table>", False),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_tables_of_values_have_rows(layout: str) -> None:
    """A table that lays out a page is read as paragraphs."""
    markup, is_row = LAYOUTS[layout]
    kinds = {block.kind for block in read_page(render_page(markup)).blocks}
    assert (BlockKind.ROW in kinds) is is_row


def test_links_to_other_sites_are_kept_in_lists() -> None:
    """A list of processors with a link to each belongs to the terms."""
    body = render_page(
        render_terms() + "<ul><li><a href='https://northwind.example'>Northwind</a></li></ul>"
    )
    assert "Northwind" in _texts(body)


def test_lists_breaks_and_roles() -> None:
    """Nested lists have levels, line breaks stay, and a role marks a heading."""
    body = render_page(
        "<div role='heading' aria-level='3'>Duties</div><ul><li>Outer<ul><li>Inner</li></ul></li>"
        "</ul><dl><dt>Term</dt><dd>Meaning</dd></dl><p>Line one<br>Line two</p>" + render_terms()
    )
    blocks = read_page(body).blocks
    assert (blocks[0].kind, blocks[0].level) == (BlockKind.HEADING, 3)
    levels = {block.text: block.level for block in blocks}
    assert (levels["Outer"], levels["Inner"], levels["Term"]) == (1, 2, 1)
    assert "Line one\nLine two" in levels


SIGNALS = {
    "closed": ("<html><body><p>x</p></body></html>", "closed", True),
    "open": ("<html><body><p>x", "closed", False),
    "password": ("<form><input type=password></form>", "password_fields", 1),
    "frames": ("<iframe src='/a'></iframe>", "frames", 1),
    "refresh": ('<meta http-equiv="Refresh" content="0; url=/en">', "refresh_to", "/en"),
    "script redirect": ("<script>window.location = '/home';</script>", "refresh_to", "/home"),
    "no redirect": ("<script>let a = 1;</script>", "refresh_to", None),
    "captcha": ("<div class='g-recaptcha'></div>", "generator_hints", ("captcha",)),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_markup_gives_signals(name: str) -> None:
    """The markup provides the facts that plausibility needs."""
    body, field, value = SIGNALS[name]
    assert getattr(read_page(body).signals, field) == value


def test_fewer_bytes_than_declared_is_a_signal() -> None:
    """A body shorter than its Content-Length is marked as truncated."""
    found = read([Page(URL, BASE, "text/html", declared_length=len(BASE) + 1)])
    assert found.signals.truncated


def test_pages_of_a_document_are_read_in_order() -> None:
    """A document of two pages is one text."""
    found = read([Page(URL, render_page(f"<p>{text}</p>"), "text/html") for text in PARAGRAPHS[:2]])
    assert [block.text for block in found.blocks] == list(PARAGRAPHS[:2])


REFUSED = {
    "an image": (b"\x89PNG\r\n\x1a\n", "text/html"),
    "an archive": (b"\x1f\x8b\x08\x00", "application/gzip"),
    "a video": (b"....", "video/mp4"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_unreadable_formats_are_refused(what: str) -> None:
    """The reason names the media type that is not readable."""
    body, content_type = REFUSED[what]
    with pytest.raises(ExtractError, match="is not a readable format"):
        read_page(body, content_type)


def test_a_document_without_pages_is_refused() -> None:
    """No page at all is an error and not an empty policy."""
    with pytest.raises(ExtractError, match="no page"):
        read([])


HOSTILE = {
    "deep": ("<div>" * 5000 + "x" + "</div>" * 5000, []),
    "endless word": ("<p>" + "a-" * 60_000 + "</p>", ["a-" * 60_000]),
    "brackets": ("<p>" + "[" * 50_000 + "</p>", []),
    "control characters": ("<p>a\x00b\x0bc</p>", ["abc"]),
    "empty": ("", []),
    "not markup": ("\ufffe" * 10, []),
}
"""Pages, and the texts of the blocks that they give."""


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_pages_are_read(what: str) -> None:
    """The extractor keeps what is text, and says where it gave up."""
    page, texts = HOSTILE[what]
    reading = read_page(page, "text/html")
    assert [block.text for block in reading.blocks] == texts
    assert reading.signals.truncated == (what == "deep")


@pytest.mark.parametrize(
    "code",
    [
        ".box a { color: red !important; } .box.open { display: block; }",
        "(function() { var shown = window.shown || {}; shown.push({once: true}); })();",
        "@media (max-width: 543px) { .aside{display:none;} }",
    ],
)
def test_code_that_lost_its_element_is_dropped(code: str) -> None:
    """An editor pastes a style sheet or a script into a paragraph of the policy."""
    body = render_page(f"<main>{render_terms()}<p>{code}</p></main>")
    assert _find_reasons(body, code[:12]) == ["code of the page"]


def test_placeholders_of_a_template_are_text() -> None:
    """A contract template has names in braces, and they are part of its sentences."""
    sentence = "Between {{company}} of {{city}} and {customer} the following is agreed."
    assert sentence in _texts(render_page(f"<main>{render_terms()}<p>{sentence}</p></main>"))


def test_a_button_that_is_left_out_is_listed_once() -> None:
    """Whether the button itself or an element around it is removed."""
    page = render_page(
        f"{render_terms()}<p><button>Print it</button></p>"
        "<footer><p>Made in Ghent.</p><button>Go up</button></footer>"
    )
    texts = [piece.text for piece in read_page(page).dropped]
    assert texts.count("Print it") == 1
    assert texts.count("Go up") == 1
