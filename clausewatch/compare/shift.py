"""The shift of an edit: which way it goes for users, how far, and why.

The tables below are the rules. A practice of the company counts against users, and denying it
counts for them. A right counts for users. A period or an amount counts by what it limits. A text
that fits no rule has no shift, because a wrong direction is worse than none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausewatch.compare.quantities import Quantity, find_quantities
from clausewatch.model.reading import Direction, Edit, EditKind, Severity, Shift, Significance

_CASE = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class _Rule:
    topic: str
    pattern: re.Pattern[str]
    severity: Severity
    """Of a move against users."""


_PRACTICES = (
    _Rule(
        "sale of data",
        re.compile(
            r"\b(?:sell|sells|sold|rent|selling)\b(?=[^.]{0,60}\b(?:data|information|lists?)\b)",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "training of models",
        re.compile(
            r"\b(?:train|trains|fine-tune|training|improve)\b"
            r"(?=[^.]{0,80}\b(?:models?|AI|machine learning|algorithms?)\b)",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "sharing of data",
        re.compile(
            r"\b(?:share|shares|disclose|discloses|shared|disclosed|transfer|transferred)\b"
            r"(?=[^.]{0,60}\b(?:data|information|content|addresses|third part))",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "automatic renewal",
        re.compile(r"\brenew(?:s|ed|al)?\b", _CASE),
        Severity.MEDIUM,
    ),
    _Rule(
        "waiver of class actions or juries",
        re.compile(r"\b(?:waive|waives|waiver)\b(?=[^.]{0,60}\b(?:class|jury))", _CASE),
        Severity.HIGH,
    ),
    _Rule(
        "transfer to other countries",
        re.compile(r"\b(?:United States|any country|worldwide|other countries)\b", _CASE),
        Severity.HIGH,
    ),
)
_RIGHTS = (
    _Rule(
        "opt-out or objection",
        re.compile(
            r"\b(?:you|customers?|users?) (?:may|can|have the right to|are able to)"
            r"[^.]{0,40}\b(?:opt[ -]?out|object|withdraw|refuse)\b",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "right to leave",
        re.compile(r"\b(?:terminate|cancel|close|leave|end)\b[^.]{0,60}\bany time\b", _CASE),
        Severity.MEDIUM,
    ),
    _Rule(
        "right to audit",
        re.compile(
            r"\b(?:you|customers?|controller) (?:may|can|shall have the right to|has the"
            r" right to)[^.]{0,30}\b(?:audit|inspect)\b",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "access, deletion or a copy of data",
        re.compile(
            r"\byou (?:may|can|have the right to)[^.]{0,30}"
            r"\b(?:access|delete|erase|export|correct|request)\b",
            _CASE,
        ),
        Severity.MEDIUM,
    ),
    _Rule(
        "notice of a breach",
        re.compile(
            r"\b(?:we|provider|processor|company)\b[^.]{0,20}\b(?:notify|inform)\b"
            r"(?=[^.]{0,80}\b(?:breach|incident))|\bbreach[^.]{0,80}\bwe "
            r"(?:will |shall )?(?:notify|inform)",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "deadline of a breach notice",
        re.compile(
            r"\b(?:breach|incident)\b[^.]{0,120}\bwithin [\w-]{1,12} (?:hours?|days?)|"
            r"\bwithin [\w-]{1,12} (?:hours?|days?)\b[^.]{0,120}\b(?:breach|incident)\b",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "refund",
        re.compile(r"\b(?:we|company)\b[^.]{0,12}\brefund\b", _CASE),
        Severity.MEDIUM,
    ),
    _Rule(
        "storage in one region only",
        re.compile(
            r"\b(?:EEA|EU|European Union|European Economic Area)\b[^.,]{0,8}\bonly\b|"
            r"\bonly in(?:side)? (?:the )?(?:EEA|EU|European)\b",
            _CASE,
        ),
        Severity.HIGH,
    ),
    _Rule(
        "consent beforehand",
        re.compile(
            r"\b(?:only )?(?:with|ask for) your (?:\w{1,12} )?consent\b|\bopt[ -]?in\b", _CASE
        ),
        Severity.HIGH,
    ),
)
_NEGATION = re.compile(r"\b(?:not|never|no|cannot|neither|nor|without)\b|n['\u2019]t\b", _CASE)
_SUBJECT = re.compile(
    r"\b(?:(we|us|our|company|provider|processor|subscription|contract|plan)|"
    r"(?:you|users?|customers?|members?|controller))\b",
    _CASE,
)
_OPT_OUT = re.compile(r"\bunless (?:you|customers?|users?)\b|\bopt[ -]?out\b", _CASE)
_CONSENT = re.compile(r"\bconsent\b|\bopt[ -]?in\b|\bif you agree\b", _CASE)
_NEARBY_CHARS = 45
_DENIED, _WITH_CONSENT, _ABSENT, _WITH_OPT_OUT, _AFFIRMED = range(5)


def _make_shift(topic: str, direction: Direction, severity: Severity, state: str) -> Shift:
    sentence = f"{topic[:1].upper()}{topic[1:]}: {state}."
    return Shift(topic, direction, severity, sentence)


def _read_clause_before(text: str, end: int) -> str:
    return text[max(0, end - _NEARBY_CHARS) : end].rpartition(".")[2]


def _assess_practice(rule: _Rule, text: str) -> int:
    """Return how far a text goes against users in a practice: 0 denied, 2 absent, 4 affirmed."""
    found: list[int] = []
    for match in rule.pattern.finditer(text):
        lead = _read_clause_before(text, match.start())
        subjects = list(_SUBJECT.finditer(lead))
        if subjects and subjects[-1].group(1) is None:
            continue  # a rule for users
        sentence = lead + text[match.start() :].partition(". ")[0]
        if _NEGATION.search(lead):
            found.append(_DENIED)
        elif _OPT_OUT.search(sentence):
            found.append(_WITH_OPT_OUT)
        else:
            found.append(_WITH_CONSENT if _CONSENT.search(sentence) else _AFFIRMED)
    return max(found, default=_ABSENT)


def _has_right(rule: _Rule, text: str) -> bool:
    return any(
        not _NEGATION.search(_read_clause_before(text, match.start())[-12:] + match.group())
        for match in rule.pattern.finditer(text)
    )


def _find_practice_shifts(before: str, after: str) -> Iterator[Shift]:
    for rule in _PRACTICES:
        old, new = _assess_practice(rule, before), _assess_practice(rule, after)
        if new > old:
            state = "no longer ruled out" if old == _DENIED else "permitted or wider"
            yield _make_shift(rule.topic, Direction.LESS_FAVOURABLE, rule.severity, state)
        elif new < old:
            state = "ruled out" if new == _DENIED else "narrower or gone"
            yield _make_shift(rule.topic, Direction.MORE_FAVOURABLE, Severity.LOW, state)


def _find_right_shifts(before: str, after: str) -> Iterator[Shift]:
    for rule in _RIGHTS:
        had, has = _has_right(rule, before), _has_right(rule, after)
        if had and not has:
            yield _make_shift(
                rule.topic, Direction.LESS_FAVOURABLE, rule.severity, "no longer stated"
            )
        elif has and not had:
            yield _make_shift(rule.topic, Direction.MORE_FAVOURABLE, Severity.LOW, "now stated")


_LARGE_MOVE = 3
"""A period or an amount that moves by this factor is another term, not an adjustment."""


def _compare_quantities(old: Quantity, new: Quantity) -> Shift | None:
    if old.topic != new.topic or old.value == new.value or 0 in {old.value, new.value}:
        return None
    is_less = (new.value > old.value) == old.is_worse_if_higher
    sentence = f"{old.topic[:1].upper()}{old.topic[1:]} goes from {old.text} to {new.text}."
    if not is_less:
        return Shift(old.topic, Direction.MORE_FAVOURABLE, Severity.LOW, sentence)
    factor = max(new.value / old.value, old.value / new.value)
    is_high = old.is_always_high or factor >= _LARGE_MOVE
    severity = Severity.HIGH if is_high else Severity.MEDIUM
    return Shift(old.topic, Direction.LESS_FAVOURABLE, severity, sentence)


def _find_quantity_shifts(before: str, after: str) -> Iterator[Shift]:
    old, new = find_quantities(before), find_quantities(after)
    if [quantity.topic for quantity in old] == [quantity.topic for quantity in new]:
        for pair in zip(old, new, strict=True):
            shift = _compare_quantities(*pair)
            if shift is not None:
                yield shift


def find_shifts(before: str | None, after: str | None) -> tuple[Shift, ...]:
    """Return every move of a term between two texts; an absent text states nothing."""
    old, new = before or "", after or ""
    return (
        *_find_practice_shifts(old, new),
        *_find_right_shifts(old, new),
        *_find_quantity_shifts(old, new),
    )


def find_comparison_shifts(edits: Iterable[Edit]) -> tuple[Shift, ...]:
    """Return the moves of all edits that alter terms.

    What one edit removes and another one adds has only moved, so the two cancel each other.
    """
    shifts = [
        shift
        for edit in edits
        if edit.significance is Significance.SUBSTANTIVE and edit.kind is not EditKind.MOVED
        for shift in find_shifts(edit.before, edit.after)
    ]
    directions: dict[str, set[Direction]] = {}
    for shift in shifts:
        directions.setdefault(shift.topic, set()).add(shift.direction)
    return tuple(shift for shift in shifts if len(directions[shift.topic]) == 1)


def find_direction(shifts: Iterable[Shift]) -> Direction | None:
    """Return which way shifts go together; None if there are none."""
    directions = {shift.direction for shift in shifts}
    return Direction.MIXED if len(directions) > 1 else next(iter(directions), None)
