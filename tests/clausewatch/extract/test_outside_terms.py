"""Terms in the footer, a side bar or a box are read; slogans, owners and dialogs are not."""

import pytest

from tests.clausewatch.policy_pages import FOOTER, compare_pages, is_alert, read_page, render_terms

_TERMS = {
    "a notice to residents": (
        "Residents of Oregon: we share identifiers with advertising partners, and you may "
        "decline that at any time."
    ),
    "an amendment": "From 1 May 2027 the studio shall keep your prompts for 90 days after a visit.",
    "a waiver": (
        "By using this site you agree that claims go to arbitration and that you waive juries."
    ),
    "an amount": "From May on, images that you upload and keep cost $4 a visit.",
    "a denial": "We do not sell your prompts or your images to advertisers.",
}
_PLACES = {
    "footer": "<footer><p>{}</p><a href='/jobs'>Jobs</a></footer>",
    "aside with a link": "<aside><h3>Good to know</h3><p>{}</p><a href='/help'>Help</a></aside>",
    "box of the site builder": "<div class='x5'><p>{}</p><a href='/help'>Help centre</a></div>",
    "banner": "<div class='banner'><p>{}</p><a href='/blog'>News</a></div>",
}
_NO_TERMS = {
    "owner": "Lumenforge Labs Ltd is a part of Lumenforge Holdings, a company in Dublin.",
    "slogan": "Make the images of your dreams in seconds, and share them with friends.",
    "copyright": "\u00a9 2026 Lumenforge. You may not copy the images without our permission.",
    "cookies": "We use cookies, and by browsing on you agree to our use of them on this page.",
    "question": "May we send you our letter on images, prompts and the studio every week?",
    "offer": (
        "Buy one bracelet and get another: the offer is valid on every band, and a gift may "
        "neither be returned nor refunded."
    ),
    "short": "You may also like our blog.",
}


def _render(place: str, text: str, terms: str = "") -> str:
    box = _PLACES[place].format(text)
    body = f"<main>{terms or render_terms()}</main>{box}{FOOTER}"
    return f"<html lang='en'><title>Privacy Policy</title><body>{body}</body></html>"


def _read(place: str, text: str, terms: str = "") -> list[str]:
    return [block.text for block in read_page(_render(place, text, terms)).blocks]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("kind", _TERMS)
def test_a_term_outside_the_main_text_is_read_and_told(kind: str, place: str) -> None:
    """A sentence that binds somebody is a part of the document wherever the page has it."""
    assert _TERMS[kind] in _read(place, _TERMS[kind])
    comparison = compare_pages(_render(place, "Made in Dublin."), _render(place, _TERMS[kind]))
    assert is_alert(comparison)


@pytest.mark.parametrize("place", ["footer", "aside with a link", "banner"])
@pytest.mark.parametrize("kind", _NO_TERMS)
def test_other_sentences_outside_the_main_text_are_dropped(kind: str, place: str) -> None:
    """What the site says on every page is no part of the document."""
    assert _NO_TERMS[kind] not in _read(place, _NO_TERMS[kind])


_POLISH = (
    "<h1>Regulamin</h1><p>Konto może założyć osoba, która ukończyła 16 lat i podała adres e-mail."
    "</p><p>Reklamacje rozpatrujemy w terminie 30 dni od otrzymania zgłoszenia od użytkownika na"
    " adres e-mail.</p>"
)
_JAPANESE = (
    "<h1>プライバシーポリシー</h1><p>当社は、利用者の氏名および予約の履歴を取得し、"
    "予約の受付のために利用します。</p><p>当社は、利用者の同意なく個人情報を第三者に提供しません。</p>"
)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            _POLISH,
            "Każdy użytkownik z Litwy może złożyć reklamację w swoim języku i musi podać adres.",
        ),
        (_POLISH, "Użytkownik nie może przekazać konta innej osobie."),
        (_JAPANESE, "当社は、利用者の氏名を第三者に提供しません。"),
    ],
)
def test_terms_outside_the_main_text_are_read_in_other_languages(terms: str, sentence: str) -> None:
    """Without a word list the words, or pairs of letters, of the main text decide alone."""
    assert sentence in _read("footer", sentence, terms)


@pytest.mark.parametrize("place", ["footer", "aside with a link", "banner"])
def test_a_date_line_beside_the_main_text_is_read(place: str) -> None:
    """Sites write the date of the document into the box below it."""
    assert "Last updated on 3 May 2027" in _read(place, "Last updated on 3 May 2027")


def test_a_kept_term_is_not_listed_as_left_out() -> None:
    """`explain` shows each text once: kept, or left out with a reason."""
    reading = read_page(_render("footer", _TERMS["a waiver"]))
    assert _TERMS["a waiver"] not in [piece.text for piece in reading.dropped]
    assert "Jobs" in [piece.text for piece in reading.dropped]


_CARD = "<li><a href='/{0}'>{1}</a><p>{2}</p></li>"


def test_texts_below_links_to_other_pages_are_no_terms() -> None:
    """News beside a policy are a list: each item opens with its title, which is a link."""
    news = _CARD.format(
        "a", "The quiet desk", "Who uploads images all day must mind his back, too."
    ) + _CARD.format("b", "Paper", "Your images may be printed on paper of grass as well.")
    page = _render("banner", "Made in Dublin.").replace("<div class='banner'>", "{}<div class='z'>")
    with_news = page.format(f"<aside><h2>News</h2><ul>{news}</ul></aside>")
    assert not is_alert(compare_pages(page.format(""), with_news))
    alone = page.format("<aside><p>Who uploads images must delete them too.</p></aside>")
    assert is_alert(compare_pages(page.format(""), alone))


@pytest.mark.parametrize(
    "above",
    [
        _TERMS["an amendment"],
        "Last updated on 3 May 2027",
        "Guests who come late pay 4 euros for each hour.",
        "Every quarrel is settled by a judge in Cork.",
        "Painters from 14 up are welcome in our rooms.",
        "Operator: Quillmark Press Ltd, Galway",
    ],
)
def test_what_stands_above_the_title_is_read(above: str) -> None:
    """A term within the element of the document is one before its title as well."""
    page = f"<html lang='en'><title>Privacy Policy</title><body><main><p>{above}</p>"
    texts = [block.text for block in read_page(f"{page}{render_terms()}</main></body>").blocks]
    assert above in texts


def test_a_long_text_that_opens_with_a_link_is_no_teaser() -> None:
    """Items of a side bar that say more than a teaser are sorted by what they say."""
    term = "Who uploads images must delete them too. "
    for times, is_read in ((1, False), (60, True)):
        items = "".join(
            f"<li><a href='/{name}'>{name}</a><p>{term * times}</p></li>" for name in ("ab", "cd")
        )
        page = _render("banner", "Made in Dublin.")
        page = page.replace("<div class='banner'>", f"<aside><ul>{items}</ul></aside><div>")
        texts = " ".join(block.text for block in read_page(page).blocks)
        assert (term.strip() in texts) is is_read
