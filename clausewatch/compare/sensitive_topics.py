"""Topics that people can rarely undo: their data, how they may sue, what they pay."""

import re
from collections.abc import Iterator

_SENSITIVE_TOPIC = re.compile(
    # data: training, sale, biometrics, children
    r"(?:train|fine-tun|improve)\w{0,30}[^.]{0,60}\b(?:model|ai\b|machine learning|algorithm)|"
    r"\b(?:sell|sale of|rent)\b[^.]{0,40}(?:data|information)|biometric|facial|"
    r"\b(?:keep|kept|stored?|hold)\b[^.]{0,60}\b(?:days?|weeks?|months?|years?)\b|"
    r"retain\w*|retention|conserv(?:ons|ation|ées?)\b|speicher(?:dauer|frist)|lagringstid|保存期限|"
    r"children|minors?\b|under (?:the age of )?1[368]|mineurs?|minderjährig|barn under|未成年|"
    # disputes and liability
    r"arbitrat|class action|\bjury|governing law|jurisdiction|liabilit|indemni|"
    r"arbitrage|responsabilité|tribunaux|haftung|gerichtsstand|schiedsverfahren|ansvarsbegräns|仲裁|责任|"
    # money and the end of the contract
    r"auto(?:matic(?:ally)?)?[ -]renew|refund|fees?\b|price|terminat\w{0,30} (?:your|this)|suspend|"
    r"remboursement|prix|résili|rückerstattung|preis|kündig|återbetal|uppsägning|退款|费用|"
    # rights over content, choice
    r"opt[ -]?out|perpetual|irrevocable|sublicens|withdraw\w{0,30} (?:your )?consent|"
    r"训练|widerspr(?:uch|echen)|entraîn\w+|opposer|träna",
    re.IGNORECASE,
)


def names_sensitive_topic(text: str) -> bool:
    """Tell whether a text is about something that people can rarely undo."""
    return _SENSITIVE_TOPIC.search(text) is not None


def find_sensitive_topics(text: str) -> Iterator[re.Match[str]]:
    """Yield the mentions of such topics in their order."""
    return _SENSITIVE_TOPIC.finditer(text)
