"""Footnote marks that are characters of the text and not markup."""

import pytest

from clausewatch.text.note_marks import remove_note_marks

MARKS = {
    "beside a figure": ("We answer within 90\u00b9 days.", "We answer within 90 days."),
    "behind the full stop": (
        "Wir l\u00f6schen nach zw\u00f6lf Tagen.\u00b2",
        "Wir l\u00f6schen nach zw\u00f6lf Tagen.",
    ),
    "behind a word": (
        "Nous gardons vos donn\u00e9es\u00b3 un an.",
        "Nous gardons vos donn\u00e9es un an.",
    ),
    "two figures": ("T\u00fcm veriler\u00b9\u00b2 silinir.", "T\u00fcm veriler silinir."),
    "before the note": ("\u2074 From the end of the contract.", " From the end of the contract."),
    "in brackets": ("Logs are kept for 30 days [4].", "Logs are kept for 30 days."),
    "glued brackets": ("Partners[12] are named below.", "Partners are named below."),
    "brackets in Japanese": (
        "\u8a18\u9332\u306f\u524a\u9664\u3057\u307e\u3059\u3002[2]",
        "\u8a18\u9332\u306f\u524a\u9664\u3057\u307e\u3059\u3002",
    ),
}
KEPT = {
    "an area": ("A desk of 4 m\u00b2 is let.", "A desk of 4 m^2 is let."),
    "a power": ("At most 10\u2079 rows.", "At most 10^9 rows."),
    "a placeholder": ("Pay within [30] days.", "Pay within [30] days."),
    "a reference": ("See part [4] below.", "See part [4] below."),
    "a year in brackets": ("The Act [2018] applies.", "The Act [2018] applies."),
    "a link in Markdown": ("Terms[1](/terms) apply.", "Terms[1](/terms) apply."),
}


@pytest.mark.parametrize("what", [*MARKS, *KEPT])
def test_marks_go_and_figures_stay(what: str) -> None:
    """A footnote mark is no term; units, powers, placeholders and references are."""
    text, wanted = {**MARKS, **KEPT}[what]
    assert remove_note_marks(text) == wanted
