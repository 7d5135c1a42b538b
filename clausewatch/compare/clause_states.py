"""What a text states on each practice, promise and right, and the moves between two texts."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from clausewatch.compare.clause_grammar import Predicate, find_predicates
from clausewatch.compare.noun_roles import is_only_mentioned
from clausewatch.compare.predicate_roles import (
    is_done_to_users,
    is_excepted,
    is_named_change,
)
from clausewatch.compare.replacements import find_weighty_replacements, is_verb_swap
from clausewatch.compare.sentence_pairs import MAX_CHANGED_WORDS, count_changed_words
from clausewatch.compare.shift_sentences import (
    State,
    describe_practice,
    describe_promise,
    describe_right,
    make_shift,
)
from clausewatch.compare.shift_words import (
    Practice,
    Promise,
    Right,
    ShiftWords,
    find_shift_words,
)
from clausewatch.compare.wording_shifts import names_safeguard
from clausewatch.model.reading import Shift

_MAX_GRANT_CHARS = 70
_NOUN_LEAD = re.compile(r"\b(?:the|an?|our|your|its|their|of|any|such|this|each) $|\w['\u2019]s? $")
"""Words before a noun: "may request a summary of our audit" grants no audit."""
_MAX_GENERAL_WORDS = 6
"""A general rule is only sure if little else changed."""


def assess_practice(
    practice: Practice, text: str, words: ShiftWords, *, is_strict: bool = False
) -> State:
    """Return how far a text goes against users in a practice."""
    states = [
        _find_practice_state(predicate)
        for predicate in find_predicates(text, words, practice.verbs, practice.objects)
        if _is_practised(practice, predicate, is_strict=is_strict)
    ]
    return max(states, default=State.ABSENT)


def _is_practised(practice: Practice, predicate: Predicate, *, is_strict: bool) -> bool:
    """Tell whether the subject of a verb is the one with which it means the practice."""
    if practice.actor == "any":
        is_subordinate = predicate.words.grammar["subordinate"].match(predicate.clause)
        return not is_subordinate or "," in predicate.clause[: predicate.start]
    if is_strict and is_named_change(predicate):
        return False
    rest = predicate.clause[predicate.end :].lstrip()
    if predicate.words.grammar["received"].match(rest):
        return False  # "we share with you a copy of your data"
    if practice.actor == "company" and is_done_to_users(predicate):
        return True
    if predicate.actor is None:
        return practice.actor == "company" and not is_strict
    return predicate.is_main and predicate.actor == practice.actor


def _find_practice_state(predicate: Predicate) -> State:
    if predicate.has("consent"):
        is_condition = predicate.is_denied or predicate.has("only", "without")
        return State.ONLY_WITH_CONSENT if is_condition else State.CONDITIONAL
    if predicate.is_denied:
        return State.DENIED
    if predicate.has("opt_out") and not predicate.has("on_request"):
        return State.LIMITED
    if predicate.has("possible", "on_request", "merger"):
        return State.CONDITIONAL
    return State.CONDITIONAL if predicate.has("strict_limit") else State.FULL


def assess_promise(
    promise: Promise, text: str, words: ShiftWords, *, is_strict: bool = False
) -> State:
    """Return how firmly a text makes a promise to users."""
    states = [
        _find_promise_state(predicate)
        for predicate in find_predicates(text, words, promise.verbs, promise.objects)
        if predicate.actor != "user" and (predicate.is_main or not is_strict)
        if not (predicate.actor is None and predicate.is_done_to_company)
        if not is_only_mentioned(predicate.clause, predicate.start, predicate.end, words)
        if not is_excepted(predicate)
    ]
    return max(states, default=State.ABSENT)


def _find_promise_state(predicate: Predicate) -> State:
    if predicate.is_denied:
        return State.DENIED
    return State.LIMITED if predicate.has("weak") else State.FULL


def assess_right(right: Right, text: str, words: ShiftWords, *, is_strict: bool = False) -> State:
    """Return how far a text gives users a right."""
    states = [
        State.DENIED if predicate.is_denied else State.FULL
        for predicate in find_predicates(text, words, right.verbs, right.objects)
        if _is_by_user(right, predicate, is_strict=is_strict)
        if right.is_plain or _is_granted(right, predicate)
    ]
    return max(states, default=State.ABSENT)


def _is_by_user(right: Right, predicate: Predicate, *, is_strict: bool) -> bool:
    if right.is_plain or not is_strict:
        return predicate.actor != "company"
    return predicate.actor == "user" and predicate.is_main


def _is_granted(right: Right, predicate: Predicate) -> bool:
    """Tell whether a word of permission governs the verb, and not the verb of another right.

    "May request a summary of the audit" grants no audit.
    """
    may = predicate.find_first("may")
    if may is None or may.end() > predicate.start:
        return may is not None
    between = predicate.clause[may.end() : predicate.start]
    if len(between) > _MAX_GRANT_CHARS or between.endswith(" to "):
        return False  # "may be asked to sign in to access data"
    if len(between.split()) > 1 and _NOUN_LEAD.search(between):
        return False
    others = (other for other in predicate.words.rights if other is not right)
    is_other = any(other.verbs.search(between) for other in others)
    return not is_other or bool(predicate.words.grammar["widening"].search(between))


def find_pair_shifts(
    before: str, after: str, words: ShiftWords, *, is_general: bool
) -> Iterator[Shift]:
    """Yield the moves of practices, promises and rights between a sentence and its successor.

    `is_general` selects the rules for edits of which no other rule knows the topic. They count only
    if both sentences are about the topic. For the others a clause must say who acts if only one is.
    """
    for practice in (rule for rule in words.practices if rule.is_general is is_general):
        states = _assess_pair(
            partial(assess_practice, practice), before, after, words, is_general=is_general
        )
        is_silent = practice.actor != "any" and _is_silence(*states)
        if not (is_general and State.ABSENT in states) and not is_silent:
            yield from _make_practice_shift(practice, *states)
    for promise in (rule for rule in words.promises if rule.is_general is is_general):
        states = _assess_pair(
            partial(assess_promise, promise), before, after, words, is_general=is_general
        )
        others = words.grammar["telling"] if states[1] is State.ABSENT else None
        is_swap = State.ABSENT in states and is_verb_swap(promise.verbs, before, after, others)
        if not (is_general and State.ABSENT in states) and not is_swap:
            yield from _make_gain(promise, describe_promise(promise.does, *states), *states)
    for right in () if is_general else words.rights:
        states = _assess_pair(
            partial(assess_right, right), before, after, words, is_general=is_general
        )
        if State.ABSENT in states and is_verb_swap(right.verbs, before, after):
            continue
        yield from _make_gain(right, describe_right(right.name, *states), *states)


def _assess_pair(
    assess: Callable[..., State],
    before: str,
    after: str,
    words: ShiftWords,
    *,
    is_general: bool,
) -> tuple[State, State]:
    states = assess(before, words), assess(after, words)
    if State.ABSENT not in states and not is_general:
        return states
    if set(states) == {State.ABSENT, State.DENIED} and _is_denial_alone(before, after, words):
        return states
    most = _MAX_GENERAL_WORDS if is_general else MAX_CHANGED_WORDS
    if count_changed_words(before, after) > most:
        return State.ABSENT, State.ABSENT
    return assess(before, words, is_strict=True), assess(after, words, is_strict=True)


def _is_denial_alone(before: str, after: str, words: ShiftWords) -> bool:
    """Tell whether a sentence only gains or loses words that deny something.

    Its other words stay, so that whoever is denied something in it is the same, named or not.
    """
    replacements = find_weighty_replacements(before, after)
    if len(replacements) != 1 or (replacements[0].removed and replacements[0].added):
        return False
    text = replacements[0].removed or replacements[0].added
    return words.grammar["negation"].search(text) is not None


def find_added_shifts(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of sentences that were added or removed as a whole.

    Only a clause that says who acts counts. A practice that is no longer mentioned is no gain.
    """
    for practice in (rule for rule in words.practices if not rule.is_general):
        states = [assess_practice(practice, t, words, is_strict=True) for t in (removed, added)]
        is_open = set(states) == {State.ABSENT, State.DENIED} and words.grammar["exception"].search(
            f"{removed} {added}"
        )  # "not shared with anyone except advertisers" may take more than it gives
        if not _is_silence(*states) and not is_open:
            yield from _make_practice_shift(practice, *states)
    for promise in (rule for rule in words.promises if not rule.is_general):
        states = [assess_promise(promise, t, words, is_strict=True) for t in (removed, added)]
        yield from _make_gain(promise, describe_promise(promise.does, *states), *states)
    if words.grammar["strict_limit"].search(f"{removed} {added}"):
        return  # "may bring claims only individually" is hardly a right
    for right in words.rights:
        states = [assess_right(right, t, words, is_strict=True) for t in (removed, added)]
        yield from _make_gain(right, describe_right(right.name, *states), *states)


def _is_silence(old: State, new: State) -> bool:
    """Tell whether a practice is only no longer mentioned, which is no gain."""
    return new is State.ABSENT and old > State.ONLY_WITH_CONSENT


def _make_practice_shift(practice: Practice, old: State, new: State) -> Iterator[Shift]:
    # A practice under conditions that appears or goes may favour either side.
    if old is not new and {old, new} != {State.ABSENT, State.CONDITIONAL}:
        sentence = describe_practice(practice.does, old, new)
        yield make_shift(
            practice.topic,
            practice.severity,
            sentence,
            is_loss=new > old,
            only_side=_find_only_side(old, new),
            is_denial=State.DENIED in {old, new},
        )


def _make_gain(rule: Promise | Right, sentence: str, old: State, new: State) -> Iterator[Shift]:
    # A promise or a right that was never given cannot be lost.
    if old is not new and {old, new} != {State.ABSENT, State.DENIED}:
        yield make_shift(
            rule.topic,
            rule.severity,
            sentence,
            is_loss=new < old,
            only_side=_find_only_side(old, new),
        )


def _find_only_side(old: State, new: State) -> str:
    """Return the only side that is about a topic; an empty string if both are."""
    if new is State.ABSENT:
        return "before"
    return "after" if old is State.ABSENT else ""


def is_stated(topic: str, text: str, words: ShiftWords, *, is_denied: bool) -> bool:
    """Tell whether a text states a practice, promise, right or safeguard, or denies a practice."""
    practice = next((rule for rule in words.practices if rule.topic == topic), None)
    if practice is not None:
        state = assess_practice(practice, text, words, is_strict=True)
        return state <= State.ONLY_WITH_CONSENT if is_denied else state > State.ABSENT
    states = [
        *(
            assess_promise(p, text, words, is_strict=True)
            for p in words.promises
            if p.topic == topic
        ),
        *(assess_right(r, text, words, is_strict=True) for r in words.rights if r.topic == topic),
    ]
    safeguards = (rule for rule in words.wordings if rule.topic == topic and rule.is_safeguard)
    return any(state > State.ABSENT for state in states) or any(
        names_safeguard(rule, line) for rule in safeguards for line in text.split("\n")
    )


def states_practice(text: str) -> bool:
    """Tell whether a text says that the company does, or may do, what can harm users.

    Its object need not be data: "we may share the fact that you have an account".
    """
    words = find_shift_words(text)
    return " | " not in text and any(
        predicate.actor == "company" and not predicate.is_denied
        for practice in words.practices
        if practice.actor == "company" and not practice.is_general
        for predicate in find_predicates(text, words, practice.verbs, None)
    )
