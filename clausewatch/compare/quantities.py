"""The periods and amounts of a sentence, with what each of them limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausewatch.compare.quantity_measures import (
    find_amount_measure,
    find_interval_measure,
    find_period_measure,
)
from clausewatch.compare.shift_words import Measure, ShiftWords

_CASE = re.IGNORECASE
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "twenty-one": 21, "twenty-four": 24,
    "thirty": 30, "thirty-six": 36, "forty-five": 45, "sixty": 60, "seventy-two": 72, "ninety": 90,
    "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "zehn": 10, "zwölf": 12, "vierzehn": 14, "dreißig": 30, "sechzig": 60, "neunzig": 90,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "dix": 10, "douze": 12,
    "quinze": 15, "trente": 30, "soixante": 60,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "diez": 10, "doce": 12,
    "quince": 15, "treinta": 30, "sesenta": 60, "noventa": 90,
}  # fmt: skip
_NUMBERS = {word.casefold(): number for word, number in _NUMBER_WORDS.items()}
"""Case folding turns the German letter ß into two."""
_DAYS = {
    "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "quarter": 91,
    "year": 365,
    "stunde": 1 / 24, "tag": 1, "woche": 7, "monat": 30, "jahr": 365,
    "heure": 1 / 24, "jour": 1, "semaine": 7, "mois": 30, "an": 365, "année": 365,
    "hora": 1 / 24, "día": 1, "dia": 1, "semana": 7, "mes": 30, "año": 365,
}  # fmt: skip
_UNIT = (
    r"(minute|hour|day|week|month|quarter|year|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|"
    r"année|an|hora|día|dia|semana|mes|año)(?:e?[sn]?|es|en)"
)
_NUMBER = r"(\d{1,5}|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + ")"
PERIOD = re.compile(
    rf"\b{_NUMBER}(?: ?\(\d{{1,5}}\))?[ -](?:\(\w{{1,12}}\) )?(?:business |working |calendar |"
    rf"full |jours ouvrés )?{_UNIT}\b",
    _CASE,
)
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


def read_number_word(text: str) -> float | None:
    """Return the number that a text is, in figures or in words; None if it is none."""
    word = text.strip(" ,.;()").casefold()
    return float(word) if word.isdecimal() else _NUMBERS.get(word)


def _read_number(text: str | None) -> float:
    if not text:
        return 1
    return int(text) if text.isdecimal() else _NUMBERS[text.casefold()]


def _find_periods(sentence: str, words: ShiftWords) -> Iterator[Quantity]:
    intervals = list(_FREQUENCY.finditer(sentence))
    for match in PERIOD.finditer(sentence):
        if _AGE_BEHIND.match(sentence, match.end()):
            continue
        if any(interval.start() <= match.start() < interval.end() for interval in intervals):
            continue
        if measure := find_period_measure(sentence, match.span(), words):
            days = _read_number(match.group(1)) * _DAYS[match.group(2).casefold()]
            yield Quantity(measure, days, "days", match.group())
    for match in intervals:
        number, unit = match.group(2) or match.group(4), match.group(3) or match.group(5)
        times = 2 if (match.group(1) or "").casefold() in {"twice", "zweimal"} else 1
        days = _read_number(number) * _DAYS[unit.casefold()] / times
        if measure := find_interval_measure(sentence, match.span(), words):
            yield Quantity(measure, days, "interval", match.group())


def _find_amounts(sentence: str, words: ShiftWords) -> Iterator[Quantity]:
    for match in (*_TIMES.finditer(sentence), *_PERCENT.finditer(sentence)):
        is_percent = match.re is _PERCENT
        if is_percent and match.group(1).isdecimal():
            continue
        if measure := find_amount_measure(sentence, match.span(), words):
            unit = "%" if is_percent else "times"
            yield Quantity(measure, _read_number(match.group(1)), unit, match.group())
    for match in _AMOUNT.finditer(sentence):
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
