"""Text repair: damage to characters is undone, and nothing else is altered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.extract import read
from clausewatch.model.reading import Page
from clausewatch.text.repair import repair_text

SENTENCE = (
    "We don\u2019t sell your data \u2013 and we won\u2019t share it with \u201cpartners\u201d."
)


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("We don&rsquo;t sell it.", "We don\u2019t sell it."),
        ("We don&amp;#39;t sell it.", "We don't sell it."),
        ("We don&amp;amp;#x27;t sell it.", "We don't sell it."),
        ("We don\u00e2\u20ac\u2122t sell it.", "We don\u2019t sell it."),
        ("Wir k\u00c3\u00b6nnen sie l\u00c3\u00b6schen.", "Wir k\u00f6nnen sie l\u00f6schen."),
        ("We don\u02bct sell it.", "We don\u2019t sell it."),
        ("We don\u00b4t sell it.", "We don\u2019t sell it."),
        ("Nous n`utilisons pas vos contenus.", "Nous n\u2019utilisons pas vos contenus."),
    ],
)
def test_damage_is_undone(damaged: str, meant: str) -> None:
    """A reader sees through the damage, so the comparison does."""
    assert repair_text(damaged) == meant


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "AT&T; R&D; Q&A",
        "na\u00efve caf\u00e9 \u00a7 5 \u20ac 10 \u00b1 2 %",
        "\uff26\uff35\uff2c\uff2c \u7b2c\u4e09\u6761 \u500b\u4eba\u60c5\u5831",
        "the call `delete` ends it",
        "e\u0301 stays as it was composed",
    ],
)
def test_sound_text_comes_back_as_it_is(text: str) -> None:
    """Typography, width and composition belong to the page."""
    assert repair_text(text) == text


@given(st.sampled_from(["latin-1", "cp1252"]), st.integers(0, 2), st.sampled_from("'\u2019"))
def test_no_negation_is_lost_to_damage(charset: str, layers: int, mark: str) -> None:
    """However often a sentence was damaged, it reads as it did."""
    sound = f"We don{mark}t sell your data."
    damaged = sound.encode().decode(charset, "ignore") if charset == "cp1252" else sound
    for _ in range(layers):
        damaged = damaged.replace("&", "&amp;").replace("\u2019", "&rsquo;").replace("'", "&#39;")
    assert repair_text(damaged) == sound


@pytest.mark.slow
def test_a_page_is_repaired_where_it_is_read() -> None:
    """Blocks, headings and titles all hold the text that was meant."""
    body = (
        "<title>What we don&amp;rsquo;t do</title><h1>What we don&amp;rsquo;t do</h1>"
        + f"<p>{SENTENCE}</p><p>We don&amp;rsquo;t train models on your content at any time.</p>"
        * 9
    )
    page = Page("https://a.example/privacy", body.encode(), "text/html; charset=utf-8", 200, None)
    reading = read([page])
    assert reading.title == "What we don\u2019t do"
    assert "&rsquo;" not in " ".join(block.text for block in reading.blocks)
