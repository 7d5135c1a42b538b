"""Superscripts and struck text: what the markup says beyond the words."""

import pytest

from clausewatch.compare import compare
from tests.clausewatch.policy_pages import read_page, render_page, render_terms

SUPERSCRIPTS = {
    "a linked mark": (
        "Backups go after 45<sup><a href='#f2'>2</a></sup> days.",
        "Backups go after 45 days.",
    ),
    "a mark without a link": ("Notice takes 14<sup>3</sup> days.", "Notice takes 14 days."),
    "a mark in brackets": ("Notice takes 14<sup>[3]</sup> days.", "Notice takes 14 days."),
    "two marks": ("We keep 20<sup>1, 4</sup> copies.", "We keep 20 copies."),
    "a dagger": ("The fee is 8<sup>†</sup> euros.", "The fee is 8 euros."),
    "a linked letter": ("Fee: 8<sup><a href='#b'>b</a></sup> euros.", "Fee: 8 euros."),
    "a raised span": (
        "Notice takes 14<span style='vertical-align: super'>3</span> days.",
        "Notice takes 14 days.",
    ),
    "a note without sup": ("We ask partners<a href='#n7'>[7]</a> first.", "We ask partners first."),
    "a mark without a blank": ("Within 30<sup>1</sup>days we act.", "Within 30 days we act."),
    "cents": ("A seat costs €7<sup>49</sup> a month.", "A seat costs €7.49 a month."),
    "cents before the sign": (
        "A seat is 7<sup>49</sup> € now.",
        "A seat is 7.49 € now.",
    ),
    "a power of ten": ("Send 10<sup>9</sup> bytes a day.", "Send 10^9 bytes a day."),
    "a negative power": (
        "A rate of 10<sup>-6</sup> holds.",
        "A rate of 10^-6 holds.",
    ),
    "a square": ("Rooms of 40 m<sup>2</sup> are let.", "Rooms of 40 m^2 are let."),
    "an ordinal": ("On the 1<sup>st</sup> of May we bill.", "On the 1st of May we bill."),
    "a French ordinal": ("Le 1<sup>er</sup> mai suivant.", "Le 1er mai suivant."),
    "a trade mark": ("Our Lumen<sup>TM</sup> app stores it.", "Our LumenTM app stores it."),
    "a link to a section": ("See section <a href='#s4'>4</a> below.", "See section 4 below."),
}


@pytest.mark.parametrize("what", SUPERSCRIPTS)
def test_superscripts_are_kept_apart_from_figures(what: str) -> None:
    """A footnote mark is no part of a number; cents, exponents and ordinals are."""
    markup, wanted = SUPERSCRIPTS[what]
    body = render_page(
        f"{render_terms()}<p>{markup}</p><table><tr><td>Term</td><td>{markup}</td></tr></table>"
    )
    texts = [block.text for block in read_page(body).blocks]
    assert wanted in texts
    assert f"Term | {wanted}" in texts


def test_the_number_of_a_footnote_is_not_compared() -> None:
    """A note that moves from second to fourth place changes no term."""
    pages = [
        render_page(
            f"{render_terms()}<p>For 45<sup>{n}</sup> days.</p><p><sup>{n}</sup> From the end.</p>"
        )
        for n in (2, 4)
    ]
    assert read_page(pages[0]).terms_fingerprint == read_page(pages[1]).terms_fingerprint


STRUCK = {
    "s": ("Copies <s>never</s> leave our offices.", "Copies leave our offices."),
    "strike": ("We <strike>do not</strike> lend lists.", "We lend lists."),
    "a redline": ("Pay within <del>10</del> <ins>20</ins> days.", "Pay within 20 days."),
    "a tight redline": ("Pay in <del>May</del><ins>June</ins>.", "Pay in June."),
    "a style": (
        "It costs <span style='text-decoration:line-through red'>9</span> 8 euros.",
        "It costs 8 euros.",
    ),
    "a blank inside": ("We may<s> not </s>share it.", "We may share it."),
    "a style that undoes it": (
        "Copies <s style='text-decoration: none'>never</s> leave.",
        "Copies never leave.",
    ),
}


@pytest.mark.parametrize("what", STRUCK)
def test_struck_text_is_no_longer_a_term(what: str) -> None:
    """Struck words are dropped with their reason, and a redline reads as its new text."""
    markup, wanted = STRUCK[what]
    result = read_page(render_page(f"{render_terms()}<p>{markup}</p>"))
    assert wanted in [block.text for block in result.blocks]
    is_dropped = any(piece.reason == "struck through" for piece in result.dropped)
    assert is_dropped is (what != "a style that undoes it")


def test_an_unclosed_strike_is_ignored() -> None:
    """If most of a page is struck, its author forgot a closing tag."""
    blocks = read_page(render_page(f"<s>{render_terms()}<p>The last rule of all.</p>")).blocks
    assert "The last rule of all." in [block.text for block in blocks]


def test_a_struck_promise_is_a_removed_promise() -> None:
    """A sentence that is struck is told as removed, although it is still on the page."""
    promise = "We never sell the names of our guests to anyone."
    before = read_page(render_page(f"{render_terms()}<p>{promise}</p>"))
    after = read_page(render_page(f"{render_terms()}<p><s>{promise}</s></p>"))
    edits = compare(before, after).edits
    assert [edit.before for edit in edits] == [promise]
