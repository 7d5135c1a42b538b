"""Boxes amid the prose that state no term are marked; any sign of a term keeps a box a term."""

import pytest

from clausewatch.model.beside import Beside
from tests.clausewatch.policy_pages import (
    FOOTER,
    PARAGRAPHS,
    compare_pages,
    is_alert,
    read_page,
)

_HALF = len(PARAGRAPHS) // 2
_FRAMES = {
    "between paragraphs": "<main><article>{first}{box}{rest}</article></main>",
    "at the end": "<main><div>{first}{rest}{box}</div></main>",
    "beside the holder": (
        "<main><div>{first}{rest}</div>{box}<p>By Lumenforge Labs Ltd, for its guests in Europe, "
        "in Asia and at sea.</p></main>"
    ),
}
_TALK = {
    "praise": (
        "I sketched a whole comic before lunch and my sister laughed all evening.",
        "Our choir drew its posters after midnight, all five voices laughing.",
    ),
    "a tip": (
        "Hold the left key and pull a corner to bend the frame.",
        "A soft brush hides the seam between two skies.",
    ),
    "a job": ("Illustrator, Cork. Bring a dog.", "Night porter, Galway. Cold tea."),
    "tea in Spanish": (
        "Cada jueves tomamos el té con las acuarelistas del barrio.",
        "El gato del taller duerme encima de los lienzos grandes.",
    ),
}
_TERMS = {
    "a duty": "Guests must leave the gallery rooms by night.",
    "a period": "Sketches vanish after 14 days.",
    "an amount": "Large frames cost $4 more.",
    "a date": "New brushes arrive on 3 June 2027.",
    "an address": "Write to legal@lumenforge.example.",
    "the document": "Our privacy policy got shorter.",
    "words of the document": "Prompts and images of the studio go to Northwind.",
    "data": "Audio recordings are heard in Canada.",
    "a practice": "We sell what you draw.",
    "a denial": "Deposits are not refunded.",
}


def _render(place: str, *boxes: str) -> str:
    first, rest = (
        "".join(f"<p>{text}</p>" for text in texts)
        for texts in (PARAGRAPHS[:_HALF], PARAGRAPHS[_HALF:])
    )
    box = "".join(f"<div class='q'>{content}</div>" for content in boxes)
    body = _FRAMES[place].format(first=f"<h1>Privacy Policy</h1>{first}", rest=rest, box=box)
    title = "<title>Privacy Policy | Lumenforge</title>"
    return f"<html lang='en'><head>{title}</head><body>{body}{FOOTER}</body></html>"


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("kind", _TALK)
def test_talk_in_a_box_is_no_alert(kind: str, place: str) -> None:
    """What takes the place of another text, and nothing in both looks like a term."""
    old, new = (_render(place, f"<p>{text}</p>") for text in _TALK[kind])
    assert not is_alert(compare_pages(old, new))


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("text", ["Calls are heard.", "Anrufe werden mitgeschnitten."])
def test_a_box_without_a_predecessor_is_told(text: str, place: str) -> None:
    """A notice may have no sign of a term, but it takes the place of nothing."""
    pages = _render(place), _render(place, f"<p>{text}</p>")
    assert is_alert(compare_pages(*pages))
    assert is_alert(compare_pages(*reversed(pages)))


@pytest.mark.parametrize("place", _FRAMES)
@pytest.mark.parametrize("kind", _TERMS)
def test_a_term_in_a_box_is_told(kind: str, place: str) -> None:
    """A notice has the shape of a tip."""
    box = f"<p>{_TERMS[kind]}</p>"
    assert is_alert(compare_pages(_render(place), _render(place, box)))
    assert is_alert(compare_pages(_render(place, box), _render(place)))


def test_an_amended_text_in_a_box_is_told() -> None:
    """A term keeps its words and gets more; furniture is replaced as a whole."""
    old = "Bids in the gallery bind their bidders."
    before, after = (
        _render("at the end", f"<p>{text}</p>")
        for text in (old, "Bids in the gallery bind their bidders and their heirs.")
    )
    assert is_alert(compare_pages(before, after))


def test_a_comment_of_a_visitor_is_no_alert() -> None:
    """Whatever it demands, a name and a day above it show that somebody else says it."""
    comment = (
        "<h3>Comments</h3><div><p><span>{}</span> <time>{}</time></p>"
        "<p>You must delete my prompts after 9 days, I wrote to you.</p></div>"
    )
    signed = _render("at the end", comment.format("Mara K.", "4 June 2026"))
    blocks = read_page(signed).blocks
    assert [b.beside for b in blocks[-3:]] == [Beside.BOX, Beside.VISITOR, Beside.VISITOR]
    assert not is_alert(compare_pages(_render("at the end"), signed))


@pytest.mark.parametrize(
    "line",
    [
        "Effective 4 June 2026",
        "Version 3 of 4 June 2026",
        "Update:",
        "Lumenforge \u00b7 4 June 2026",
    ],
)
def test_a_date_line_is_no_byline(line: str) -> None:
    """What stands below the date of a notice, or the company's name, is the company's."""
    notice = f"<p>{line}</p><p>You must delete your prompts after 9 days.</p>"
    pages = (_render("at the end"), _render("at the end", notice))
    assert is_alert(compare_pages(*pages))


def test_an_item_that_a_sentence_introduces_is_no_box() -> None:
    """The element of a list is part of the sentence before it."""
    lead, item = "<p>We also collect:</p>", "<div><ul><li>{}</li></ul></div>"
    pages = [
        _render("between paragraphs").replace("<p>We keep", lead + item.format(text) + "<p>We keep")
        for text in ("Fingerprints", "Voices")
    ]
    assert is_alert(compare_pages(*pages))


def test_where_each_section_has_an_element_none_is_a_box() -> None:
    """The shape of such a page tells nothing."""
    sections = [f"<div><h2>Part {n}</h2><p>{text}</p></div>" for n, text in enumerate(PARAGRAPHS)]
    talk = "<div><p>The gallery rooms are quiet at dawn.</p></div>"
    body = "<main><h1>Privacy Policy</h1>{}</main>"
    blocks = read_page(body.format("".join([*sections[:3], talk, *sections[3:]]))).blocks
    assert not any(block.beside for block in blocks)
