"""Small counts above the first sentence or below the last one are counters of the page."""

import pytest

from clausewatch.compare import compare
from clausewatch.model.reading import Significance
from tests.clausewatch.policy_pages import PARAGRAPHS, read_page, render_page

_TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
_PLACES = {
    "above": "<h1>Privacy Policy</h1><p>{}</p>" + _TEXT,
    "below": "<h1>Privacy Policy</h1>" + _TEXT + "<p>{}</p>",
}
_WITHIN = (
    "<h1>Privacy Policy</h1>" + _TEXT + "<p>{}</p>" + "<p>This is the last sentence of it.</p>"
)
_COUNTS = (
    ("34 visitors liked this page", "36 visitors liked this page"),
    ("A 34 personas les ha resultado útil", "A 36 personas les ha resultado útil"),
    ("18 van de 22 vonden dit nuttig", "19 van de 23 vonden dit nuttig"),
    ("By the studio crew \u00b7 4 min read", "By the studio crew \u00b7 5 min read"),
    ("Door Anke \u00b7 4 minuten lezen", "Door Anke \u00b7 5 minuten lezen"),
    ("Czas czytania 4 minuty", "Czas czytania 3 minuty"),
    ("Rated 4.6 out of 5 by 812 painters", "Rated 4.7 out of 5 by 845 painters"),
)
_TERMS = (
    ("34 visitors liked this page", "31 visitors liked this page"),
    ("Free plan: 3 seats", "Free plan: 5 seats"),
    ("At most 3 seats are free", "At most 5 seats are free"),
    ("Notice of 14 days", "Notice of 21 days"),
    ("You may invite 3 guests", "You may invite 4 guests"),
    ("* Free shipping on orders over $49", "* Free shipping on orders over $75"),
    ("Write to 12 Mill Lane", "Write to 14 Mill Lane"),
    ("Groups of 12 painters", "Groups of 15 painters"),
    ("A lesson of 45 min", "A lesson of 30 min"),
    ("Signed in 2 copies", "Signed in 3 copies"),
    ("Annex 2 prevails over this policy", "Annex 3 prevails over this policy"),
    ("Geldt voor 3 gezinsleden", "Geldt voor 4 gezinsleden"),
)


def _find_significance(frame: str, before: str, after: str) -> Significance | None:
    old, new = (read_page(render_page(frame.format(text))) for text in (before, after))
    return compare(old, new).significance


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(("before", "after"), _COUNTS)
def test_a_count_that_grows_in_the_margin_is_no_term(before: str, after: str, place: str) -> None:
    """Visitors add to it, and no sentence of the terms is behind it."""
    assert _find_significance(_PLACES[place], before, after) is Significance.EDITORIAL


@pytest.mark.parametrize(("before", "after"), _COUNTS)
def test_the_same_count_within_the_text_is_a_term(before: str, after: str) -> None:
    """Between two sentences a small count may be a limit."""
    assert _find_significance(_WITHIN, before, after) is Significance.SUBSTANTIVE


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(("before", "after"), _TERMS)
def test_another_number_in_the_margin_is_a_term(before: str, after: str, place: str) -> None:
    """A count that falls, a label, a limit, a period, a price or an address binds somebody."""
    assert _find_significance(_PLACES[place], before, after) is Significance.SUBSTANTIVE


def test_praise_in_the_margin_is_no_term() -> None:
    """A customer is quoted beside the document; within it a quotation may be a promise."""
    praise = ("\u201cIt is a joy to work with.\u201d", "\u201cThe simplest way to paint.\u201d")
    assert _find_significance(_PLACES["below"], *praise) is Significance.EDITORIAL
    assert _find_significance(_WITHIN, *praise) is Significance.SUBSTANTIVE
