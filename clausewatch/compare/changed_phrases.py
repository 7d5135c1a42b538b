"""The phrases that an edit replaces, short enough to be quoted in a sentence."""

import re
from dataclasses import dataclass

from clausewatch.compare.redline import build_redline
from clausewatch.compare.segments import Segment
from clausewatch.compare.vocabulary import CONNECTIVES, OPERATIVE_WORDS
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


@dataclass(frozen=True, slots=True)
class ChangedPhrase:
    """One replacement of an edit; an insertion has no `before`, a deletion no `after`."""

    before: str
    after: str
    kind: str
    """`period`, `amount`, `age`, `number`, `address` (e-mail), `date` or `wording`."""


def _classify(before: str, after: str, context: str) -> str:
    both = f"{before} {after}"
    if re.search(EMAIL, before) and re.search(EMAIL, after):
        return "address"
    if DATE.search(before) and DATE.search(after):
        return "date"
    if not (_NUMBER.search(before) and _NUMBER.search(after)):
        return "wording"
    if _AGE.search(context):
        return "age"
    if _AMOUNT.search(both):
        return "amount"
    return "period" if _PERIOD.search(both) else "number"


def _include_unit(removed: str, added: str, lead: str, following: str) -> tuple[str, str]:
    """Add currency and unit to a bare number: "30" alone says little to a reader."""
    if not all(_FIGURE.fullmatch(text) for text in (removed, added)):
        return removed, added
    currency = _CURRENCY_BEFORE.search(lead)
    if currency:
        removed, added = currency.group() + removed, currency.group() + added
    unit = _UNIT_AFTER.match(following)
    if unit is None or unit.group().strip().casefold() in CONNECTIVES | OPERATIVE_WORDS:
        return removed, added
    return removed + unit.group(), added + unit.group()


def _find_lead(redline: tuple[Segment, ...], i: int) -> str:
    """Return the end of the unchanged text before a segment, for its context."""
    return redline[i - 1].text[-60:] if i and redline[i - 1].kind == "same" else ""


def find_changed_phrases(before: str, after: str) -> list[ChangedPhrase]:
    """Return the replacements that turn one text into the other, in reading order."""
    redline = build_redline(before, after)
    changed_phrases: list[ChangedPhrase] = []
    for i, segment in enumerate(redline):
        if segment.kind == "same" or (
            segment.kind == "added" and i and redline[i - 1].kind == "removed"
        ):
            continue
        is_swap = (
            segment.kind == "removed" and i + 1 < len(redline) and redline[i + 1].kind == "added"
        )
        removed = segment.text if segment.kind == "removed" else ""
        added = redline[i + 1].text if is_swap else segment.text if segment.kind == "added" else ""
        following = redline[i + 1 + is_swap].text if i + 1 + is_swap < len(redline) else ""
        lead = _find_lead(redline, i)
        if is_swap:
            removed, added = _include_unit(removed, added, lead, following)
        kind = _classify(removed, added, lead + removed + added + following[:40])
        if re.search(r"\w", removed + added):
            changed_phrases.append(ChangedPhrase(removed.strip(), added.strip(), kind))
    return changed_phrases
