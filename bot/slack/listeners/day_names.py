"""Patterns of the names of months and weekdays as people type them in English. Pure."""

import re

from clausewatch.notifications.digests import DAYS
from clausewatch.text.date_words import build_alternation, list_month_names

MONTH_NAME = f"(?:{build_alternation(list_month_names('en'))})"
"""A month in full or abbreviated."""
MONTH_BEGINNING = f"(?:{'|'.join(sorted({name[:3] for name in list_month_names('en')}))})"
"""The first three letters of a month, which no two share."""
WEEKDAY = f"(?:{build_alternation(DAYS)})"
_RELATIVE_DAY = "today|tomorrow|yesterday"
NAMED_DAY = re.compile(
    rf"\d+(?:st|nd|rd|th|[ap]m)?|q[1-4]|{MONTH_NAME}|{WEEKDAY}s?|{_RELATIVE_DAY}"
)
"""One word that names a day, a month, a quarter or a number."""
