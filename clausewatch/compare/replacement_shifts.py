"""The moves that a replacement makes by its grammar, whatever the sentence is about.

Each rule needs evidence in the sentence: who is bound, how, and what the new words do to that. A
sentence that gives none has no move here, because a wrong direction is worse than none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from clausewatch.compare.choice_shifts import find_choice_shift, find_default_shift
from clausewatch.compare.item_shifts import find_access_shift, find_list_shift
from clausewatch.compare.noun_roles import is_given, is_taken
from clausewatch.compare.party_shifts import find_party_shift
from clausewatch.compare.quantities import PERIOD
from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import Replacement, find_weighty_replacements
from clausewatch.compare.scope_shifts import (
    find_age_shift,
    find_effort_shift,
    find_limit_shift,
    find_masking_shift,
    find_share_shift,
)
from clausewatch.compare.shift_words import RULE_WORDS, ShiftWords
from clausewatch.compare.stance import (
    NEAR_CHARS,
    Effect,
    Mood,
    Rule,
    find_rule_before,
    find_rules,
    has_modal_words,
)
from clausewatch.compare.way_shifts import find_way_shift
from clausewatch.model.reading import Severity, Shift

_MAX_REPLACEMENTS = 3
"""A sentence with more of them was written anew, and its words no longer answer each other."""
_MAX_OTHER_WORDS = 3
"""Besides modality and negation, in a replacement that turns a rule around."""
_NOUN_LEAD_CHARS, _NEGATION_CHARS = 18, 36
_FREE = re.compile(r"\b(?:free of|frei von|exempts? de|libre de)\s*$", re.IGNORECASE)
Find = Callable[[Replacement, ShiftWords], Shift | None]


def find_plain_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of choices, of who bears a cost, and of what users get or pay."""
    return _find_first(before, after, words, _PLAIN_RULES)


def find_rule_shifts(before: str, after: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of what somebody must do, may do or must not do, and of when."""
    return _find_first(before, after, words, _GENERAL_RULES)


def _find_first(
    before: str, after: str, words: ShiftWords, rules: Sequence[Find]
) -> Iterator[Shift]:
    replacements = find_weighty_replacements(before, after)
    if len(replacements) > _MAX_REPLACEMENTS:
        return
    for replacement in replacements:
        shifts = (find(replacement, words) for find in rules)
        if first := next((shift for shift in shifts if shift is not None), None):
            yield first


def has_open_reversal(before: str, after: str, words: ShiftWords) -> bool:
    """Tell whether one of several replacements reverses something that no rule explains.

    A gain beside it is not sure: "within 24 hours, and will not bear the costs".
    """
    replacements = find_weighty_replacements(before, after)
    return len(replacements) > 1 and any(
        _changes_weight(replacement, words)
        and all(find(replacement, words) is None for find in _PLAIN_RULES)
        for replacement in replacements
    )


def _changes_weight(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether a replacement adds or removes a negation or a party."""
    names = ("negation", "user", "company")
    sides = (replacement.removed, replacement.added)
    counts = [[len(words.grammar[name].findall(side)) for name in names] for side in sides]
    return counts[0] != counts[1]


def _find_polarity(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of something that users get or pay, from "no" to some or back."""
    for name, is_cost in (("cost", True), ("benefit", False)):
        old, new = (_read_polarity(*side, words.grammar[name], words) for side in replacement.sides)
        is_charged = is_cost and {old, new} == {0, 1} and _is_charged(replacement, words)
        if {old, new} == {1, -1} or is_charged:
            is_loss = (new > old) is is_cost
            noun = "a cost" if is_cost else "something that users get"
            label = f"{'Adds' if new > old else 'Drops'} {noun}"
            return make_quoting_shift(name, replacement, Severity.MEDIUM, label, is_loss=is_loss)
    return None


def _is_charged(replacement: Replacement, words: ShiftWords) -> bool:
    """Tell whether a cost comes on top of something: "upon payment of a fee"."""
    sides = (replacement.removed, replacement.added)
    return any(words.grammar["charged"].search(text) for text in sides)


def _find_deadline(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move between a deadline and words that bind to no time."""
    states = [_read_deadline(*side, words) for side in replacement.sides]
    if sorted(states) != [-1, 1]:
        return None
    rules = [find_rule_before(sentence, start, words) for sentence, start, _ in replacement.sides]
    if any(rule and (rule.actor == "user" or rule.mood is Mood.DENIAL) for rule in rules):
        return None
    is_loss = states[1] < 0
    label = "Sets no firm deadline any more" if is_loss else "Now sets a deadline"
    return make_quoting_shift("deadline", replacement, Severity.MEDIUM, label, is_loss=is_loss)


def _read_deadline(sentence: str, start: int, end: int, words: ShiftWords) -> int:
    """Return 1 for words with a deadline, -1 for words that bind to no time, else 0."""
    text = sentence[start:end]
    soft = words.grammar["soft_time"].search(" ".join([text, *sentence[end:].split()[:1]]))
    is_set = bool(PERIOD.search(text))
    return int(is_set) - int(bool(soft) and not is_set)


def _read_polarity(
    sentence: str, start: int, end: int, nouns: re.Pattern[str], words: ShiftWords
) -> int:
    """Return 1 if a noun is affirmed at a place, -1 if denied, 0 if it is not there."""
    limit = min(len(sentence), end + _NOUN_LEAD_CHARS)
    if nouns is words.grammar["benefit"] and words.grammar["no_benefit"].search(
        sentence, start, end
    ):
        return -1
    match = nouns.search(sentence, start, limit)
    if match is None or not is_given(sentence, *match.span(), words):
        return 0
    if is_taken(sentence, *match.span(), words):
        return 0
    lead = sentence[max(match.start() - _NEGATION_CHARS, 0) : match.start()]
    grammar = words.grammar
    is_free = _FREE.search(lead)
    is_denied = is_free or grammar["negation"].search(lead) or grammar["without"].search(lead)
    return -1 if is_denied else 1


def _find_modality(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a rule whose modal verb or negation was replaced, and little else."""
    grammar = words.grammar
    sides = (replacement.removed, replacement.added)
    if not any(grammar[name].search(text) for name in RULE_WORDS for text in sides):
        return None
    if any(_count_other_words(text, words) > _MAX_OTHER_WORDS for text in sides):
        return None
    old, new = (_find_rule_at(*side, words) for side in replacement.sides)
    if old is None and not has_modal_words(*replacement.sides[0], words):
        old = _make_statement(new)
    if new is None and not has_modal_words(*replacement.sides[1], words):
        new = _make_statement(old)
    return _compare_rules(old, new, replacement) if old and new else None


def _count_other_words(text: str, words: ShiftWords) -> int:
    for name in RULE_WORDS:
        text = words.grammar[name].sub("", text)
    return len(re.findall(r"\w+", text))


def _make_statement(other: Rule | None) -> Rule | None:
    """Return what is left of a rule whose modal words go: "does not sell" becomes "sells"."""
    return replace(other, mood=Mood.STATEMENT) if other and other.mood is Mood.DENIAL else None


def _find_rule_at(sentence: str, start: int, end: int, words: ShiftWords) -> Rule | None:
    """Return the rule whose modal words are at a place; None if there is none or are several."""
    rules = find_rules(sentence, start, words)
    near = [r for r in rules if r.start <= end + NEAR_CHARS and r.end >= start - NEAR_CHARS]
    return near[0] if len(near) == 1 else None


def _compare_rules(old: Rule, new: Rule, replacement: Replacement) -> Shift | None:
    old, new = _share_harm(old, new), _share_harm(new, old)
    if old.actor != new.actor or old.mood is new.mood or old.effect is not new.effect:
        return None
    if {old.mood, new.mood} == {Mood.DUTY, Mood.WILL}:
        return None  # who "shall" or "will" do something has promised it either way
    if old.effect is Effect.UNKNOWN and {old.mood, new.mood} == {Mood.DUTY, Mood.DENIAL}:
        return None  # "must enter" and "must not enter": users may want either
    delta = _rank_rule(new) - _rank_rule(old)
    if not delta:
        return None
    severity = Severity.HIGH if old.effect is Effect.HARMS else Severity.MEDIUM
    label = _LABELS[old.actor or "", delta > 0]
    return make_quoting_shift("modality", replacement, severity, label, is_loss=delta < 0)


def _share_harm(rule: Rule, other: Rule) -> Rule:
    """Return a rule with the harm that its other form rules out: "files never leave the country".

    Both have the same verb, as little else was replaced.
    """
    is_ruled_out = other.mood is Mood.DENIAL and other.effect is Effect.HARMS
    is_open = rule.effect is Effect.UNKNOWN and rule.actor != "user"
    return replace(rule, effect=Effect.HARMS) if is_ruled_out and is_open else rule


_LABELS = {
    ("company", False): "The company binds itself less",
    ("company", True): "The company binds itself more",
    ("user", False): "Users must do more, or may do less",
    ("user", True): "Users must do less, or may do more",
    ("", False): "Protects users less",
    ("", True): "Protects users more",
}


def _rank_rule(rule: Rule) -> int:
    """Return how well a rule treats users, on a scale of its own for each verb."""
    if rule.actor == "user":
        return rule.favour
    if rule.effect is Effect.HELPS:
        return {Mood.DENIAL: 0, Mood.NO_DUTY: 0, Mood.PERMISSION: 1}.get(rule.mood, 2)
    return rule.favour


_PLAIN_RULES: tuple[Find, ...] = (
    find_choice_shift,
    find_default_shift,
    find_party_shift,
    _find_polarity,
    find_share_shift,
    find_age_shift,
    find_masking_shift,
)
_GENERAL_RULES: tuple[Find, ...] = (
    _find_deadline,
    _find_modality,
    find_effort_shift,
    find_way_shift,
    find_limit_shift,
    find_list_shift,
    find_access_shift,
)
