"""Signs that say something: answers, boxes, comparisons and pictures in place of words."""

import pytest

from clausewatch.text.normal_form import make_key
from tests.clausewatch.policy_pages import compare_pages, is_alert, render_page, render_terms

CHANGES = {
    "a cross becomes a check mark": ("Lent to others | ✘", "Lent to others | ✔"),
    "an empty circle is filled": ("Phone number | ○ | Yes", "Phone number | ● | Yes"),
    "an empty box is filled": ("Phone number | □", "Phone number | ■"),
    "a circle becomes a cross": ("位置情報 | ○", "位置情報 | ×"),  # noqa: RUF001
    "a light turns red": ("Resale | 🟢", "Resale | 🔴"),
    "an emoji answers": ("Resale | ❌", "Resale | ✅"),
    "a leading answer": ("✗ Your files are scanned", "✓ Your files are scanned"),
    "a comparison is turned round": ("Storage for ≤ 90 days", "Storage for ≥ 90 days"),
    "less becomes more": ("Guests of age < 16 need consent", "Guests of age > 16 need consent"),
    "a discount becomes a surcharge": ("Late payers: -3 %", "Late payers: +3 %"),
    "a credit becomes a charge": ("Refund: −€5 each", "Refund: +€5 each"),  # noqa: RUF001
    "a transfer goes the other way": ("Data: EU → US", "Data: EU ← US"),
}
SAME = {
    "another bullet": ("• Your files", "● Your files"),
    "a star before a heading": ("★ Your files", "Your files"),
    "an arrow after a link": ("Read more →", "Read more ›"),  # noqa: RUF001
    "another check mark": ("Lent | ✓", "Lent | ✅"),
    "another cross": ("Lent | ✗", "Lent | ❌"),
    "another minus": ("Late payers: -3 %", "Late payers: −3 %"),  # noqa: RUF001
    "a hyphen and a dash": ("Term: 10-15 days", "Term: 10–15 days"),  # noqa: RUF001
    "an emoji as decoration": ("We care 🎉", "We care"),
    "a picture as text or as emoji": ("Lent | ✔\ufe0f", "Lent | ✔"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_signs_with_a_meaning_are_compared(what: str) -> None:
    """Two texts that differ in such a sign do not say the same."""
    before, after = CHANGES[what]
    assert make_key(before) != make_key(after)


@pytest.mark.parametrize("what", SAME)
def test_signs_without_a_meaning_are_not_compared(what: str) -> None:
    """Bullets, decoration and the look of a sign say nothing."""
    before, after = SAME[what]
    assert make_key(before) == make_key(after)


CELLS = {
    "check marks": ("✗", "✓"),
    "pictures": ("<img src=n.png alt=No>", "<img src=y.png alt=Yes>"),
    "boxes": ("<input type=checkbox disabled>", "<input type=checkbox checked disabled>"),
    "labels of empty elements": ("<i aria-label=Never></i>", "<i aria-label=Always></i>"),
    "drawings with a title": ("<svg><title>No</title></svg>", "<svg><title>Yes</title></svg>"),
    "labelled drawings": ("<svg aria-label=No></svg>", "<svg aria-label=Yes></svg>"),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_changed_answer_in_a_table_is_told(what: str) -> None:
    """A cell that says no in a picture and now says yes changes the terms."""
    pages = [
        render_page(
            f"{render_terms()}<table><tr><td>Guest lists</td><td>{cell}</td></tr>"
            "<tr><td>Room plans</td><td>internal</td></tr></table>"
        )
        for cell in CELLS[what]
    ]
    assert is_alert(compare_pages(*pages))


def test_a_picture_beside_text_is_decoration() -> None:
    """The label of an icon in front of a text repeats the text."""
    pages = [
        render_page(f"{render_terms()}<ul><li>{icon}Your rooms are cleaned daily.</li></ul>")
        for icon in ("", "<img src=i.png alt='broom icon'>")
    ]
    assert not compare_pages(*pages).edits


def test_the_name_of_a_picture_file_stands_for_nothing() -> None:
    """Some systems fill in the file's name as the text of a picture, and not at every fetch."""
    pages = [
        render_page(f"{render_terms()}<ul><li>Rooms</li><li>{picture}</li></ul>")
        for picture in ("", "<img src=n.png alt='App_Report-2.png'>")
    ]
    assert not compare_pages(*pages).edits
