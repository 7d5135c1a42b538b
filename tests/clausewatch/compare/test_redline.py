"""Redlines: the segments that an edit marks."""

import pytest

from clausewatch.compare import Segment, build_redline

REDLINES: dict[str, tuple[str | None, str | None, list[tuple[str, str]]]] = {
    "a word": (
        "We keep data.",
        "We sell data.",
        [("same", "We "), ("removed", "keep"), ("added", "sell"), ("same", " data.")],
    ),
    "neighbouring words": (
        "We keep it.",
        "They sold it.",
        [("removed", "We keep"), ("added", "They sold"), ("same", " it.")],
    ),
    "characters": (
        "\u4fdd\u5b5830\u5929",
        "\u4fdd\u5b5860\u5929",
        [("same", "\u4fdd\u5b58"), ("removed", "30"), ("added", "60"), ("same", "\u5929")],
    ),
    "only added": (None, "New.", [("added", "New.")]),
    "only removed": ("Old.", None, [("removed", "Old.")]),
    "typography": ("\u201cA\u201d", '"A"', [("removed", "\u201c"), ("added", '"'), ("same", "A")]),
    "nothing": (None, None, []),
}


@pytest.mark.parametrize("what", REDLINES)
def test_a_redline_marks_words_or_characters(what: str) -> None:
    """Whole words are marked, or characters in scripts without words."""
    before, after, wanted = REDLINES[what]
    found = build_redline(before, after)[: len(wanted)]
    assert found == tuple(Segment(kind, text) for kind, text in wanted)  # type: ignore[arg-type]  # a table of literals


def test_a_redline_contains_both_texts() -> None:
    """The segments of each side make up the text of that side."""
    before, after = "You may not sell, rent or lend the image.", "You may sell or lend an image."
    found = build_redline(before, after)
    assert "".join(s.text for s in found if s.kind != "removed") == after
    assert "".join(s.text for s in found if s.kind != "added") == before
