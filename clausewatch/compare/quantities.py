"""The periods and amounts of a sentence, with what each of them limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from clausewatch.compare.quantity_measures import (
    find_amount_measure,
    find_interval_measure,
    find_period_measure,
)
from clausewatch.compare.shift_words import Measure, ShiftWords
from clausewatch.text.number_words import NUMBER_WORDS, read_number_words

MAX_QUANTITIES = 60
"""Of each sort in a sentence: for each, all of the sentence is searched for what it limits."""
_CASE = re.IGNORECASE
_DAYS = {
    "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "quarter": 91,
    "year": 365,
    "stunde": 1 / 24, "tag": 1, "werktag": 1, "arbeitstag": 1, "woche": 7, "monat": 30, "jahr": 365,
    "heure": 1 / 24, "jour": 1, "semaine": 7, "mois": 30, "an": 365, "année": 365,
    "hora": 1 / 24, "día": 1, "dia": 1, "semana": 7, "mes": 30, "año": 365,
}  # fmt: skip
_UNIT = (
    r"(minute|hour|day|week|month|quarter|year|stunde|werktag|arbeitstag|tag|woche|monat|jahr|heure|jour|semaine|mois|"
    r"année|an|hora|día|dia|semana|mes|año)(?:e?[sn]?|es|en)"
)
_NUMBER = rf"(\d{{1,5}}|{NUMBER_WORDS})"
PERIOD = re.compile(
    rf"\b(?:{_NUMBER}|(?<=within )an?|(?:last|past|previous|preceding)(?= (?:month|quarter|year)))"
    rf"(?: ?\(\d{{1,5}}\))?[ -](?:\(\w{{1,12}}\) )?"
    rf"(?:business |working |calendar |"
    rf"full )?{_UNIT}(?: ouvrés| ouvrables| hábiles| laborables)?\b",
    _CASE,
)
_WORKING = re.compile(
    r"\b(?:business|working|werktag|arbeitstag|\w+ (?:ouvrés|ouvrables|hábiles|laborables)\b)",
    _CASE,
)
"""Of a period that skips weekends, or nights and weekends."""
_WORKING_DAYS, _WORKING_HOURS = 7 / 5, 7 / 5 * 24 / 8
_RATE = re.compile(
    rf"^ ?(?:a|an|per|each|every|/|pro|im|par|por|al) ?{_UNIT}\b"
    rf"|^ ?(monthly|yearly|annually|weekly|daily)\b",
    _CASE,
)
_FREQUENCY = re.compile(
    rf"\b(once|twice|einmal|zweimal|une fois|una vez)(?: (?:in|per))?"
    rf"(?: (?:a|an|per|every|each|any|im|pro|par|al|por)) (?:{_NUMBER} )?(?:calendar )?{_UNIT}\b"
    rf"|\b(?:every|each) (?:{_NUMBER} )?{_UNIT}\b",
    _CASE,
)
_RATE_DAYS = {"monthly": 30, "yearly": 365, "annually": 365, "weekly": 7, "daily": 1}
_CURRENCIES = {"$": "usd", "€": "eur", "£": "gbp", "dollars": "usd", "euros": "eur", "euro": "eur"}
_FIGURE = (
    r"(\d{1,3}(?:[,.]\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:[.,]\d{1,4})?)"
    r"( (?:thousand|million|billion|Tausend|Mio\.?|Millionen|millions?|millones|mil)(?!\w))?"
)
_MAGNITUDES = {"thousand": 1e3, "tausend": 1e3, "mil": 1e3, "billion": 1e9}
_MILLION = 1e6
_AMOUNT = re.compile(
    rf"(?:([$€£])|\b(USD|EUR|GBP|CHF|SEK) ?){_FIGURE}(?![\w%])|(?<![\w.,]){_FIGURE} ?"
    rf"([$€£%]|(?:USD|EUR|GBP|CHF|SEK|dollars|euros?|percent|per cent|Prozent|"
    rf"KB|MB|GB|TB|requests|seats|users)\b)",
    _CASE,
)
_AGE_BEHIND = re.compile(r" (?:old|of age)\b|[ -](?:alt|d'âge|de edad)\b", _CASE)
_TIMES = re.compile(rf"\b{_NUMBER}(?: ?\(\d{{1,5}}\))? (?:times|mal|fois|veces)\b", _CASE)
_PERCENT = re.compile(
    rf"\b{_NUMBER}(?: ?\(\d{{1,5}}\))? (?:percent|per cent|Prozent|pour cent|por ciento)\b", _CASE
)
_SIZES = {"kb": 1.0, "mb": 1e3, "gb": 1e6, "tb": 1e9}
_THOUSANDS = re.compile(r"[,.](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A period in days, or an amount in its unit."""

    measure: Measure
    value: float
    unit: str
    """`days`, a currency, `%`, `size` or the thing counted; only equal units are compared."""
    text: str
    """As the document writes it, such as `30 days`."""


def read_number(text: str) -> float | None:
    """Return the number that a text is, in figures or in words; None if it is none."""
    word = text.strip(" ,.;()")
    return float(word) if word.isdecimal() else read_number_words(word)


def _count(text: str | None) -> float:
    """Return the number of a match; without a number it is one."""
    return (text and read_number(text)) or 1


def _count_days(period: re.Match[str]) -> float:
    """Return the days of a period; one in working days or hours is longer by what it skips."""
    unit = _DAYS[period.group(2).casefold()]
    days = _count(period.group(1)) * unit
    if not _WORKING.search(period.group()):
        return days
    return days * (_WORKING_HOURS if unit < 1 else _WORKING_DAYS)


def _find_periods(sentence: str, words: ShiftWords) -> Iterator[Quantity]:
    intervals = list(islice(_FREQUENCY.finditer(sentence), MAX_QUANTITIES))
    for match in islice(PERIOD.finditer(sentence), MAX_QUANTITIES):
        if _AGE_BEHIND.match(sentence, match.end()):
            continue
        if any(interval.start() <= match.start() < interval.end() for interval in intervals):
            continue
        if measure := find_period_measure(sentence, match.span(), words):
            yield Quantity(measure, _count_days(match), "days", match.group())
    for match in intervals:
        number, unit = match.group(2) or match.group(4), match.group(3) or match.group(5)
        times = 2 if (match.group(1) or "").casefold() in {"twice", "zweimal"} else 1
        days = _count(number) * _DAYS[unit.casefold()] / times
        if measure := find_interval_measure(sentence, match.span(), words):
            yield Quantity(measure, days, "interval", match.group())


def _find_amounts(sentence: str, words: ShiftWords) -> Iterator[Quantity]:
    numbers = chain(_TIMES.finditer(sentence), _PERCENT.finditer(sentence))
    for match in islice(numbers, MAX_QUANTITIES):
        is_percent = match.re is _PERCENT
        if is_percent and match.group(1).isdecimal():
            continue
        if measure := find_amount_measure(sentence, match.span(), words):
            unit = "%" if is_percent else "times"
            yield Quantity(measure, _count(match.group(1)), unit, match.group())
    for match in islice(_AMOUNT.finditer(sentence), MAX_QUANTITIES):
        if measure := find_amount_measure(sentence, match.span(), words):
            yield _read_amount(sentence, match, measure)


def _read_amount(sentence: str, match: re.Match[str], measure: Measure) -> Quantity:
    sign, code, first, first_size, second, second_size, unit = match.groups()
    name = (sign or code or unit).casefold()
    value = float(_THOUSANDS.sub("", first or second).replace(",", "."))
    if magnitude := (first_size or second_size or "").strip().casefold():
        value *= _MAGNITUDES.get(magnitude, _MILLION)
    name = _CURRENCIES.get(name, "%" if name in {"percent", "per cent", "prozent"} else name)
    text = match.group()
    if name in _SIZES:
        value, name = value * _SIZES[name], "size"
    elif rate := _RATE.match(sentence[match.end() :]):
        period = rate.group(1) or rate.group(2)
        value /= _DAYS.get(period.casefold()) or _RATE_DAYS[period.casefold()]
        text, name = text + rate.group(), f"{name} a day"
    return Quantity(measure, value, name, text.strip())


def find_quantities(sentence: str, words: ShiftWords) -> list[Quantity]:
    """Return the quantities of a sentence that says what they limit, in reading order."""
    return [*_find_periods(sentence, words), *_find_amounts(sentence, words)]
