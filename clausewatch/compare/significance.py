"""The significance of an edit, and the reason for it.

The rules are in the order in which a lawyer would ask. An edit of the terms is substantive unless
a rule says otherwise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from clausewatch.compare.link_labels import is_address, is_label_swap
from clausewatch.compare.momentary_values import is_advanced_count
from clausewatch.compare.page_artefacts import find_artefact, is_exclamation, is_praise
from clausewatch.compare.page_messages import is_page_message
from clausewatch.compare.section_numbers import Renumbering
from clausewatch.compare.spelling import SpellingRule
from clausewatch.compare.vocabulary import (
    CONNECTIVES,
    DIRECTION_WORDS,
    OPERATIVE_WORDS,
    REFERENCE_WORDS,
    THANKS_SECTION,
)
from clausewatch.compare.word_diff import Swap, WordDiff
from clausewatch.model.reading import BlockKind, Significance
from clausewatch.text.date_lines import is_age, is_byline, is_copyright, is_date_line
from clausewatch.text.dates import find_dates, remove_dates
from clausewatch.text.normal_form import EMAIL, make_key, tokenise
from clausewatch.text.statements import Statement

EMAIL_ALTERED = "an e-mail address changed"
DATE_ALTERED = "a date in the terms changed"
NUMBER_ALTERED = "an amount, period or number changed"
OPERATIVE_WORD_ALTERED = "what is permitted, required or limited changed"
NAME_ALTERED = "a name changed"
NAME_REPLACED = "a name was replaced throughout"
AMENDED_TERM = "a term was amended"
DECISIVE_REASONS = frozenset(
    {EMAIL_ALTERED, DATE_ALTERED, NUMBER_ALTERED, OPERATIVE_WORD_ALTERED, NAME_ALTERED}
)
"""Reasons that by themselves say what is different for the people bound by the document."""

_EMAIL = re.compile(EMAIL, re.IGNORECASE)
_MAX_TITLE_TOKENS = 16
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w'\u2019-]+")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What two pages say about every rewording between them."""

    renumbering: Renumbering = frozenset()
    spelling: SpellingRule = field(default_factory=SpellingRule)
    margins: frozenset[str] = frozenset()
    """Keys of the lines above the first sentence and below the last one."""


@dataclass(frozen=True, slots=True)
class Classification:
    """The significance of an edit, and the reason in plain words."""

    significance: Significance
    reason: str


def classify_date_line(text: str) -> Classification | None:
    """Classify a line that states only a date, a year or an age; return None for any other."""
    if is_copyright(text):
        return Classification(Significance.DATE_ONLY, "only a copyright notice changed")
    if is_age(text):
        return Classification(Significance.DATE_ONLY, "only the time since the last edit changed")
    if is_date_line(text):
        return Classification(Significance.DATE_ONLY, "only the document's date line changed")
    return None


def _is_number(token: str) -> bool:
    return token[:1].isdigit()


def _is_cross_reference(swap: Swap, renumbering: Renumbering) -> bool:
    """Tell whether a swap only follows sections of this document that were renumbered."""
    if len(swap.removed) != len(swap.added) or swap.lead not in REFERENCE_WORDS:
        return False
    return all(pair in renumbering for pair in zip(swap.removed, swap.added, strict=True))


def _is_connective(swap: Swap) -> bool:
    if not {*swap.removed, *swap.added} <= CONNECTIVES:
        return False
    # "Collected from you" does not mean "collected by you": a swap of directions swaps the parties.
    return not ({*swap.removed} & DIRECTION_WORDS and {*swap.added} & DIRECTION_WORDS)


def _find_names(text: str) -> frozenset[str]:
    """Return the capitalised words inside a sentence: names, whose spelling identifies them."""
    return frozenset(name.casefold() for name in _CAPITAL.findall(text[1:]))


def _is_same_without(pattern: re.Pattern[str], before: str, after: str) -> bool:
    return make_key(pattern.sub(" ", before)) == make_key(pattern.sub(" ", after))


def _is_bracket_removal(before: str, after: str) -> bool:
    """Tell whether only bracketed text was removed; added brackets may hold a term."""
    added = set(_BRACKETED.findall(after)) - set(_BRACKETED.findall(before))
    return not added and _is_same_without(_BRACKETED, before, after)


def _has_operative_word(tokens: Iterable[str]) -> bool:
    """Tell whether a number or a word that grants, forbids or limits is among the tokens."""
    return any(_is_number(token) or token in OPERATIVE_WORDS for token in tokens)


def _classify_harmless(
    before: str, after: str, diff: WordDiff, context: PageContext
) -> Classification | None:
    """Classify a rewording that keeps the meaning; return None for any other."""
    names = _find_names(before) | _find_names(after)
    is_corrected = {s: context.spelling.is_correction(s, names) for s in diff.swaps}
    artefact = find_artefact(before, after, diff)
    is_remark_removal = _is_bracket_removal(before, after) and not _has_operative_word(
        diff.changed_tokens
    )
    rules = (
        (all(map(is_address, diff.changed_tokens)), "only a URL changed"),
        (
            all(is_label_swap(swap) for swap in diff.swaps),
            "only a link and its URL replaced each other",
        ),
        (artefact is not None, artefact or ""),
        (
            all(_is_cross_reference(swap, context.renumbering) for swap in diff.swaps),
            "only cross-references changed, because sections were renumbered",
        ),
        (is_remark_removal, "only a remark in square brackets was removed"),
        (all(is_corrected.values()), "only spelling was corrected"),
        (
            all(is_corrected[s] or _is_connective(s) for s in diff.swaps),
            "only function words changed",
        ),
    )
    return next(
        (Classification(Significance.EDITORIAL, reason) for applies, reason in rules if applies),
        None,
    )


def _find_reason(before: str, after: str, diff: WordDiff) -> str:
    """Return the weightiest reason why a rewording is substantive."""
    changed_tokens = set(diff.changed_tokens)
    if set(_EMAIL.findall(before)) ^ set(_EMAIL.findall(after)):
        return EMAIL_ALTERED
    if {d.day for d in find_dates(before)} ^ {d.day for d in find_dates(after)}:
        return DATE_ALTERED
    if any(_is_number(token) for token in changed_tokens):
        return NUMBER_ALTERED
    if changed_tokens & OPERATIVE_WORDS or any(map(_is_sign, changed_tokens)):
        return OPERATIVE_WORD_ALTERED
    if (_find_names(before) ^ _find_names(after)) & changed_tokens:
        return NAME_ALTERED
    return AMENDED_TERM


def _is_sign(token: str) -> bool:
    """Return whether a token is a check mark, a cross or another sign that answers or compares."""
    return len(token) == 1 and not token.isalnum()


def _is_title(statement: Statement) -> bool:
    """Tell whether a heading is a title: some pages mark whole paragraphs as headings."""
    is_sentence = statement.text.rstrip().endswith((".", ";")) or statement.size > _MAX_TITLE_TOKENS
    return statement.kind is BlockKind.HEADING and not is_sentence


def _is_message(statement: Statement, context: PageContext) -> bool:
    """Tell whether a statement is an exclamation or a message of the page, or praise for it."""
    is_in_margin = statement.key in context.margins
    return (
        is_exclamation(statement.text)
        or is_page_message(statement.text)
        or is_praise(statement.text, is_in_margin=is_in_margin)
    )


def _find_unbinding(before: Statement, after: Statement, context: PageContext) -> str | None:
    """Return what a rewording is if both sides are a kind of text that binds nobody, or None."""
    is_in_margin = before.key in context.margins and after.key in context.margins
    if is_in_margin and is_advanced_count(before.text, after.text):
        return "only a count of the page advanced"
    if is_byline(before.text) and is_byline(after.text):
        return "only who reviewed the page changed"
    if _is_message(before, context) and _is_message(after, context):
        return "a message of the page was amended"
    return "a heading was amended" if _is_title(before) and _is_title(after) else None


def classify_rewording(
    before: Statement, after: Statement, context: PageContext = PageContext()
) -> Classification:
    """Classify a statement that was replaced by another."""
    date_only = classify_date_line(before.text)
    if date_only and classify_date_line(after.text):
        return date_only
    is_same_text = make_key(remove_dates(before.text)) == make_key(remove_dates(after.text))
    if is_same_text and classify_date_line(after.text):
        return Classification(Significance.DATE_ONLY, "only the document's date line changed")
    diff = WordDiff(before.key, after.key)
    if harmless := _classify_harmless(before.text, after.text, diff, context):
        return harmless
    if reason := _find_unbinding(before, after, context):
        return Classification(Significance.EDITORIAL, reason)
    return Classification(Significance.SUBSTANTIVE, _find_reason(before.text, after.text, diff))


def classify_unpaired(
    statement: Statement, context: PageContext = PageContext(), *, is_added: bool
) -> Classification:
    """Classify a statement that was added or removed."""
    if date_only := classify_date_line(statement.text):
        return date_only
    verb = "added" if is_added else "removed"
    rules = (
        (_is_title(statement), "a heading was"),
        (
            statement.is_table_header and not _has_operative_word(tokenise(statement.text)),
            "column headings were",
        ),
        (_is_message(statement, context), "a message of the page was"),
        (all(map(is_address, tokenise(statement.text))), "a URL was"),
        (
            statement.kind is BlockKind.ITEM and bool(THANKS_SECTION.search(statement.section)),
            "a name in a list of thanks was",
        ),
    )
    if name := next((name for applies, name in rules if applies), None):
        return Classification(Significance.EDITORIAL, f"{name} {verb}")
    return Classification(Significance.SUBSTANTIVE, f"a statement was {verb}")
