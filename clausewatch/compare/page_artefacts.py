"""Page artefacts: text that a machine puts into a page and changes without anybody's decision."""

import re

from clausewatch.compare.momentary_values import find_moment
from clausewatch.compare.page_messages import states_term
from clausewatch.compare.replaced_words import LIMITS
from clausewatch.compare.shift_words import find_shift_words
from clausewatch.compare.word_diff import Swap, WordDiff
from clausewatch.text.normal_form import EMAIL, make_key, tokenise
from clausewatch.text.word_lists import has_rule_word

_EMAIL = re.compile(rf"^(?:{EMAIL})$", re.IGNORECASE)
_ANY_EMAIL = re.compile(EMAIL, re.IGNORECASE)
# Trace and build ids need four letters, so that no bank or tax number counts as one.
_MACHINE_TEXT = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|"
    r"\b(?=(?:\d*[a-f]){4})(?=[a-f]*\d)[0-9a-f]{12,64}\b|"
    r"(?<!\d)\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:z\b|[+-]\d\d:?\d\d)?|"
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)|"
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){1,4}(?![\w:])",
    re.IGNORECASE,
)
"""Identifiers, time stamps with seconds, and network addresses."""
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3}){2,5}$")
"""A count in the millions or more, with its separators."""
_AMOUNT = re.compile(r"[$€£¥₹%§]|\b(?:usd|eur|gbp|chf|jpy)\b", re.IGNORECASE)
_PLACEHOLDER = ("email", "protected")
"""What a page shows in the place of an address that only a script reveals."""
_ROUND_ENDING = "00"
_MIN_COUNT_DIGITS = 4
_MAX_CRY_CHARS = 80
_MIN_FUNCTION_WORDS = 2
_MIN_QUOTED_WORDS = 4
"""Fewer words in quotation marks are a name that the document defines."""
_QUOTATION = re.compile(
    r"^[\"“”„«»\u2018](?P<said>[^\"“”„«»]{1,240})[\"“”«»\u2019]"
    r"(?P<author>\s{0,2}[,\u2013\u2014-]\s?[A-ZÀ-ÖØ-Þ][^.!?]{1,60})?$"
)


def find_artefact(before: str, after: str, diff: WordDiff) -> str | None:
    """Return what a rewording is if only artefacts of the page differ, or None."""
    if _is_same_without_machine_text(before, after):
        return "only a machine-made identifier changed"
    # A sentence that keeps another address lost this one to an editor, not to a script.
    has_address_left = _ANY_EMAIL.search(before) and _ANY_EMAIL.search(after)
    if diff.swaps and not has_address_left and all(map(_is_hidden_address, diff.swaps)):
        return "only an address that a script hides came or went"
    if not _AMOUNT.search(before) and _is_counter(diff):
        return "only a counter of the page advanced"
    return find_moment(before, after)


def _is_same_without_machine_text(before: str, after: str) -> bool:
    old, new = _MACHINE_TEXT.sub(" ", before), _MACHINE_TEXT.sub(" ", after)
    return (old, new) != (before, after) and make_key(old) == make_key(new)


def _is_address(tokens: tuple[str, ...]) -> bool:
    return bool(tokens) and all(map(_EMAIL.match, tokens))


def _is_hidden_address(swap: Swap) -> bool:
    """Tell whether an address is replaced by a gap, which no editor leaves in a sentence."""
    hidden = {(), _PLACEHOLDER}
    return (_is_address(swap.removed) and swap.added in hidden) or (
        _is_address(swap.added) and swap.removed in hidden
    )


def _is_counter(diff: WordDiff) -> bool:
    """Tell whether only uneven counts differ, one of them in the millions: no term has such one."""
    pairs = [(swap.removed, swap.added) for swap in diff.swaps]
    if not pairs or any(len(old) != 1 or len(new) != 1 for old, new in pairs):
        return False
    numbers = [number for old, new in pairs for number in (*old, *new)]
    return all(map(_is_uneven_count, numbers)) and any(map(_GROUPED.match, numbers))


def _is_uneven_count(token: str) -> bool:
    digits = re.sub(r"[.,]", "", token)
    is_count = digits.isdecimal() and len(digits) >= _MIN_COUNT_DIGITS
    return is_count and not digits.endswith(_ROUND_ENDING)


def is_exclamation(text: str) -> bool:
    """Tell whether a text is a short exclamation, as of an advertisement: "We're hiring!"."""
    text = text.strip()
    is_cry = text.endswith(("!", "\uff01")) and len(text) <= _MAX_CRY_CHARS
    return is_cry and not _is_about_terms(text)


def is_praise(text: str, *, is_in_margin: bool) -> bool:
    """Tell whether a text is a sentence in quotation marks that binds nobody.

    Within the document, and in languages whose rules are not known here, it needs a name behind
    it: "Money back" is a promise in quotation marks.
    """
    match = _QUOTATION.match(text.strip())
    if match is None:
        return False
    function_words = find_shift_words(text).grammar["function"].findall(match["said"])
    is_readable = is_in_margin and len(function_words) >= _MIN_FUNCTION_WORDS
    if not (is_readable or match["author"]):
        return False
    tokens = tokenise(match["said"])
    is_rule = has_rule_word(tokens)
    has_figure = any(map(str.isdigit, text))
    is_name = len(tokens) < _MIN_QUOTED_WORDS
    return not (is_rule or has_figure or is_name or _is_about_terms(text))


def _is_about_terms(text: str) -> bool:
    """Tell whether a word permits, requires or limits, or is about the company and users' data."""
    grammar = find_shift_words(text).grammar
    is_about_data = grammar["matter"].search(text) or grammar["record"].search(text)
    is_limit = LIMITS.intersection(tokenise(text))
    return bool(is_about_data or is_limit) or states_term(text)
