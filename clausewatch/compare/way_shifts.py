"""The moves of ways to act: users who could write or click may only click from now on."""

import re

from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import Replacement
from clausewatch.compare.shift_words import ShiftWords
from clausewatch.compare.stance import Mood, find_clause, find_rules
from clausewatch.model.reading import Severity, Shift

_ADDRESS = re.compile(r"@\w")
_MAX_WORDS = 16


def find_way_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a right that users may exercise in fewer ways than before, or in more."""
    removed, added = replacement.removed, replacement.added
    if bool(removed) is bool(added) or not _is_alternative(removed or added, words):
        return None
    sentence, start, _ = replacement.sides[0 if removed else 1]
    if not _is_exercised(sentence, start, words):
        return None
    label = "Users may act in one way fewer" if removed else "Users may act in one more way"
    return make_quoting_shift(
        "ways to act", replacement, Severity.MEDIUM, label, is_loss=bool(removed)
    )


def _is_alternative(text: str, words: ShiftWords) -> bool:
    """Tell whether words are one of several ways to write, to call or to click."""
    plain, alternative = text.strip(" ,;."), words.grammar["alternative"]
    ends = [match.end() for match in alternative.finditer(plain)]
    is_choice = bool(ends) and (alternative.match(plain) is not None or ends[-1] == len(plain))
    is_way = _ADDRESS.search(text) or words.grammar["way"].search(text)
    is_by_others = words.grammar["company_acts"].search(text)
    return bool(is_choice and is_way and not is_by_others and len(text.split()) <= _MAX_WORDS)


def _is_exercised(sentence: str, place: int, words: ShiftWords) -> bool:
    """Tell whether a clause lets users do what a rule knows as a right, or opt out."""
    first, last = find_clause(sentence, place)
    clause = sentence[first:last]
    is_right = words.grammar["opt_out"].search(clause) or any(
        right.verbs.search(clause) and (right.objects is None or right.objects.search(clause))
        for right in words.rights
    )
    is_lawful = any(
        rule.actor == "user" and rule.mood is Mood.PERMISSION
        for rule in find_rules(sentence, place, words)
    )
    return bool(is_right) and is_lawful
