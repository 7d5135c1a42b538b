"""How much an edit matters, and why: the rules in the order in which a lawyer would ask.

Unless a rule says otherwise an edit of the terms is substantive.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from clausewatch.compare.section_numbers import Renumbering
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.compare.vocabulary import (
    CONNECTIVES,
    CRITICAL,
    DIRECTIONS,
    REFERENCES,
    THANKS,
)
from clausewatch.compare.word_diff import Swap, WordDiff
from clausewatch.model.reading import BlockKind, Significance
from clausewatch.text.dates import find_dates, is_age, is_copyright, is_date_line, remove_dates
from clausewatch.text.normal_form import EMAIL, URL, make_key, tokenise
from clausewatch.text.statements import Statement

EMAIL_ALTERED = "an e-mail address was altered"
DATE_ALTERED = "a date inside the terms was altered"
NUMBER_ALTERED = "a number was altered"
FORCE_ALTERED = "a word that grants, forbids or limits was altered"
NAME_ALTERED = "a name was altered"
WEIGHTY = frozenset({EMAIL_ALTERED, DATE_ALTERED, NUMBER_ALTERED, FORCE_ALTERED, NAME_ALTERED})
"""Reasons that alone say what became different for the people bound."""

_EMAIL = re.compile(EMAIL, re.IGNORECASE)
_URL = re.compile(rf"^(?:{URL})$", re.IGNORECASE)
_TITLE_TOKENS = 16
# Trace and build ids; at least four letters, so that no bank or tax number is taken for one.
_IDENTIFIER = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|"
    r"\b(?=(?:\d*[a-f]){4})(?=[a-f]*\d)[0-9a-f]{12,64}\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w'\u2019-]+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The significance of an edit with its reason."""

    significance: Significance
    reason: str


def _date_only(reason: str) -> Judgement:
    return Judgement(Significance.DATE_ONLY, reason)


def _editorial(reason: str) -> Judgement:
    return Judgement(Significance.EDITORIAL, reason)


def _substantive(reason: str) -> Judgement:
    return Judgement(Significance.SUBSTANTIVE, reason)


def dated(text: str) -> Judgement | None:
    """Judge a line that states a date, a year or an age and nothing else."""
    if is_copyright(text):
        return _date_only("only a copyright line")
    if is_age(text):
        return _date_only("only says how long ago the page was edited")
    if is_date_line(text):
        return _date_only("only the date that the document states for itself")
    return None


def _is_number(token: str) -> bool:
    return token[:1].isdigit()


def _is_address(token: str) -> bool:
    return bool(_URL.match(token)) and "@" not in token


def _is_cross_reference(swap: Swap, renumbered: Renumbering) -> bool:
    """Tell whether a swap only follows sections of this document that got another number."""
    if len(swap.removed) != len(swap.added) or swap.lead not in REFERENCES:
        return False
    return all(pair in renumbered for pair in zip(swap.removed, swap.added, strict=True))


def _is_spelling(swap: Swap, names: frozenset[str]) -> bool:
    if "".join(swap.removed) == "".join(swap.added):
        return True
    if len(swap.removed) != 1 or len(swap.added) != 1:
        return False
    one, other = swap.removed[0], swap.added[0]
    if any(map(_is_number, (one, other))) or {one, other} & (CRITICAL | names):
        return False
    near = Levenshtein.distance(one, other) <= THRESHOLDS.spelling_distance
    is_long = min(len(one), len(other)) > 2 * THRESHOLDS.spelling_distance
    return near and is_long and not _is_turned(one, other)


def _is_turned(one: str, other: str) -> bool:
    """Tell whether two words differ where words turn into their opposites, not where typists err.

    A prefix (lawful, unlawful; include, exclude; import, export) or the end that says who does a
    thing and to whom it is done (employer, employee; licensor, licensee).
    """
    last, end = one.rstrip("s")[-1:], other.rstrip("s")[-1:]
    return one[0] != other[0] or (last != end and len(one) == len(other))


def _is_connective(swap: Swap) -> bool:
    changed = {*swap.removed, *swap.added}
    if changed & CRITICAL or not changed <= CONNECTIVES:
        return False
    # One for another says who gives and who takes: "collected from you" is not "collected by you".
    return not ({*swap.removed} & DIRECTIONS and {*swap.added} & DIRECTIONS)


def _names(text: str) -> frozenset[str]:
    """Return words with a capital inside a sentence: names, where spelling is identity."""
    return frozenset(name.casefold() for name in _CAPITAL.findall(text[1:]))


def _is_same_without(shape: re.Pattern[str], before: str, after: str) -> bool:
    return make_key(shape.sub(" ", before)) == make_key(shape.sub(" ", after))


def _is_remark_taken_out(before: str, after: str) -> bool:
    """Tell whether brackets went and none came: what comes in brackets may be a term."""
    came = set(_BRACKETED.findall(after)) - set(_BRACKETED.findall(before))
    return not came and _is_same_without(_BRACKETED, before, after)


def _is_forceful(diff: WordDiff) -> bool:
    """Tell whether a number or a word that grants, forbids or limits is among what changed."""
    return any(_is_number(token) or token in CRITICAL for token in diff.changed)


def _wording(before: str, after: str, diff: WordDiff, renumbered: Renumbering) -> Judgement | None:
    """Judge a rewording that leaves the meaning alone, or return None."""
    names = _names(before) | _names(after)
    is_remark = _is_remark_taken_out(before, after) and not _is_forceful(diff)
    asked = (
        (all(map(_is_address, diff.changed)), "only a web address was altered"),
        (
            _is_same_without(_IDENTIFIER, before, after),
            "only an identifier that a machine makes was altered",
        ),
        (
            all(_is_cross_reference(swap, renumbered) for swap in diff.swaps),
            "only follows sections of the document that were renumbered",
        ),
        (is_remark, "only a remark in square brackets was taken out"),
        (all(_is_spelling(s, names) for s in diff.swaps), "only spelling was corrected"),
        (
            all(_is_spelling(s, names) or _is_connective(s) for s in diff.swaps),
            "only words without meaning of their own were altered",
        ),
    )
    return next((_editorial(reason) for holds, reason in asked if holds), None)


def _reason(before: str, after: str, diff: WordDiff) -> str:
    """Say what a substantive rewording touches, the gravest first."""
    changed = set(diff.changed)
    if set(_EMAIL.findall(before)) ^ set(_EMAIL.findall(after)):
        return EMAIL_ALTERED
    if {d.day for d in find_dates(before)} ^ {d.day for d in find_dates(after)}:
        return DATE_ALTERED
    if any(_is_number(token) for token in changed):
        return NUMBER_ALTERED
    if changed & CRITICAL:
        return FORCE_ALTERED
    if (_names(before) ^ _names(after)) & changed:
        return NAME_ALTERED
    return "the wording of a term was altered"


def _is_title(statement: Statement) -> bool:
    """Tell whether a heading is a title; some pages mark whole paragraphs as headings."""
    is_sentence = statement.text.rstrip().endswith((".", ";")) or statement.size > _TITLE_TOKENS
    return statement.kind is BlockKind.HEADING and not is_sentence


def reworded(
    before: Statement, after: Statement, renumbered: Renumbering = frozenset()
) -> Judgement:
    """Judge a statement that became another."""
    if (one := dated(before.text)) and dated(after.text):
        return one
    if make_key(remove_dates(before.text)) == make_key(remove_dates(after.text)) and dated(
        after.text
    ):
        return _date_only("only the date that the document states for itself")
    diff = WordDiff(before.key, after.key)
    if found := _wording(before.text, after.text, diff, renumbered):
        return found
    if _is_title(before) and _is_title(after):
        return _editorial("a heading was reworded")
    return _substantive(_reason(before.text, after.text, diff))


def alone(statement: Statement, *, is_added: bool) -> Judgement:
    """Judge a statement that came or went."""
    verb = "added" if is_added else "removed"
    if found := dated(statement.text):
        return found
    if _is_title(statement):
        return _editorial(f"a heading was {verb}")
    if all(_is_address(token) for token in tokenise(statement.text)):
        return _editorial(f"a web address was {verb}")
    if statement.kind is BlockKind.ITEM and THANKS.search(statement.section):
        return _editorial(f"a name in a list of thanks was {verb}")
    return _substantive(f"a statement was {verb}")
