"""Edits that only change where to write, or a number by which something is registered.

They are the street of an address, a mailbox, the page of a form, and the numbers of patents.
"""

import re

from clausewatch.compare.replacements import Replacement, find_weighty_replacements
from clausewatch.compare.shift_words import ShiftWords, find_shift_words
from clausewatch.compare.vocabulary import REFERENCE_WORDS
from clausewatch.text.normal_form import tokenise

_DOMAIN = re.compile(
    r"(?:[\w.+-]{1,64}@|(?:https?://)?(?:www\.)?)((?:[\w-]{1,63}\.){1,4}[a-z]{2,24})(?:/\S{0,200})?"
)
_IDENTIFIER = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d/-]{6,40}")
_MIN_IDENTIFIERS = 2
"""Of a sentence that lists them: one alone may name a standard of encryption."""
SUMS = frozenset("$€£¥%")
_MAX_TOWN_WORDS = 3
"""Behind a street and its number: the words in which the town or the country is."""
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d(?![KMGTP]B\b)[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|"
    r"(?!(?:[KMGTP]B|EU|US|AM|PM)\b)[A-Z]{2},? \d{5}(?:-\d{4})?|"
    r"(?<=\d, )\d{3} \d{2}(?= [A-Z][a-zà-ÿ]))\b"
)
"""British, Canadian, American, or Swedish behind the number of a house.

Digits alone, or before two capitals, may count anything.
"""
_STREET_CHARS = 24
"""Behind a number, in which the street is."""


def is_move_within_town(before: str | None, after: str | None) -> bool:
    """Tell whether a rewording only replaces the street of a postal address, or its postcode.

    The town or the country behind it stays, so neither law nor place of data can differ by it.
    """
    replacements = find_weighty_replacements(before, after) if before and after else []
    if not replacements:
        return False
    words = find_shift_words(after or "")
    sides = [r.removed for r in replacements], [r.added for r in replacements]
    has_number = all(any(c.isdigit() for c in " ".join(side)) for side in sides)
    is_street = any(_names_street(r, words) for r in replacements) or has_postcode(after or "")
    if not (is_street and has_number and all(is_address(t) for side in sides for t in side)):
        return False
    end = replacements[0].new[1]
    return any(word[:1].isupper() for word in (after or "")[end:].split()[:_MAX_TOWN_WORDS])


def has_postcode(text: str) -> bool:
    """Tell whether a text has a postcode of a shape that hardly anything else has."""
    return _POSTCODE.search(text) is not None


def _names_street(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether a street is replaced, or the number before its name."""
    return any(
        words.grammar["street"].search(sentence, start, end + _STREET_CHARS)
        for sentence, start, end in replacement.sides
    )


def is_address(text: str) -> bool:
    """Tell whether all words of a text can be those of an address."""
    # A headline imports this module and reads no dates, whose patterns are slow to compile.
    from clausewatch.text.dates import find_dates  # noqa: PLC0415

    text = _POSTCODE.sub(" ", text)
    tokens = [word.strip(".,;()") for word in text.split()]
    if (
        any(find_dates(text))
        or set(tokenise(text)) & REFERENCE_WORDS
        or any(c in SUMS for c in text)
    ):
        return False
    return all(
        not token or token[0].isupper() or token[0] in "#&-" or any(c.isdigit() for c in token)
        for token in tokens
    )


def is_same_recipient(before: str | None, after: str | None) -> bool:
    """Tell whether a rewording only replaces mailboxes and pages by others of the same domain.

    Where users must send something to have a right, the mailbox is part of the rule.
    """
    words = find_shift_words(after or "")
    if any(words.grammar[name].search(after or "") for name in ("must", "opt_out", "entitlement")):
        return False
    replacements = find_weighty_replacements(before, after) if before and after else []
    domains = [[_read_domain(text, words) for text in (r.removed, r.added)] for r in replacements]
    return bool(domains) and all(old and old == new for old, new in domains)


def _read_domain(text: str, words: ShiftWords) -> str:
    """Return the one domain of mailboxes and pages, if a text names nothing but ways to write."""
    for name in ("alternative", "way"):
        text = words.grammar[name].sub(" ", text) if not _DOMAIN.fullmatch(text) else text
    matches = [_DOMAIN.fullmatch(word.strip(".,;:()")) for word in text.split()]
    domains = {match[1].casefold() for match in matches if match}
    return domains.pop() if all(matches) and len(domains) == 1 else ""


def replaces_identifiers(before: str | None, after: str | None) -> bool:
    """Tell whether a list of identifiers, such as numbers of patents, has another one.

    It alters no clause.
    """
    replacements = find_weighty_replacements(before, after) if before and after else []
    changed = " ".join(f"{r.removed} {r.added}" for r in replacements)
    others = _find_identifiers(after or "")
    words = changed.split()
    return (
        bool(words)
        and len(others) >= _MIN_IDENTIFIERS
        and len(_find_identifiers(changed)) == len(words)
    )


def _find_identifiers(text: str) -> list[str]:
    return [word for word in text.split() if _IDENTIFIER.fullmatch(word.strip(".,;()"))]
