"""A change in two to four plain bullets that say nothing which the two texts do not say."""

import re
from collections.abc import Sequence
from datetime import date

from clausewatch.compare.changed_phrases import Phrase, cut, phrases
from clausewatch.model.reading import Edit, EditKind, Reading, Significance
from clausewatch.text.dates import find_dates

_SHOWN = 3
_MOST = 4
_FEW = 2
_NUMBER_WORDS = 4
_QUOTE_CHARS = 160
_SIDE_CHARS = 80
_REWRITTEN_SHARE = 0.6
_REWRITTEN_EDITS = 20
_EFFECTIVE = re.compile(
    r"effective|take[s]? effect|in force|applies from|applicable from|entre(?:nt|ra)? en vigueur|"
    r"en vigueur|applicable à compter|in kraft|gültig ab|gilt ab|gelten ab|träder i kraft|"
    r"gäller från|生效|施行",
    re.IGNORECASE,
)
_SORTS = {"period": "period", "amount": "amount", "age": "age", "number": "number",
          "address": "contact address", "date": "date"}  # fmt: skip


def effective_date(edits: Sequence[Edit], language: str) -> date | None:
    """Return the date from which the new text says it applies, where an edit brought it."""
    for edit in edits:
        for match in _EFFECTIVE.finditer(edit.after or ""):
            near = (edit.after or "")[max(0, match.start() - 40) : match.end() + 60]
            found = next(find_dates(near, language), None)
            if found is not None:
                return found.day
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _where(edit: Edit) -> str:
    return f"In \u201c{cut(edit.section, 60)}\u201d" if edit.section else "In the text"


def _said(text: str, limit: int = _QUOTE_CHARS) -> str:
    inner = (
        cut(text, limit).replace("\u201c", "\u2018").replace("\u201d", "\u2019").replace('"', "'")
    )
    return f"\u201c{inner}\u201d"


def _of_phrase(edit: Edit, phrase: Phrase) -> str:
    what = _SORTS.get(phrase.sort, "wording")
    if what == "number" and len(phrase.after.split()) > _NUMBER_WORDS:
        what = "wording"  # an address or a company with a figure in it is not a number
    if phrase.before and phrase.after:
        return f"{_where(edit)}, {what}: {_said(phrase.before)} \u2192 {_said(phrase.after)}."
    if phrase.after:
        return f"{_where(edit)}, adds the words {_said(phrase.after)}."
    return f"{_where(edit)}, removes the words {_said(phrase.before)}."


def _weight(phrase: Phrase) -> tuple[bool, int]:
    return phrase.sort == "wording", -len(phrase.before) - len(phrase.after)


def _of_reworded(edit: Edit) -> str:
    before, after = edit.before or "", edit.after or ""
    found = sorted(phrases(before, after), key=_weight)
    if found and (found[0].sort != "wording" or len(found) <= _FEW):
        return _of_phrase(edit, found[0])
    # both sides have to fit on a card's line, or the new wording is what is cut off
    sides = (_said(before, _SIDE_CHARS), _said(after, _SIDE_CHARS))
    return _stopped(f"{_where(edit)}, rewords {sides[0]} to {sides[1]}")


def bullet(edit: Edit) -> str:
    """Return one edit as a sentence."""
    if edit.kind is EditKind.ADDED:
        where = f"Adds to \u201c{cut(edit.section, 60)}\u201d" if edit.section else "Adds"
        return _stopped(f"{where}: {_said(edit.after or '')}")
    if edit.kind is EditKind.REMOVED:
        where = f"Removes from \u201c{cut(edit.section, 60)}\u201d" if edit.section else "Removes"
        return _stopped(f"{where}: {_said(edit.before or '')}")
    return _of_reworded(edit)


def _stopped(line: str) -> str:
    """Return a line with one full stop: a quoted sentence has its own."""
    return line if line.rstrip("\u201d").endswith((".", "!", "?")) else f"{line}."


def _dates(before: Reading, after: Reading, effective: date | None) -> str | None:
    old, new = before.stated_date, after.stated_date
    if effective is not None and effective != new:
        return f"The text says that it applies from {_day(effective)}."
    if new is None or old == new:
        return None
    if old is None:
        return f"The document now states the date {_day(new)}."
    return f"The document's own date: {_day(old)} \u2192 {_day(new)}."


def _rewritten(edits: Sequence[Edit], before: Reading, after: Reading) -> str | None:
    came = sum(len((e.after or "").split()) for e in edits if e.kind is EditKind.ADDED)
    went = sum(len((e.before or "").split()) for e in edits if e.kind is EditKind.REMOVED)
    is_long = len(edits) >= _REWRITTEN_EDITS
    if not is_long or came + went < _REWRITTEN_SHARE * (before.words + after.words) / 2:
        return None
    count = sum(1 for e in edits if e.significance is Significance.SUBSTANTIVE)
    return f"Much of the document was rewritten: {count} edits alter its terms."


def summary(
    edits: Sequence[Edit], before: Reading, after: Reading, effective: date | None
) -> tuple[str, ...]:
    """Return two to four bullets, gravest edits first; none where there is no edit."""
    if not edits:
        return ()
    telling = [e for e in edits if e.significance is edits[0].significance]
    lead = _rewritten(edits, before, after)
    dated = _dates(before, after, effective)
    tail = [dated] if dated else []
    shown = list(dict.fromkeys(bullet(edit) for edit in telling[:_SHOWN]))
    told = [edit for edit in edits if edit.significance is not Significance.DATE_ONLY] or edits
    room = _MOST - min(2, bool(lead) + len(tail) + (len(told) > len(shown)))
    bullets = shown[:room]
    rest = len(told) - len(bullets)
    if rest > 0 and bool(lead) + len(bullets) + len(tail) < _MOST:
        tail.append(f"{rest} more {'edit' if rest == 1 else 'edits'}.")
    # of a rewrite that comes first: the edits shown are a few of many
    bullets = [*([lead] if lead else []), *bullets, *tail][:_MOST]
    if len(bullets) == 1:
        bullets.append(f"Why it counts: {edits[0].reason}.")
    return tuple(bullets)
