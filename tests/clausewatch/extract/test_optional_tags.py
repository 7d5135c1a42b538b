"""Pages that leave out the tags which HTML does not require."""

import html

import pytest

from tests.clausewatch.policy_pages import read_page

TERMS = (
    "<h1>Privacy Policy</h1><p>We keep your personal data for 30 days after you close your account"
    " and delete it then.</p><h2>Your rights</h2><p>You may ask us for a copy of your data at any"
    " time, and you may object to a use of it.</p><h2>Sharing</h2><p>We share your personal"
    " information with service providers who process it for us under contract.</p>"
)
WITH_BODY = (
    f"<!doctype html><html lang='en'><head><title>Privacy</title></head><body>{TERMS}</body>"
)
WITHOUT_BODY = {
    "main": f"<title>Privacy</title><main>{TERMS}</main>",
    "article": f"<title>Privacy</title><article>{TERMS}</article>",
    "nested": f"<title>Privacy</title><main><section>{TERMS}</section></main>",
    "own element": f"<title>Privacy</title><policy-page>{TERMS}</policy-page>",
    "head": f"<head><title>Privacy</title></head><main>{TERMS}</main>",
    "style behind": f"<title>Privacy</title><main>{TERMS}</main><style>p {{ color: red }}</style>",
    "own element in the head": (
        f"<head><site-loader></site-loader><title>Privacy</title></head><body>{TERMS}</body>"
    ),
}


@pytest.mark.parametrize("page", WITHOUT_BODY.values(), ids=WITHOUT_BODY)
def test_the_tag_of_the_body_is_optional(page: str) -> None:
    """Its text and title are read as those of a page that has the tag."""
    expected = read_page(WITH_BODY)
    found = read_page(f"<!doctype html><html lang='en'>{page}")
    assert [each.text for each in found.blocks] == [each.text for each in expected.blocks]
    assert found.title == expected.title


def test_the_order_of_a_page_without_body_is_kept() -> None:
    """What the parser leaves in the head comes before what it puts into a body."""
    first = (
        "<main><h1>Terms of Service</h1><p>You may cancel within 30 days of an order.</p></main>"
    )
    last = "<p>These terms are governed by the law of the country in which you live.</p>"
    texts = [block.text for block in read_page(f"<title>Terms</title>{first}tail{last}").blocks]
    assert texts[:2] == ["Terms of Service", "You may cancel within 30 days of an order."]
    assert "tail" in texts[2]
    assert texts[-1].startswith("These terms are governed")


AFTER_THE_BODY = {
    "paragraphs": "<body>{}</body>{}",
    "paragraphs after the document": "<body>{}</body></html>{}",
    "main after the document": "<body>{}</body></html><main>{}</main>",
    "another body": "<body>{}</body><body>{}</body>",
    "another document": (
        "<body>{}</body></html><!doctype html><html lang='de'><head><title>Footer</title></head>"
        "<body><div>{}</div></body></html>"
    ),
    "content in the head of another document": (
        "<main>{}</main></html><html><head><title>Footer</title><policy-page>{}</policy-page></html>"
    ),
    "no body before the end": "</html><section>{}</section></html><section>{}</section>",
}


@pytest.mark.parametrize("page", AFTER_THE_BODY.values(), ids=AFTER_THE_BODY)
def test_what_follows_the_end_of_the_body_is_read(page: str) -> None:
    """Browsers show it at the end of the page."""
    head = "<!doctype html><html lang='en'><head><title>Privacy</title></head>"
    first, rest = TERMS.split("<h2>Sharing", 1)
    expected = read_page(WITH_BODY)
    found = read_page(head + page.format(first, f"<h2>Sharing{rest}"))
    assert [each.text for each in found.blocks] == [each.text for each in expected.blocks]
    assert found.title == expected.title


def test_bare_texts_around_a_body_keep_their_order() -> None:
    """A text that no element holds stands where it stood."""
    page = (
        "<html><head><title>Terms</title><x-note>one</x-note> two</head><body>three"
        "<p>four</p>five</body>six<p>seven</p>eight</html>nine<p>ten</p>eleven"
    )
    words = " ".join(block.text for block in read_page(page).blocks).split()
    assert words == ["one", "twothree", "four", "fivesix", "seven", "eightnine", "ten", "eleven"]


def test_a_style_after_the_document_hides_what_it_names() -> None:
    """A browser takes it from wherever it stands, so its text is no text of the page."""
    late = "<head><style>.old { display: none }</style></head><p class='old'>We sell your data.</p>"
    found = read_page(f"{WITH_BODY}</html><html>{late}")
    assert [each.text for each in found.blocks] == [
        each.text for each in read_page(WITH_BODY).blocks
    ]


@pytest.mark.parametrize("reference", ["&#1;", "&#x1F", "&#031;", "&#xFFFE;", "&#65535;"])
def test_a_reference_to_a_control_character_is_dropped(reference: str) -> None:
    """It is in no text that is moved or opened, and costs nothing beside it."""
    words = "You may object to this use of your data at any time"
    parts = (
        f"{TERMS}<textarea readonly>{words} by mail{reference}</textarea>"
        f'<iframe srcdoc="{words} by letter{reference.replace("&", "&amp;")}<p>End</p>"></iframe>'
        f"</body>{words} by post{reference}"
    )
    text = " ".join(block.text for block in read_page(f"<html><body>{parts}").blocks)
    assert [f"{words} by {way}" in text for way in ("mail", "letter", "post")] == [True] * 3
    assert text.isprintable()


@pytest.mark.parametrize("reference", ["&#9;", "&#x20;", "&#x1F600;", "&#110;", "&#x1f4;", "&#31i"])
def test_a_reference_to_a_visible_character_stays(reference: str) -> None:
    """Although its number begins with that of a control character."""
    expected = {"&#9;": "a b", "&#x20;": "a b", "&#31i": "aib"}.get(reference)
    text = read_page(f"<html><body>{TERMS}<p>a{reference}b</p>").blocks[-1].text
    assert text == (expected or f"a{html.unescape(reference)}b")
