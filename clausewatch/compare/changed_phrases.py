"""What an edit replaces, as short phrases that can stand in a sentence: before and after."""

import re
from dataclasses import dataclass

from clausewatch.compare.redline import Segment, segments
from clausewatch.compare.vocabulary import CONNECTIVES, CRITICAL
from clausewatch.text.dates import DATE
from clausewatch.text.normal_form import EMAIL

_NUMBER = re.compile(r"\d")
_AMOUNT = re.compile(r"[$€£¥]|\b(?:usd|eur|gbp|sek|chf|dollars?|euros?|kronor)\b|元", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|jours?|mois|ans?|années?|heures?|"
    r"semaines?|tage?n?|wochen?|monate?n?|jahre?n?|stunden?|dagar|dag|veckor|månader|år)\b|[天日月年]",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:age|aged|years old|older|younger|âge|alter|ålder)\b|岁", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"^\s?(?:%|(?:business |working |calendar |jours |bank)?[^\W\d_]+)")
_CURRENCY_BEFORE = re.compile(r"(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|SEK))\s?$")
_FIGURE = re.compile(r"(?:[\s\d.,]*+[:/-])*+[\s.,]*+\d[\s\d.,]*+")
_PHRASE_CHARS = 110


@dataclass(frozen=True, slots=True)
class Phrase:
    """One replacement: what stood there, what stands there now, and what sort of thing it is."""

    before: str
    after: str
    sort: str
    """`period`, `amount`, `age`, `number`, `address`, `date`, or `wording`."""


def cut(text: str, limit: int = _PHRASE_CHARS) -> str:
    """Return a text on one line, cut at a word with an ellipsis where it is longer than `limit`."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[:limit]
    return (head.rpartition(" ")[0] if " " in head[limit // 2 :] else head).rstrip(
        " ,;:"
    ) + "\u2026"


def _sort(before: str, after: str, around: str) -> str:
    both = f"{before} {after}"
    if re.search(EMAIL, before) and re.search(EMAIL, after):
        return "address"
    if DATE.search(before) and DATE.search(after):
        return "date"
    if not (_NUMBER.search(before) and _NUMBER.search(after)):
        return "wording"
    if _AGE.search(around):
        return "age"
    if _AMOUNT.search(both):
        return "amount"
    return "period" if _PERIOD.search(both) else "number"


def _with_unit(removed: str, added: str, lead: str, following: str) -> tuple[str, str]:
    """Take currency and unit in where a bare number was replaced: "30" alone tells nobody much."""
    if not all(_FIGURE.fullmatch(text) for text in (removed, added)):
        return removed, added
    currency = _CURRENCY_BEFORE.search(lead)
    if currency:
        removed, added = currency.group() + removed, currency.group() + added
    unit = _UNIT_AFTER.match(following)
    if unit is None or unit.group().strip().casefold() in CONNECTIVES | CRITICAL:
        return removed, added
    return removed + unit.group(), added + unit.group()


def _lead(found: tuple[Segment, ...], i: int) -> str:
    return found[i - 1].text[-60:] if i and found[i - 1].kind == "same" else ""


def phrases(before: str, after: str) -> list[Phrase]:
    """Return the replacements that turn one text into the other, in reading order."""
    found = segments(before, after)
    out: list[Phrase] = []
    for i, segment in enumerate(found):
        if segment.kind == "same" or (
            segment.kind == "added" and i and found[i - 1].kind == "removed"
        ):
            continue
        is_swap = segment.kind == "removed" and i + 1 < len(found) and found[i + 1].kind == "added"
        removed = segment.text if segment.kind == "removed" else ""
        added = found[i + 1].text if is_swap else segment.text if segment.kind == "added" else ""
        rest = found[i + 1 + is_swap].text if i + 1 + is_swap < len(found) else ""
        if is_swap:
            removed, added = _with_unit(removed, added, _lead(found, i), rest)
        sort = _sort(removed, added, _lead(found, i) + removed + added + rest[:40])
        if re.search(r"\w", removed + added):
            out.append(Phrase(removed.strip(), added.strip(), sort))
    return out
