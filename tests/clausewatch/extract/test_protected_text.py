"""Sentences of the terms in elements that look like boilerplate by role, class name or tag."""

import pytest

from tests.clausewatch.policy_pages import read_page

_OPENING = (
    "We collect the name and the address that you give us when you open an account with us.",
    "We use both to run your account and to answer the questions that you send to our team.",
)
_CLOSING = (
    "We keep the data of an account for thirty days after the day on which you close it.",
    "You may ask us for a copy of your data, and we answer your request within one month.",
)
_TERM = "We hand your viewing history to nine advertising partners."
_LONG_TERM = (
    "Each supplement replaces the rule of the same number, takes effect on the day of its"
    " publication and binds everybody who keeps an account after that day. "
)


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _read(middle: str, *, above: str = "", below: str = "") -> tuple[str, dict[str, str]]:
    """Return the kept text, and the reason for each dropped text."""
    terms = f"<h1>Privacy Policy</h1>{_paragraphs(_OPENING)}{middle}{_paragraphs(_CLOSING)}"
    page = (
        "<!doctype html><html lang='en'><head><title>Privacy Policy | Talvo</title></head><body>"
        f"{above}<main>{terms}</main>{below}</body></html>"
    )
    reading = read_page(page)
    dropped = {piece.text: piece.reason for piece in reading.dropped}
    return "\n".join(block.text for block in reading.blocks), dropped


@pytest.mark.parametrize(
    "markup",
    [
        '<div role="alert">{}</div>',
        '<div role="banner"><p>{}</p></div>',
        '<div class="nav-pane"><p>{}</p></div>',
        '<div class="panel-footer">{}</div>',
        '<div class="modal-content"><div class="modal-body"><p>{}</p></div></div>',
        '<div class="popup"><p>{}</p><button>Close</button></div>',
        '<aside><p>{}</p><a href="/partners">Partners</a></aside>',
        '<form action="/ask"><p>{}</p><button>Ask a question</button></form>',
        '<div class="promo-banner"><p>{}</p><a href="/partners">Partners</a></div>',
        "<dialog open><p>{}</p></dialog>",
        '<section class="toc-section"><h2>Partners</h2><p>{}</p><button>Fold</button></section>',
    ],
)  # fmt: skip
def test_a_sentence_within_the_terms_is_never_boilerplate(markup: str) -> None:
    """A site builder names an element like furniture, but it is between paragraphs of the terms."""
    kept, _ = _read(markup.format(_TERM))
    assert _TERM in kept


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<div class="panel-footer"><a href="/s">Share</a> <a href="/p">Print</a></div>', "Share"),
        ('<aside><h3>See also</h3><a href="/a">Our promise</a></aside>', "Our promise"),
        (
            "<form><p>Get one letter a month with news.</p><input><button>Join</button></form>",
            "Get one letter",
        ),
        ('<nav><a href="#a">What we collect</a> <a href="#b">Your rights</a></nav>', "Your rights"),
    ],
)
def test_links_and_sign_up_forms_within_the_terms_are_dropped(markup: str, text: str) -> None:
    """Share links, related pages, a sign-up form and a menu between two sections of the terms."""
    kept, _ = _read(markup)
    assert text not in kept


def test_a_status_line_above_the_page_is_dropped() -> None:
    """A status line above the site's header is no part of the policy, whatever it says."""
    status = (
        '<div role="alert">Orders of today leave our stores tomorrow. <a href="/s">More</a></div>'
    )
    kept, _ = _read("", above=status)
    assert "leave our stores" not in kept


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "markup",
    [
        '<div class="announcement">{} <a href="/new">Read it here</a></div>',
        '<div class="box"><p>{}</p><p><a href="/new">Read it here</a></p></div>',
        '<aside><p>{}</p><a href="/new">Read it here</a></aside>',
    ],
)  # fmt: skip
def test_a_notice_about_the_document_is_kept(place: str, markup: str) -> None:
    """A box above or below the policy says that another policy applies from a day on."""
    notice = "From 3 May 2027 the privacy policy of Norvik applies to all accounts of Talvo."
    box = markup.format(notice)
    kept, _ = _read("", above=box) if place == "above" else _read("", below=box)
    assert notice in kept


def test_a_line_about_cookies_is_no_notice() -> None:
    """A consent line names the privacy policy as well, but it is no part of the policy."""
    line = (
        '<div class="announcement"><p>We use cookies to count visits, as our privacy policy says in'
        ' more detail.</p><a href="/ok">Fine with me</a></div>'
    )
    kept, _ = _read("", above=line)
    assert "count visits" not in kept


@pytest.mark.parametrize(
    ("attributes", "reason"), [('role="dialog"', "dialog"), ('class="dropdown"', "menu")]
)
def test_many_small_elements_that_hold_the_bulk_of_the_page_are_kept(
    attributes: str, reason: str
) -> None:
    """Each supplement of the terms opens in an element of its own, and together they are most."""
    supplements = "".join(
        f"<div {attributes}><h2>Supplement {number}</h2><p>{_LONG_TERM * 3}</p>"
        f"<button>Close</button></div>"
        for number in range(12)
    )
    kept, dropped = _read("", below=supplements)
    assert kept.count(_LONG_TERM.strip()) == 36
    assert reason not in dropped.values()


def test_menus_that_describe_products_are_dropped() -> None:
    """Two menus describe products in as many words as the policy; the markup says what they are."""
    menus = "".join(
        f"<nav><a href='/p{number}'>Product</a><p>{_LONG_TERM}</p></nav>" for number in range(2)
    )
    kept, dropped = _read("", above=menus)
    assert _LONG_TERM.strip() not in kept
    assert dropped[_LONG_TERM.strip()] == "navigation"


def test_an_opening_paragraph_with_links_is_no_teaser() -> None:
    """The first paragraph of terms names two other documents, each as a link in a sentence."""
    opening = (
        "<div><span>People who live in the Union are bound by</span> "
        '<a href="/eu">these other terms</a> <span>while our</span> <a href="/b">business terms</a>'
        " <span>bind companies that buy from us.</span></div>"
    )
    page = (
        "<!doctype html><html><head><title>Talvo</title></head><body><div><div>"
        f"<h1>Rules</h1></div>{opening}<div>{_paragraphs(_OPENING * 9)}</div></div></body></html>"
    )
    assert any("live in the Union" in block.text for block in read_page(page).blocks)


def test_a_clause_above_a_table_of_contents_is_kept() -> None:
    """A few words introduce a table of contents; a whole clause above it is a term."""
    clause = "Whoever opens an account accepts every one of the parts below"
    contents = "<ul><li><a href='#a'>Rights</a></li><li><a href='#b'>Periods</a></li></ul>"
    kept, dropped = _read(f"<p>{clause}</p>{contents}")
    assert clause in kept
    assert "table of contents" in dropped.values()
