"""The periods and amounts of a text, with what each of them limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CASE = re.IGNORECASE
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12,
    "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_PERIOD = re.compile(
    r"\b(\d{1,5}|one|two|three|five|six|seven|ten|twelve|fourteen|fifteen|thirty|sixty|ninety)"
    r"(?: ?\(\d{1,5}\))?[ -](?:business |working |calendar )?(hour|day|week|month|year)s?\b",
    _CASE,
)
_AMOUNT = re.compile(
    r"(?:[$€£]|\b(?:USD|EUR|GBP) ?)(\d{1,9}(?:,\d{3}){0,4})\b|\b(\d{1,9}(?:,\d{3}){0,4}) ?"
    r"(?:[$€£]|(?:USD|EUR|GBP|dollars|euros)\b)",
    _CASE,
)
_PERIOD_TOPICS = (
    # topic, pattern of its sentence, worse if longer, always high
    ("notice of a breach", re.compile(r"\b(?:breach|incident)", _CASE), True, True),
    ("deletion of data", re.compile(r"\b(?:delet|eras|destroy)", _CASE), True, False),
    ("retention of data", re.compile(r"\b(?:retain|retention|keep|kept|stor)", _CASE), True, False),
    ("time to make a claim", re.compile(r"\bclaims?\b", _CASE), False, False),
    (
        "notice by users",
        re.compile(
            r"\byou (?:may|can|must|shall)\b[^.]{0,60}\b(?:terminat|cancel|end|close)", _CASE
        ),
        True,
        False,
    ),
    ("refund period", re.compile(r"\brefund", _CASE), False, False),
    ("notice to users", re.compile(r"\b(?:notice|notify|announce|inform)", _CASE), False, False),
)
_AMOUNT_TOPICS = (
    ("cap on liability", re.compile(r"\b(?:liab|damages)", _CASE), False, True),
    ("refund", re.compile(r"\brefund", _CASE), False, False),
    ("fee", re.compile(r"\b(?:fees?|prices?|costs?|charges?|pay)\b", _CASE), True, False),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A period in days or an amount in its currency."""

    topic: str
    value: float
    text: str
    """As the document writes it, such as `30 days`."""
    is_worse_if_higher: bool
    is_always_high: bool


def _find_in_sentence(sentence: str) -> Iterator[Quantity]:
    for name, pattern, is_worse_if_higher, is_always_high in _PERIOD_TOPICS:
        if pattern.search(sentence):
            for match in _PERIOD.finditer(sentence):
                number = match.group(1).casefold()
                count = _NUMBER_WORDS.get(number) or int(number)
                days = count * _DAYS[match.group(2).casefold()]
                yield Quantity(name, days, match.group(), is_worse_if_higher, is_always_high)
            break
    for name, pattern, is_worse_if_higher, is_always_high in _AMOUNT_TOPICS:
        if pattern.search(sentence):
            for match in _AMOUNT.finditer(sentence):
                amount = float((match.group(1) or match.group(2)).replace(",", ""))
                yield Quantity(name, amount, match.group(), is_worse_if_higher, is_always_high)
            break


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of the sentences that say what they limit, in reading order."""
    return [quantity for sentence in text.split(". ") for quantity in _find_in_sentence(sentence)]
