"""The severity of an edit for the people whom the document binds.

The severity is that of the move: what users lose counts by how much it protected them, and what
they gain is low. Where the direction is unsure, the topic decides.

High: the edit concerns something that people can rarely undo (who the other party is, what happens
to their data, how they may sue, what they pay). Low: it alters no term.
"""

import re

from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.significance import DECISIVE_REASONS, Classification
from clausewatch.model.reading import Direction, EditKind, Severity, Significance

_SENSITIVE_TOPIC = re.compile(
    # data: training, sale, biometrics, children
    r"(?:train|fine-tun|improve)\w{0,30}[^.]{0,60}\b(?:model|ai\b|machine learning|algorithm)|"
    r"\b(?:sell|sale of|rent)\b[^.]{0,40}(?:data|information)|biometric|facial|"
    r"\b(?:keep|kept|stored?|hold)\b[^.]{0,60}\b(?:days?|weeks?|months?|years?)\b|"
    r"retain\w*|retention|conserv(?:ons|ation|ées?)\b|speicher(?:dauer|frist)|lagringstid|保存期限|"
    r"children|minors?\b|under (?:the age of )?1[368]|mineurs?|minderjährig|barn under|未成年|"
    # disputes and liability
    r"arbitrat|class action|jury|governing law|jurisdiction|liabilit|indemni|"
    r"arbitrage|responsabilité|tribunaux|haftung|gerichtsstand|schiedsverfahren|ansvarsbegräns|仲裁|责任|"
    # money and the end of the contract
    r"auto(?:matic(?:ally)?)?[ -]renew|refund|fees?\b|price|terminat\w{0,30} (?:your|this)|suspend|"
    r"remboursement|prix|résili|rückerstattung|preis|kündig|återbetal|uppsägning|退款|费用|"
    # rights over content, choice
    r"opt[ -]?out|perpetual|irrevocable|sublicens|withdraw\w{0,30} (?:your )?consent|"
    r"训练|widerspr(?:uch|echen)|entraîn\w+|opposer|träna",
    re.IGNORECASE,
)

_FORUM = re.compile(
    r"\b(?:governed by|governing law|jurisdiction|courts of|arbitrat)", re.IGNORECASE
)
"""Another law or court is no small matter for anybody, though who gains by it is unsure."""


def decide_severity(
    kind: EditKind, before: str | None, after: str | None, classification: Classification
) -> Severity:
    """Return the severity of an edit, given its classification."""
    if classification.significance is not Significance.SUBSTANTIVE:
        return Severity.LOW
    return adjust_severity(before, after, _decide_by_topic(kind, before, after, classification))


def adjust_severity(before: str | None, after: str | None, severity: Severity) -> Severity:
    """Raise a severity to that of what users lose; return low where they only gain."""
    shifts = find_shifts(before, after)
    if find_direction(shifts) is Direction.MORE_FAVOURABLE:
        return Severity.LOW
    if before and after and _FORUM.search(before):
        severity = max(severity, Severity.MEDIUM, key=lambda level: level.rank)
    return max((severity, *(shift.severity for shift in shifts)), key=lambda level: level.rank)


def _decide_by_topic(
    kind: EditKind, before: str | None, after: str | None, classification: Classification
) -> Severity:
    is_sensitive = bool(_SENSITIVE_TOPIC.search(f"{before or ''} {after or ''}"))
    if kind is not EditKind.REWORDED:
        return Severity.HIGH if is_sensitive else Severity.MEDIUM
    if classification.reason in DECISIVE_REASONS:
        return Severity.HIGH if is_sensitive else Severity.MEDIUM
    return Severity.MEDIUM if is_sensitive else Severity.LOW
