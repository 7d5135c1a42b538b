"""Parts of a page that people see and that cannot be read: what counts, and what is decoration."""

import pytest

from clausewatch.compare import find_remark
from clausewatch.model.unread_parts import UnreadPart, describe_parts
from tests.clausewatch.policy_pages import EXPECTED, read_page, render_page, render_terms

FOREIGN = "https://papers.example/v/8f2"
PARTS = {
    "a frame named after its document": (
        f"<iframe src='{FOREIGN}' title='Privacy Policy'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a frame whose path names its document": (
        "<iframe class='q' src='https://papers.example/acme/privacy-policy/embed'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a German name": (
        f"<iframe src='{FOREIGN}' title='Datenschutzerklärung' width='100%'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a tall frame": (
        f"<iframe src='{FOREIGN}' width='100%' height='900' frameborder='0'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a frame as high as the window": (
        f"<iframe src='{FOREIGN}' style='width: 100%; height: 85vh'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a frame of the same site": (
        "<iframe src='/legal/body' width='700' height='1400'></iframe>",
        UnreadPart.FRAME,
    ),
    "a frame of a file": (
        "<iframe src='https://cdn.example/dpa.pdf#view=fit' height='600'></iframe>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "a frame below a heading": (
        f"<h2>Cookies</h2><div><iframe class='w' src='{FOREIGN}'></iframe></div><h2>Law</h2>",
        UnreadPart.FOREIGN_FRAME,
    ),
    "an embedded file": (
        "<object data='/files/terms.pdf' type='application/pdf'></object>",
        UnreadPart.FILE,
    ),
    "an embed": ("<embed src='/files/annex.pdf' width='100%' height='700'>", UnreadPart.FILE),
    "a drawing below a heading": (
        "<h2>Our fees</h2><canvas width='600' height='400'></canvas><h2>Law</h2>",
        UnreadPart.DRAWING,
    ),
    "a picture below a heading": (
        "<h3>Fees</h3><p><img src='fees.png'></p><h3>Law</h3>",
        UnreadPart.PICTURE,
    ),
    "a figure below a heading": (
        "<h2>Retention</h2><figure><img src='r.jpg' width='900' height='700'></figure>",
        UnreadPart.PICTURE,
    ),
}
DECORATION = {
    "a player": (
        f"<iframe src='{FOREIGN}' width='560' height='315' allow='autoplay; encrypted-media'"
        " allowfullscreen></iframe>"
    ),
    "a large player": (
        f"<iframe src='{FOREIGN}' style='width:100%;height:700px' allowfullscreen></iframe>"
    ),
    "a wide player": f"<iframe src='{FOREIGN}' width='900' height='506'></iframe>",
    "a map": f"<iframe src='{FOREIGN}' width='600' height='450' style='border:0'></iframe>",
    "a wide map": f"<iframe src='{FOREIGN}' width='100%' height='400'></iframe>",
    "a counter": f"<iframe src='{FOREIGN}' width='1' height='1'></iframe>",
    "a hidden counter": f"<iframe src='{FOREIGN}' style='display:none'></iframe>",
    "a frame without script": (
        f"<noscript><iframe src='{FOREIGN}' height='900'></iframe></noscript>"
    ),
    "a consent frame": "<iframe name='__locator' src='about:blank' hidden></iframe>",
    "a frame that a script fills": "<iframe id='x' width='100%' height='900'></iframe>",
    "a social button": f"<iframe src='{FOREIGN}' width='120' height='28'></iframe>",
    "a box for a choice": f"<iframe src='{FOREIGN}' width='304' height='78'></iframe>",
    "a feed beside the text": f"<aside><iframe src='{FOREIGN}' height='900'></iframe></aside>",
    "a frame of unknown size": f"<iframe src='{FOREIGN}'></iframe>",
    "a picture with text": "<h2>Fees</h2><p><img src='f.png'></p><p>A seat is free.</p>",
    "an icon below a heading": "<h2>Fees</h2><img src='f.png' width='64' height='64'><h2>Law</h2>",
    "a picture in a link": "<h2>Fees</h2><p><a href='/f'><img src='f.png'></a></p><h2>Law</h2>",
    "a picture above a subsection": "<h2>Fees</h2><img src='f.png'><h3>Seats</h3><p>Free.</p>",
    "a picture below the title": "<h1>Policy</h1><img src='hero.jpg'><h2>Law</h2>",
    "a chart within the text": "<p>See it.</p><canvas width='600' height='400'></canvas><p>Ok.</p>",
    "an image object": "<object data='/logo.svg' type='image/svg+xml'></object>",
}


@pytest.mark.parametrize("what", PARTS)
def test_parts_that_cannot_be_read_are_counted(what: str) -> None:
    """A frame, file, drawing or picture where a text should be is counted by its kind."""
    markup, part = PARTS[what]
    reading = read_page(render_page(f"{render_terms()}{markup}"))
    assert reading.signals.unread_parts == (part,)


@pytest.mark.parametrize("what", DECORATION)
def test_decoration_is_no_part_of_the_text(what: str) -> None:
    """Players, maps, counters, consent frames, icons and illustrations are not counted."""
    reading = read_page(render_page(f"{render_terms()}{DECORATION[what]}"))
    assert reading.signals.unread_parts == ()
    assert find_remark(reading, EXPECTED) is None


def test_parts_that_cannot_be_read_are_said() -> None:
    """The first check of a page with two frames of text says so and reads the rest."""
    frames = 2 * f"<iframe src='{FOREIGN}' height='900'></iframe>"
    remark = find_remark(read_page(render_page(f"{render_terms()}{frames}")), EXPECTED)
    assert remark is not None
    assert (remark.code, remark.is_doubt) == ("unread-parts", False)
    assert remark.reason == "Read in part: 2 frames of other sites can't be read."


def test_all_kinds_of_parts_have_a_name() -> None:
    """A sentence names every kind of part once, with its number."""
    text = describe_parts([*UnreadPart, UnreadPart.PICTURE])
    assert text == (
        "Read in part: 1 frame of another site, 1 frame, 1 embedded file, 1 drawing"
        " and 2 pictures in the place of text can't be read."
    )
