"""Numbers in words: compounds in four languages, and words that are several numbers."""

import re

import pytest

from clausewatch.compare.shift import find_shifts
from clausewatch.model.reading import Direction
from clausewatch.text.deadlines import find_term_dates
from clausewatch.text.number_words import NUMBER_WORDS, read_number_words

NUMBERS = {
    "thirty-one": 31,
    "forty five": 45,
    "one hundred and eighty": 180,
    "three hundred sixty-five": 365,
    "einundzwanzig": 21,
    "zweiundzwanzig": 22,
    "hundertachtzig": 180,
    "dreihundertfünfundsechzig": 365,
    "DREISSIG": 30,
    "trente et un": 31,
    "soixante-dix-sept": 77,
    "quatre-vingt-dix-neuf": 99,
    "quatre vingt dix": 90,
    "deux cents": 200,
    "treinta y uno": 31,
    "veintiún": 21,
    "ciento ochenta": 180,
}
NUMBER = re.compile(rf"\b{NUMBER_WORDS}\b", re.IGNORECASE)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_compound_is_one_number(text: str) -> None:
    """All of its words are found, and their value is that of the whole."""
    match = NUMBER.search(f"innerhalb {text} days")
    assert match is not None
    assert match.group() == text
    assert read_number_words(text) == NUMBERS[text]


def test_two_numbers_are_not_added() -> None:
    """`between five and ten days` ends with ten."""
    assert read_number_words("five and ten") == 10
    assert read_number_words("no number") is None


@pytest.mark.parametrize("text", ["un mois", "eine Woche", "una semana"])
def test_an_article_is_no_number(text: str) -> None:
    """It could be meant as one, but then nothing else says so."""
    assert NUMBER.search(text) is None


def test_a_longer_retention_in_words_is_less_favourable() -> None:
    """Only the last word of `thirty-one` was read once, as one day."""
    before = "We keep personal data for 30 days after you close your account."
    after = before.replace("30", "thirty-one")
    (shift,) = find_shifts(before, after)
    assert shift.direction is Direction.LESS_FAVOURABLE
    assert "30 days to thirty-one days" in shift.sentence


@pytest.mark.parametrize(
    ("sentence", "language", "days"),
    [
        ("Customers have one hundred and twenty days to object.", "en", 120),
        ("Sie können innerhalb von einundzwanzig Tagen widersprechen.", "de", 21),
        ("Dans les quatre-vingt-dix jours, vous pouvez vous opposer.", "fr", 90),
        ("Puede oponerse en un plazo de once días.", "es", 11),
    ],
)
def test_a_period_to_object_in_words(sentence: str, language: str, days: int) -> None:
    """A deadline is counted with the whole number."""
    assert [date.days for date in find_term_dates([sentence], language)] == [days]
