"""Who wrote a page, notices in place of hidden addresses, and lost style rules: no statements."""

import pytest

from tests.clausewatch.policy_pages import read_page, render_page, render_terms


def _read(html: str) -> list[str]:
    page = read_page(render_page(f"<main>{render_terms()}{html}</main>"))
    return [block.text for block in page.blocks]


@pytest.mark.parametrize(
    "html",
    [
        '<p>By <a rel="author" href="/tess">Tess Morgan</a></p>',
        '<p>Rédigé par <a href="/u/camille">Camille Rey</a></p>',
        '<p>Written by <a href="/users/ann">ann</a> and <a href="/users/bo">bo</a></p>',
        '<p>Edited by <a href="/en/profiles/381">Nadia Fuchs</a></p>',
        "<div>#block-12 .title { font-size: 18px; }</div>",
        "<div>.row{margin-top:0;padding:4px}</div>",
    ],
)
def test_what_surrounds_the_terms_is_no_statement(html: str) -> None:
    """A byline changes with the author, and a style rule with the theme."""
    assert _read(html) == _read("")


@pytest.mark.parametrize(
    "html",
    [
        '<p>Our officer for data protection is <a href="/users/jane">Jane Hollis</a>.</p>',
        '<p>Controller: <a href="/imprint">Talvo OÜ</a></p>',
        '<p>By <a rel="author" href="/x">Tess</a> and <a href="/imprint">Talvo OÜ</a></p>',
        "<p>Write {name: yours} into the form.</p>",
    ],
)
def test_a_line_that_names_a_party_is_kept(html: str) -> None:
    """A sentence, or a link to anything but a person's profile, is a part of the terms."""
    assert len(_read(html)) == len(_read("")) + 1


@pytest.mark.parametrize(
    "notice",
    [
        "This email address is being protected from spambots. You need JavaScript to view it.",
        "Diese E-Mail-Adresse ist geschützt! JavaScript muss aktiviert sein.",
    ],
)
def test_a_notice_in_place_of_an_address_is_a_gap(notice: str) -> None:
    """What a script would replace is no text of the sentence."""
    texts = _read(f"<p>Write to our clerk at <span>{notice}</span> or by post to Tartu.</p>")
    assert "Write to our clerk at or by post to Tartu." in texts
