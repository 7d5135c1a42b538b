"""Changes of an invented policy that raise an alert, and changes of its page that do not."""

import pytest

from tests.clausewatch.policy_pages import (
    BASE,
    ITEMS,
    PARAGRAPHS,
    ROWS,
    compare_pages,
    is_alert,
    read_page,
    render_page,
    render_terms,
    replace_text,
)

TEXT = render_terms()


PAGE_CHANGES = {
    "navigation": render_page(TEXT, nav="<nav><a href='/new'>Something new</a></nav>"),
    "cookie dialog": render_page(
        TEXT + "<div class='notice'><p>We and 12 partners use cookies to show you better images."
        "</p><button>Accept all</button><button>Reject all</button></div>"
    ),
    "promotion": render_page("<aside>New: video models. <a href='/v'>Try them</a></aside>" + TEXT),
    "counter": render_page(TEXT + "<p>Updated 3 days ago</p>"),
    "heading anchors": render_page(TEXT.replace("<h2>", "<h2 id='s9'><a href='#s9'></a>")),
    "link targets": render_page(TEXT.replace("the processors", "<a href='/x'>the processors</a>")),
    "typography": render_page(
        TEXT.replace("\u201c", '"').replace("\u201d", '"').replace(" 30 ", "\u00a030 ")
    ),
    "soft hyphens": render_page(TEXT.replace("afterwards", "after\u00adwards")),
    "numbering": render_page(TEXT.replace("<h2>Your", "<h2>2. Your").replace("<li>", "<li>(a) ")),
    "renumbering": render_page(TEXT.replace("<p>We ", "<p>3.1. We ")),
    "re-wrapped": render_page(TEXT.replace("</p><p>We", " We")),
    "split paragraph": render_page(TEXT.replace("visit and", "visit</p><p>and")),
    "reordered list": render_page(render_terms(items=ITEMS[::-1])),
    "reordered sections": render_page(render_terms(paragraphs=PARAGRAPHS[::-1])),
    "table to list": render_page(
        TEXT.partition("<table>")[0] + "".join(f"<p>{' '.join(row)}</p>" for row in ROWS)
    ),
    "copied twice": render_page(TEXT + f"<div class='mobile'>{TEXT}</div>"),
    "capitals": render_page(TEXT.replace("Your rights", "YOUR RIGHTS")),
    "hidden address": render_page(
        TEXT.replace("privacy@lumenforge.example", "privacy (at) lumenforge.example")
    ),
    "leaked markup": render_page(TEXT.replace("Irish law", "[Irish law][law]")),
    "feedback": render_page(TEXT + "<p>Was this article helpful? Yes 12 No 3</p><p>6 min read</p>"),
    "menu in the text": render_page(TEXT + "<ul><li><a href='/tour'>Take the tour</a></li></ul>"),
    "copyright year": render_page(TEXT + "<p>\u00a9 2027 Lumenforge Labs</p>"),
    "date line": render_page(render_terms(date="Last updated: 9 June 2026")),
}


@pytest.mark.parametrize("situation", PAGE_CHANGES)
def test_a_page_change_raises_no_alert(situation: str) -> None:
    """A page that changed while its terms did not raises no alert, in either direction."""
    assert not is_alert(compare_pages(BASE, PAGE_CHANGES[situation]))
    assert not is_alert(compare_pages(PAGE_CHANGES[situation], BASE))


SAME_FINGERPRINT = ("navigation", "numbering", "reordered list", "typography", "date line")


@pytest.mark.parametrize("situation", SAME_FINGERPRINT)
def test_a_page_change_keeps_the_terms_fingerprint(situation: str) -> None:
    """The fingerprint that confirms a change does not depend on the page around the terms."""
    assert read_page(PAGE_CHANGES[situation]).terms_fingerprint == read_page(BASE).terms_fingerprint


TERM_CHANGES = {
    "number": replace_text("30 days", "60 days"),
    "number in a cell": replace_text("<td>14 days</td>", "<td>15 days</td>"),
    "age": replace_text("age of 16", "age of 13"),
    "negation": replace_text("We do not sell", "We sell"),
    "permission": replace_text("You may object", "You can no longer object"),
    "party": replace_text("Lumenforge Labs Ltd", "Brightanvil Inc."),
    "e-mail address": replace_text("privacy@lumenforge.example", "dpo@lumenforge.example"),
    "court": replace_text("courts of Dublin", "courts of Delaware"),
    "processor added": render_page(
        render_terms(rows=(*ROWS, ("Quillfeather AI", "Captions", "2 days")))
    ),
    "processor removed": render_page(render_terms(rows=ROWS[:-1])),
    "right removed": render_page(render_terms(items=ITEMS[:-1])),
    "short right added": render_page(render_terms(items=(*ITEMS, "Rectification"))),
    "sentence added": render_page(
        TEXT.replace("afterwards.", "afterwards. We train models on them.")
    ),
    "section removed": render_page(TEXT.partition("<h2>Processors")[0]),
    "address line": render_page(TEXT + "<p>Lumenforge Labs Ltd<br>4 Quay Street<br>Cork</p>"),
    "date inside the terms": render_page(
        TEXT + "<p>Images uploaded before 1 May 2026 are kept.</p>"
    ),
    "reference to a law": replace_text("Irish law applies", "Section 9 of Irish law applies"),
}


@pytest.mark.parametrize("situation", TERM_CHANGES)
def test_a_term_change_raises_an_alert(situation: str) -> None:
    """A change of one number, party, negation or address in the terms raises an alert."""
    forth, back = (
        compare_pages(BASE, TERM_CHANGES[situation]),
        compare_pages(TERM_CHANGES[situation], BASE),
    )
    assert is_alert(forth)
    assert is_alert(back)
    assert 1 <= len(forth.summary) <= 4
    assert forth.headline.endswith(".")
    assert all(edit.reason for edit in forth.edits)
