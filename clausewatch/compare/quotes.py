"""Quotes of the words that a replacement puts in place of others, with words around them."""

from clausewatch.compare.replacements import MAX_QUOTED_WORDS, Replacement
from clausewatch.compare.shift_sentences import make_shift
from clausewatch.model.reading import Severity, Shift

_AROUND_WORDS = 4
_ELLIPSIS = "\u2026"
OF_WORDING = "becomes"
"""Between a quote and the words that take its place."""


def quote_replacement(replacement: Replacement) -> str:
    """Return both sides, short enough to stand in a sentence: “may” becomes “must”."""
    old, new = (_quote(*side) for side in replacement.sides)
    return f"{old} {OF_WORDING} {new}"


def nest_quotes(text: str) -> str:
    """Return a text with single quotation marks, to stand within double ones."""
    return text.replace("\u201c", "\u2018").replace("\u201d", "\u2019").replace('"', "'")


def _quote(sentence: str, start: int, end: int) -> str:
    """Return words of a sentence with some around them, in quotation marks."""
    middle = sentence[start:end].split()
    if len(middle) > MAX_QUOTED_WORDS:
        middle = [*middle[:MAX_QUOTED_WORDS], _ELLIPSIS]
    lead, tail = sentence[:start].split(), sentence[end:].split()
    parts = [*lead[-_AROUND_WORDS:], *middle, *tail[:_AROUND_WORDS]]
    text = " ".join(parts).rstrip(" ,;:.")
    text = nest_quotes(text)
    before = _ELLIPSIS if len(lead) > _AROUND_WORDS else ""
    behind = _ELLIPSIS if len(tail) > _AROUND_WORDS and not text.endswith(_ELLIPSIS) else ""
    return f"\u201c{before}{_balance(text)}{behind}\u201d"


def _balance(text: str) -> str:
    """Return a text without brackets that have no partner."""
    opened: list[int] = []
    lonely: set[int] = set()
    for place, mark in enumerate(text):
        if mark in "([":
            opened.append(place)
        elif mark in ")]":
            if opened:
                opened.pop()
            else:
                lonely.add(place)
    lonely.update(opened)
    return "".join(mark for place, mark in enumerate(text) if place not in lonely)


def make_quoting_shift(
    kind: str, replacement: Replacement, severity: Severity, label: str, *, is_loss: bool
) -> Shift:
    """Return a move whose sentence quotes the words that make it."""
    topic = f"{kind}: {replacement.removed} / {replacement.added}"
    sentence = f"{label}: {quote_replacement(replacement)}."
    return make_shift(topic, severity, sentence, is_loss=is_loss)
