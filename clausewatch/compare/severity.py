"""The severity of an edit for the people whom the document binds.

High: the edit concerns something that people can rarely undo (who the other party is, what happens
to their data, how they may sue, what they pay). Low: it alters no term.
"""

import re

from clausewatch.compare.significance import DECISIVE_REASONS, Classification
from clausewatch.model.reading import EditKind, Severity, Significance

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


def decide_severity(
    kind: EditKind, before: str | None, after: str | None, classification: Classification
) -> Severity:
    """Return the severity of an edit, given its classification."""
    if classification.significance is not Significance.SUBSTANTIVE:
        return Severity.LOW
    is_sensitive = bool(_SENSITIVE_TOPIC.search(f"{before or ''} {after or ''}"))
    if kind is not EditKind.REWORDED:
        return Severity.HIGH if is_sensitive else Severity.MEDIUM
    if classification.reason in DECISIVE_REASONS:
        return Severity.HIGH if is_sensitive else Severity.MEDIUM
    return Severity.MEDIUM if is_sensitive else Severity.LOW
