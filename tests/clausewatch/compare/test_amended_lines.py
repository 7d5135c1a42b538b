"""What is amended around a document is a term; what is replaced, counts or rotates is none."""

from dataclasses import replace

import pytest

from clausewatch.compare import compare
from clausewatch.compare.comparison import map_statements
from clausewatch.extract import read
from clausewatch.model.reading import Page
from clausewatch.text.normal_form import make_key
from clausewatch.text.statements import hash_key
from clausewatch.text.watched_lines import is_watched
from tests.clausewatch.policy_pages import (
    FOOTER,
    NAV,
    URL,
    compare_pages,
    is_alert,
    read_page,
    render_terms,
)

_PLACES = {
    "page header": "<header>{nav}<p>{{}}</p></header><main>{terms}</main>{footer}",
    "form": (
        "<main>{terms}</main><form><label><input type='checkbox'> {{}}</label>"
        "<input name='tel'><button>Send</button></form>{footer}"
    ),
    "dialog": (
        "<div role='dialog'><p>{{}}</p><button>Join</button></div><main>{terms}</main>{footer}"
    ),
    "side bar": "<main>{terms}</main><aside><p>{{}}</p><a href='/help'>Help</a></aside>{footer}",
    "list in the menu's column": (
        "<aside class='toc'><ul><li><a href='#a'>Rights</a></li><li><a href='#b'>Data</a></li></ul>"
        "<ul><li>{{}}</li></ul></aside><main>{terms}</main>{footer}"
    ),
    "page footer": "<main>{terms}</main><footer><p>{{}}</p><a href='/jobs'>Jobs</a></footer>",
}
_AMENDED = {
    "an age": ("Members must be 18 or older.", "Members must be 16 or older."),
    "hours": ("The desk answers within 48 hours.", "The desk answers within 72 hours."),
    "a denial": ("We never trade your contacts.", "We trade your contacts."),
    "a consent": (
        "I agree that you may call me about my contract.",
        "I agree that you may call me about my contract and your offers.",
    ),
    "a country": (
        "Only guests from Malta may order here.",
        "Only guests from Malta and Cyprus may order here.",
    ),
    "a period in words": (
        "Ik wil twee keer per maand een brief krijgen.",
        "Ik wil elke week een brief krijgen.",
    ),
    "a label": ("Minimum age of guests: 18 years", "Minimum age of guests: 16 years"),
    "a charge in percent": (
        "A booking charge of 4% is due on each stay.",
        "A booking charge of 6% is due on each stay.",
    ),
    "a labelled fee": ("Penalty for lost keys: 40 EUR", "Penalty for lost keys: 55 EUR"),
    "the age of what a rule is about": (
        "Trips that you booked more than 20 days ago cannot be moved.",
        "Trips that you booked more than 9 days ago cannot be moved.",
    ),
    "a denial in a shop": (
        "Lamps of the spring collection cannot be sent back after 30 days.",
        "Lamps of the spring collection cannot be sent back after 14 days.",
    ),
    "a round limit": (
        "Your album may hold 2,500 pictures in all.",
        "Your album may hold 1,500 pictures in all.",
    ),
    "a word of another language": (
        "Esta cuenta es solo para clientes de Lugo.",
        "Esta cuenta es solo para clientes de Lugo y Vigo.",
    ),
}
_NOISE = {
    "a counter": ("Loved by 12,418 teams on earth.", "Loved by 12,431 teams on earth."),
    "a basket": ("Your basket: 3 items", "Your basket: 1 item"),
    "opening hours": ("Open today until 18:00", "Open today until 20:00"),
    "a headline": ("Five chairs for a quiet office.", "Five lamps for a quiet office."),
    "the date of a fair": (
        "Meet our team at the fair on 14 May 2026.",
        "Meet our team at the fair on 21 May 2027.",
    ),
    "time of reading": ("Reading time: 4 minutes", "Reading time: 5 minutes"),
    "a mean": ("Our team answers in 4 minutes.", "Our team answers in 6 minutes."),
    "a count in a sentence with a modal verb": (
        "Find out why 8,341 painters will paint with it.",
        "Find out why 8,377 painters will paint with it.",
    ),
    "a team that grows": (
        "3,127 guides may walk with you.",
        "3,149 guides may walk with you.",
    ),
    "a stock": ("Only 4 lamps are still in stock.", "Only 2 lamps are still in stock."),
    "a countdown": (
        "This offer ends in 6 days for all sizes.",
        "This offer ends in 5 days for all sizes.",
    ),
    "a delivery": (
        "Choose within 4 hours and get it by Monday.",
        "Choose within 2 hours and get it by Monday.",
    ),
    "a season": (
        "We will show you our new summer collection of lamps.",
        "We will show you our new winter collection of lamps.",
    ),
    "a stock in German": (
        "Nur noch 4 Lampen sind auf Lager.",
        "Nur noch 2 Lampen sind auf Lager.",
    ),
    "an age of news": ("Anna joined our team 3 weeks ago.", "Anna joined our team 4 weeks ago."),
    "an offer of the week": (
        "Save 20% on annual plans this week.",
        "Save 25% on annual plans this week.",
    ),
    "the weather": ("Weather in Malta: 14 degrees", "Weather in Malta: 19 degrees"),
    "hours of the day": (
        "De winkel is vandaag open tot 18 uur.",
        "De winkel is vandaag open tot 20 uur.",
    ),
    "other news": ("The harbour can close on windy days.", "Paper of grass can save water."),
    "a question": ("May we call you within 2 days?", "May we call you within 3 days?"),
    "cookies": (
        "We and 84 partners may store cookies on it.",
        "We and 91 partners may store cookies on it.",
    ),
}


def _render(place: str, text: str, terms: str = "") -> str:
    frame = _PLACES[place].format(nav=NAV, terms=terms or render_terms(), footer=FOOTER)
    body = frame.format(text)
    return f"<html lang='en'><title>Privacy Policy</title><body>{body}</body></html>"


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("kind", _AMENDED)
def test_an_amended_line_around_the_document_is_told(kind: str, place: str) -> None:
    """A line that keeps its words and alters what it says binds somebody, wherever it is."""
    before, after = _AMENDED[kind]
    for old, new in ((before, after), (after, before)):
        comparison = compare_pages(_render(place, old), _render(place, new))
        assert is_alert(comparison)
        assert [(edit.before, edit.after) for edit in comparison.edits] == [(old, new)]


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("kind", _NOISE)
def test_what_the_page_itself_changes_is_not_told(kind: str, place: str) -> None:
    """Counters, baskets, headlines and invitations change without anybody's decision."""
    before, after = _NOISE[kind]
    assert not is_alert(compare_pages(_render(place, before), _render(place, after)))


@pytest.mark.parametrize("kind", ["hours", "a country", "a period in words", "a label"])
def test_a_line_without_a_rule_is_not_told_as_it_comes_or_goes(kind: str) -> None:
    """Only what stays and says something else is sure to be a term there."""
    line = _AMENDED[kind][0]
    with_line, without = _render("page header", line), _render("page header", "Hello.")
    assert not is_alert(compare_pages(with_line, without))
    assert not is_alert(compare_pages(without, with_line))


def test_an_amended_line_that_the_document_has_as_well_is_not_told() -> None:
    """The text of the document tells what is valid."""
    old, new = _AMENDED["hours"]
    terms = render_terms() + f"<p>{old}</p><p>{new}</p>"
    before, after = (_render("side bar", text, terms) for text in (old, new))
    assert not is_alert(compare_pages(before, after))


def test_a_line_that_comes_and_goes_between_fetches_is_volatile() -> None:
    """A check that saw two wordings remembers their fingerprints."""
    old, new = _AMENDED["hours"]
    before, after = (read_page(_render("side bar", text)) for text in (old, new))
    assert is_alert(compare(before, after))
    assert not is_alert(compare(before, after, frozenset({hash_key(make_key(new))})))
    assert hash_key(make_key(new)) in map_statements(after)


def test_an_amended_line_has_other_fingerprints() -> None:
    """A check compares no pages with the same fingerprint."""
    old, new = (read_page(_render("form", text)) for text in _AMENDED["a consent"])
    assert old.text_fingerprint != new.text_fingerprint
    assert old.terms_fingerprint != new.terms_fingerprint
    assert old.blocks == new.blocks


def test_the_age_of_the_page_leaves_the_fingerprints() -> None:
    """It is another one every day, and says nothing of the terms."""
    pages = [_render("page footer", f"We last edited this page {n} days ago.") for n in (3, 4)]
    old, new = map(read_page, pages)
    assert old.terms_fingerprint == new.terms_fingerprint
    assert old.text_fingerprint == new.text_fingerprint


def test_a_line_is_told_with_the_line_that_is_most_like_it() -> None:
    """Whichever stands first on the page."""
    lines = "You must be 13 to read here.", "You must be 16 to shop here."
    before = _render("side bar", "</p><p>".join(lines))
    after = _render("side bar", "You must be 18 to shop here.")
    told = [(edit.before, edit.after) for edit in compare_pages(before, after).edits]
    assert told == [(lines[1], "You must be 18 to shop here."), (lines[0], None)]


def test_news_around_the_document_leave_the_fingerprints() -> None:
    """A page whose slogans rotate is the same text, and costs no comparison."""
    pages = [_render("side bar", f"Now in {town}, with a view.") for town in ("Oslo", "Bergen")]
    old, new = (read([Page(URL, page.encode())]) for page in pages)
    assert old.dropped != new.dropped
    assert replace(old, dropped=()) == replace(new, dropped=())


@pytest.mark.parametrize(
    "line", ["\u00a9 2026 Lumenforge, members must be 18 or older.", "Sign up!", "Jobs", "x" * 401]
)
def test_owners_calls_and_labels_are_not_watched(line: str) -> None:
    """Nothing that they say is a rule."""
    assert not is_watched(line)


_RULES = {
    "a duty": "You must not enter the studio after dark.",
    "a permission": "We may record this talk and play it to our trainers.",
    "a charge": "We charge a fee of $25 for each late visit.",
    "a charge without a party": "A late fee of $15 is charged at the desk.",
    "an age": "You must be 18 or older to enter.",
    "a period": "You cannot return a frame after 14 days.",
    "an agreement": "By continuing you agree to arbitration.",
    "a ban in German": "Sie dürfen Noten nicht kopieren oder leihen.",
}
_LEADS = {
    "a right": "You can leave this list at any time.",
    "a pointer": "You must read our privacy policy before you join us.",
    "a day": "You must order today for a gift in time.",
    "a call": "Don't worry, the last seats are never bad.",
    "a share": "One in 4 guests comes back with a friend.",
    "a script": "You must enable JavaScript to use this site.",
    "a comment": "You must be signed in to leave a comment.",
    "a log-in": "You must log in to continue.",
    "a field": "You must enter a valid email address.",
    "a count of letters": "You must choose at least 12 characters.",
    "an event": "You can't miss our spring concert on 5 May.",
    "a taste": "You must try the new pepper crisps.",
    "prices": "Tickets from $12, booking fee included.",
    "prices by night": "Rooms with breakfast, $80 per night, no deposit.",
    "a log-in in German": "Sie müssen sich anmelden, um fortzufahren.",
    "a log-in in French": "Vous devez vous connecter pour continuer.",
    "a log-in in Spanish": "Usted debe iniciar sesión para continuar.",
}


@pytest.mark.parametrize("place", ["page header", "dialog", "form"])
@pytest.mark.parametrize("kind", _RULES)
def test_a_rule_around_the_document_is_told_as_it_comes_and_goes(kind: str, place: str) -> None:
    """It says itself who must or may do what, or what is charged, and not how the page works."""
    pages = [_render(place, text) for text in ("Made in Dublin.", _RULES[kind])]
    assert is_alert(compare_pages(*pages))
    assert is_alert(compare_pages(*reversed(pages)))


@pytest.mark.parametrize("place", ["page header", "dialog", "form"])
@pytest.mark.parametrize("kind", _LEADS)
def test_other_lines_around_the_document_come_and_go_untold(kind: str, place: str) -> None:
    """Invitations, pointers and offers bind nobody."""
    pages = [_render(place, text) for text in ("Made in Dublin.", _LEADS[kind])]
    assert not is_alert(compare_pages(*pages))


def test_a_duty_is_told_if_a_sentence_of_the_document_is_about_it() -> None:
    """The words of the whole document tell nothing: a long one has those of most lines."""
    line = "You must feed the gallery cats before noon."
    scattered = "<p>The gallery is dry.</p><p>Cats sleep there.</p><p>Doors open before noon.</p>"
    for terms, is_told in (("<p>Members feed the gallery cats.</p>", True), (scattered, False)):
        texts = ("Made in Dublin.", line)
        pages = [_render("form", text, render_terms() + terms) for text in texts]
        assert is_alert(compare_pages(*pages)) is is_told


def test_a_rule_in_a_piece_on_cookies_is_untold() -> None:
    """All of a consent dialog is about cookies, not only the sentence that names them."""
    piece = "This site sets cookies. We may store what you choose for a year."
    pages = [_render("dialog", text) for text in ("Made in Dublin.", piece)]
    assert not is_alert(compare_pages(*pages))
