"""Pages that leave out the tags which HTML does not require."""

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
