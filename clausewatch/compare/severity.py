"""The severity of an edit for the people whom the document binds.

The severity is that of the move: what users lose counts by how much it protected them, and what
they gain is low. Where the direction is unsure, the topic decides.

High: the edit concerns something that people can rarely undo (who the other party is, what happens
to their data, how they may sue, what they pay). Low: it alters no term.
"""

import re

from clausewatch.compare.asides import is_question, is_redated
from clausewatch.compare.contact_details import (
    SUMS,
    is_move_within_town,
    is_same_recipient,
    replaces_identifiers,
)
from clausewatch.compare.quantities import PERIOD
from clausewatch.compare.recipients import brings_recipient
from clausewatch.compare.recitals import is_recital
from clausewatch.compare.replacements import find_replacements
from clausewatch.compare.sensitive_topics import find_sensitive_topics, names_sensitive_topic
from clausewatch.compare.sentence_pairs import find_changed_words
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.compare.shift_words import (
    RULE_WORDS,
    TURNING_WORDS,
    ShiftWords,
    find_shift_words,
)
from clausewatch.compare.significance import (
    AMENDED_TERM,
    DECISIVE_REASONS,
    NAME_ALTERED,
    NAME_REPLACED,
    Classification,
)
from clausewatch.compare.vocabulary import OPERATIVE_WORDS
from clausewatch.model.reading import Direction, Edit, EditKind, Severity, Significance
from clausewatch.text.normal_form import tokenise

_FORUM = re.compile(
    r"\b(?:governed by|governing law|jurisdiction|courts of|arbitrat)", re.IGNORECASE
)
"""Another law or court is no small matter for anybody, though who gains by it is unsure."""

_JOINING_WORDS = frozenset({"and", "or", "und", "oder", "et", "ou", "up", "in", "out", "under"})
_MAX_LABEL_WORDS = 2
_MIN_SENTENCE_WORDS = 5
_MIN_KNOWN_SHARE = 0.3
"""Of the words of a sentence; related languages share some words of grammar."""
_NEAR_CHARS = 80
"""Between a replaced name and the topic that it belongs to."""


def decide_severity(
    kind: EditKind,
    before: str | None,
    after: str | None,
    classification: Classification,
    section: str = "",
) -> Severity:
    """Return the severity of an edit, given its classification and the heading above it."""
    if classification.significance is not Significance.SUBSTANTIVE:
        return Severity.LOW
    own = _decide_by_topic(kind, before, after, classification)
    return adjust_severity(before, after, own, section)


def limit_severity(edit: Edit) -> Severity:
    """Return the severity that a clause type gives an edit, at most medium beside its topic.

    A rewording far from what makes the clause grave is no other clause: only a loss makes it high.
    """
    if edit.kind is not EditKind.REWORDED or not (edit.before and edit.after):
        return edit.severity
    if _binds_nobody(edit.before, edit.after):
        return Severity.LOW
    is_grave = _alters_rule(edit.before, edit.after) or _is_near_topic(edit.before, edit.after)
    if is_grave and not _adds_example(edit.before, edit.after):
        return edit.severity
    return min(edit.severity, Severity.MEDIUM, key=lambda level: level.rank)


def _adds_example(before: str, after: str) -> bool:
    """Tell whether a rewording only adds an example of what it said before, or drops one."""
    example = find_shift_words(after).grammar["example"]
    changed = [r.added or r.removed for r in find_replacements(before, after)]
    is_one_sided = _is_item(before, after)
    return is_one_sided and all(example.match(text.lstrip(" ,(")) for text in changed)


def _alters_rule(before: str, after: str) -> bool:
    """Tell whether a rewording alters a figure, a permission, a duty or a limit."""
    tokens = tokenise(" ".join(find_changed_words(before, after)))
    return any(
        token[:1].isdigit() or (token in OPERATIVE_WORDS and token not in _JOINING_WORDS)
        for token in tokens
    )


def adjust_severity(
    before: str | None, after: str | None, severity: Severity, section: str = ""
) -> Severity:
    """Raise a severity to that of what users lose; return low where they only gain.

    Another company that receives data is at least medium, whatever the sentence promises.
    """
    shifts = find_shifts(before, after)
    if brings_recipient(before, after, section):
        severity = max(severity, Severity.MEDIUM, key=lambda level: level.rank)
    elif find_direction(shifts) is Direction.MORE_FAVOURABLE:
        return Severity.LOW
    if before and after and _FORUM.search(before):
        severity = max(severity, Severity.MEDIUM, key=lambda level: level.rank)
    return max((severity, *(shift.severity for shift in shifts)), key=lambda level: level.rank)


def _decide_by_topic(
    kind: EditKind, before: str | None, after: str | None, classification: Classification
) -> Severity:
    is_sensitive = _is_about_topic(before, after, classification.reason)
    if kind is not EditKind.REWORDED or not (before and after):
        text = before or after or ""
        if any(is_kind(text) for is_kind in (is_recital, _is_label, is_question)):
            return Severity.MEDIUM if is_sensitive else Severity.LOW
        is_grave = is_sensitive and (states_rule(text) or _names_sensitive_data(text))
        return Severity.HIGH if is_grave else Severity.MEDIUM
    if _binds_nobody(before, after):
        return Severity.LOW
    is_decisive = classification.reason in DECISIVE_REASONS
    if not is_decisive or is_same_recipient(before, after):
        return Severity.MEDIUM if is_sensitive else Severity.LOW
    is_item = classification.reason == NAME_ALTERED and _is_item(before, after)
    return Severity.HIGH if is_sensitive and not is_item else Severity.MEDIUM


def _binds_nobody(before: str, after: str) -> bool:
    """Tell whether both forms of a sentence say no more than where to write, or what a text is."""
    if is_move_within_town(before, after) or replaces_identifiers(before, after):
        return True
    is_version = is_redated(before, after) and not names_sensitive_topic(after)
    return is_version or (is_recital(before) and is_recital(after))


def _is_item(before: str, after: str) -> bool:
    """Tell whether a rewording only adds names to a list, or takes some out."""
    return not any(r.removed and r.added for r in find_replacements(before, after))


def states_rule(text: str) -> bool:
    """Tell whether a text says what somebody does, may do or must do, or how long or how much.

    A title, or an item that only names a topic, states no rule. A full sentence in a language
    without a grammar may state one.
    """
    words = find_shift_words(text)
    names = (*RULE_WORDS, *TURNING_WORDS, "copula", "company", "user")
    if names_figure(text) or any(words.grammar[name].search(text) for name in names):
        return True
    return _is_foreign_sentence(text, words)


def _is_foreign_sentence(text: str, words: ShiftWords) -> bool:
    """Tell whether a text is a sentence with too few words that the grammar of a language has."""
    count = len(text.split())
    is_sentence = count >= _MIN_SENTENCE_WORDS and text.rstrip().endswith((".", "!"))
    known = len(words.grammar["function"].findall(text))
    return is_sentence and known < _MIN_KNOWN_SHARE * count


def names_figure(text: str) -> bool:
    """Tell whether a text says how long or how much."""
    return bool(PERIOD.search(text)) or any(c in SUMS for c in text)


def _names_sensitive_data(text: str) -> bool:
    """Tell whether an item names data that is worse to lose than other data."""
    return find_shift_words(text).grammar["sensitive"].search(text) is not None


def _is_label(text: str) -> bool:
    """Tell whether a text is one or two words that name no data, such as the line of a country."""
    words = text.split()
    grammar = find_shift_words(text).grammar
    return len(words) <= _MAX_LABEL_WORDS and not any(
        grammar[name].search(text) for name in ("matter", "record", "sensitive", "subprocessor")
    )


def _is_about_topic(before: str | None, after: str | None, reason: str) -> bool:
    """Tell whether an edit is about something sensitive, and not only beside a mention of it.

    A figure or a word of permission rules all of its sentence. A name, or another word, means no
    more than the words around it: a sentence may mention liability far from them.
    """
    is_name = reason in {NAME_ALTERED, AMENDED_TERM} or reason.startswith(NAME_REPLACED)
    if is_name and before and after:
        return _is_near_topic(before, after)
    return names_sensitive_topic(f"{before or ''} {after or ''}")


def _is_near_topic(before: str, after: str) -> bool:
    replacements = find_replacements(before, after)
    sides = ((before, [r.old for r in replacements]), (after, [r.new for r in replacements]))
    return any(
        topic.start() - _NEAR_CHARS <= end and start <= topic.end() + _NEAR_CHARS
        for text, spans in sides
        for topic in find_sensitive_topics(text)
        for start, end in spans
    )
