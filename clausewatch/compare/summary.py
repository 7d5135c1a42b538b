"""The summary of a change: one to four bullets that state nothing beyond the two texts."""

import re
from collections.abc import Sequence
from datetime import date

from clausewatch.compare.changed_phrases import find_changed_phrases
from clausewatch.compare.excerpts import cut_around_changes
from clausewatch.compare.phrase_length import shorten
from clausewatch.compare.quotes import nest_quotes
from clausewatch.model.reading import Edit, EditKind, Reading, Significance
from clausewatch.text.dates import find_dates

_MAX_EDIT_BULLETS = 3
_MAX_BULLETS = 4
_MAX_NUMBER_WORDS = 4
_SECTION_CHARS = 60
_QUOTE_CHARS = 220
_PAIR_CHARS = 180
"""The limit of each side of a pair: enough for a dense sentence of a contract."""
_ARROW_CHARS = 80
"""Longer sides get labels, because an arrow between them is easily missed."""
_MIN_REWRITE_SHARE = 0.6
_MIN_REWRITE_EDITS = 20
_EFFECTIVE = re.compile(
    r"effective|take[s]? effect|in force|applies from|applicable from|entre(?:nt|ra)? en vigueur|"
    r"en vigueur|applicable à compter|in kraft|gültig ab|gilt ab|gelten ab|träder i kraft|"
    r"gäller från|生效|施行",
    re.IGNORECASE,
)
_KIND_NAMES = {"period": "period", "amount": "amount", "age": "age", "number": "number",
          "address": "contact address", "date": "date"}  # fmt: skip


def find_effective_date(edits: Sequence[Edit], language: str) -> date | None:
    """Return the first date from which the new text applies that an edit states."""
    for edit in edits:
        for match in _EFFECTIVE.finditer(edit.after or ""):
            nearby = (edit.after or "")[max(0, match.start() - 40) : match.end() + 60]
            stated = next(find_dates(nearby, language), None)
            if stated is not None:
                return stated.day
    return None


def _format_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _quote_section(edit: Edit) -> str:
    return f"\u201c{shorten(edit.section, _SECTION_CHARS)}\u201d"


def _describe_place(edit: Edit) -> str:
    return f"In {_quote_section(edit)}" if edit.section else "In the text"


def _quote(text: str, limit: int = _QUOTE_CHARS) -> str:
    line = shorten(text, limit)
    return f"\u201c{nest_quotes(line)}\u201d"


def _find_kind_name(before: str, after: str) -> str:
    """Return the name of the one figure, date or address that an edit alters, or an empty text."""
    phrases = find_changed_phrases(before, after)
    if len(phrases) != 1 or phrases[0].kind not in _KIND_NAMES:
        return ""
    # An address or a company with a figure in it is not a number.
    is_long = len(phrases[0].after.split()) > _MAX_NUMBER_WORDS
    return "" if is_long else f", {_KIND_NAMES[phrases[0].kind]}"


def _describe_rewording(edit: Edit) -> str:
    """Return excerpts of both sides around every change, because half an edit can mislead."""
    before, after = edit.before or "", edit.after or ""
    place = _describe_place(edit) + _find_kind_name(before, after)
    cuts = cut_around_changes(before, after, _PAIR_CHARS)
    old, new = (_quote(cut, _PAIR_CHARS) for cut in cuts)
    if max(map(len, cuts)) <= _ARROW_CHARS:
        return _end_sentence(f"{place}: {old} \u2192 {new}")
    return _end_sentence(f"{place}. Before: {_end_sentence(old)} After: {new}")


def render_bullet(edit: Edit) -> str:
    """Return one edit as a sentence."""
    if edit.kind is EditKind.ADDED:
        lead = f"Adds to {_quote_section(edit)}" if edit.section else "Adds"
        return _end_sentence(f"{lead}: {_quote(edit.after or '')}")
    if edit.kind is EditKind.REMOVED:
        lead = f"Removes from {_quote_section(edit)}" if edit.section else "Removes"
        return _end_sentence(f"{lead}: {_quote(edit.before or '')}")
    return _describe_rewording(edit)


def _end_sentence(line: str) -> str:
    """Return a line with a full stop, unless it ends in a quoted sentence that has its own."""
    return line if line.rstrip("\u201d").endswith((".", "!", "?", "\u2026")) else f"{line}."


def _describe_dates(before: Reading, after: Reading, effective: date | None) -> str | None:
    """Return the bullet on the effective date or on the date that the document states."""
    old, new = before.stated_date, after.stated_date
    if effective is not None and effective != new:
        return f"The document says it takes effect on {_format_date(effective)}."
    if new is None or old == new:
        return None
    if old is None:
        return f"The document now states the date {_format_date(new)}."
    return f"The document's own date: {_format_date(old)} \u2192 {_format_date(new)}."


def _describe_rewrite(edits: Sequence[Edit], before: Reading, after: Reading) -> str | None:
    """Return the bullet on a document of which most was rewritten."""
    added = sum(len((e.after or "").split()) for e in edits if e.kind is EditKind.ADDED)
    removed = sum(len((e.before or "").split()) for e in edits if e.kind is EditKind.REMOVED)
    if len(edits) < _MIN_REWRITE_EDITS:
        return None
    if added + removed < _MIN_REWRITE_SHARE * (before.words + after.words) / 2:
        return None
    count = sum(1 for e in edits if e.significance is Significance.SUBSTANTIVE)
    return f"Much of the document was rewritten: {count} edits alter its terms."


def summarise(
    edits: Sequence[Edit], before: Reading, after: Reading, effective: date | None
) -> tuple[str, ...]:
    """Return one to four bullets, the first edits first, or none if there are no edits.

    `edits` must be sorted by significance and severity. A rewrite is the first bullet, because the
    quoted edits are then a few of many.
    """
    if not edits:
        return ()
    rewrite = _describe_rewrite(edits, before, after)
    date_bullet = _describe_dates(before, after, effective)
    lead = [rewrite] if rewrite else []
    tail = [date_bullet] if date_bullet else []
    most_significant = [e for e in edits if e.significance is edits[0].significance]
    candidates = list(dict.fromkeys(map(render_bullet, most_significant[:_MAX_EDIT_BULLETS])))
    counted = [e for e in edits if e.significance is not Significance.DATE_ONLY] or edits
    has_more = len(counted) > len(candidates)
    quoted = candidates[: _MAX_BULLETS - min(2, len(lead) + len(tail) + has_more)]
    rest = len(counted) - len(quoted)
    if rest > 0 and len(lead) + len(quoted) + len(tail) < _MAX_BULLETS:
        tail.append(f"{rest} more {'edit' if rest == 1 else 'edits'}.")
    return tuple([*lead, *quoted, *tail][:_MAX_BULLETS])
