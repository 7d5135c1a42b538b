"""What a sentence that comes or goes as a whole makes users do, lets them do, or does with data.

These rules know no topic. They count only where no rule does that knows one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from clausewatch.compare.clause_grammar import (
    ORDER,
    Predicate,
    find_predicates,
    split_assertions,
)
from clausewatch.compare.clause_states import assess_practice
from clausewatch.compare.predicate_roles import is_done_to_users
from clausewatch.compare.shift_sentences import (
    State,
    describe_further_practice,
    make_shift,
)
from clausewatch.compare.shift_words import Practice, ShiftWords, find_shift_words
from clausewatch.compare.stance import Mood, Rule, find_rules
from clausewatch.model.reading import Severity, Shift

_GERMAN_PASSIVE = re.compile(r"\w(?:t|en) werden\b")
"""What is done to users: "Sie dürfen nicht belästigt werden"."""
_COLLECTION = "tracking and collection"
_PASSING_ON = frozenset({"sharing of data", "sale of personal data"})
_OBJECTS = ("matter", "record", "private")
_OBJECT_CHARS = 44
"""Behind a verb, in which its object is."""
_SENTENCES = {
    (Mood.DENIAL, True): "Forbids users to do this.",
    (Mood.DENIAL, False): "No longer forbids users to do this.",
    (Mood.DUTY, True): "Users must now do this.",
    (Mood.DUTY, False): "Users need no longer do this.",
    (Mood.PERMISSION, True): "Users may now do this.",
    (Mood.PERMISSION, False): "No longer says that users may do this.",
}
"""By how users are bound, and whether the sentence comes."""


def find_lone_rules(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of sentences without a partner, which are sure only beside few edits."""
    found = (
        *_find_rules_on_users(removed, added, words),
        *_find_new_collection(removed, added, words),
        *_find_new_recipients(removed, added, words),
    )
    return (replace(shift, is_general=True) for shift in found)


def _find_rules_on_users(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    for text, side in ((removed, "before"), (added, "after")):
        is_new = side == "after"
        for sentence in split_assertions(text):
            if rule := _find_rule_on_users(sentence, words):
                topic, told = f"rule on users: {sentence}", _SENTENCES[rule.mood, is_new]
                is_loss = (rule.favour < 0) is is_new
                yield make_shift(topic, Severity.MEDIUM, told, is_loss=is_loss, only_side=side)


def _find_rule_on_users(sentence: str, words: ShiftWords) -> Rule | None:
    """Return the first rule of a sentence if it binds users or lets them do something.

    "You may see ads" tells what can happen, and "you may use it only at home" both grants and
    limits.
    """
    rule = next(iter(find_rules(sentence, 0, words)), None)
    if rule is None or rule.actor != "user" or (rule.mood, True) not in _SENTENCES:
        return None
    grammar, behind = words.grammar, sentence[rule.end :].lstrip()
    while adverb := grammar["adverb"].match(behind):
        behind = behind[adverb.end() :].lstrip(" ,")
    if grammar["happening"].match(behind) or _GERMAN_PASSIVE.search(sentence):
        return None
    if rule.mood is Mood.DENIAL:
        is_order = ORDER.match(sentence) is not None
        modal = sentence[rule.start : rule.end]
        return rule if _is_ban(modal, behind, words, is_order=is_order) else None
    names: tuple[str, ...] = ("consent",)
    if rule.mood is Mood.PERMISSION:
        names = ("strict_limit", "contact", "pointer", "burden")
    return None if any(grammar[name].search(sentence) for name in names) else rule


def _is_ban(modal: str, behind: str, words: ShiftWords, *, is_order: bool) -> bool:
    """Tell whether a rule that denies something to users forbids it.

    "You do not have to pay" and "you never pay" take a burden from them.
    """
    grammar = words.grammar
    binds = is_order or any(grammar[name].search(modal) for name in ("must", "may"))
    if grammar["mere_duty"].search(modal) or not binds:
        return False
    return not any(grammar[name].search(behind) for name in ("burden", "cost", "payment"))


def _find_new_collection(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the move of a sentence that tells of data that the company collects."""
    practice = next(rule for rule in words.practices if rule.topic == _COLLECTION)
    old, new = (assess_practice(practice, t, words, is_strict=True) for t in (removed, added))
    if old is State.ABSENT and new >= State.LIMITED:
        told = "Says that it collects or tracks this."
        yield make_shift(practice.topic, practice.severity, told, is_loss=True, only_side="after")


def _find_new_recipients(removed: str, added: str, words: ShiftWords) -> Iterator[Shift]:
    """Yield the moves of sentences by which the company passes on anything that is of users.

    It need not be data: "we may share the fact that you have an account with your employer".
    """
    for practice in (rule for rule in words.practices if rule.topic in _PASSING_ON):
        if practice.verbs.search(removed):
            continue
        for sentence in split_assertions(added):
            if any(
                _passes_on(predicate)
                for predicate in find_predicates(sentence, words, practice.verbs, None)
            ):
                topic, told = f"{practice.topic}: {sentence}", "Says that it may pass this on."
                yield make_shift(topic, Severity.MEDIUM, told, is_loss=True, only_side="after")


def _passes_on(predicate: Predicate) -> bool:
    """Tell whether the company does something with what is of users, and asks nobody for it.

    "We share tips with you" and "we share your enthusiasm" pass on nothing of users.
    """
    is_by_company = predicate.actor == "company" and predicate.is_main
    if predicate.is_denied or not (is_by_company or is_done_to_users(predicate)):
        return False
    grammar, behind = predicate.words.grammar, predicate.clause[predicate.end :]
    is_of_users = is_done_to_users(predicate) or (
        any(grammar[name].search(behind) for name in ("user", "yours"))
        and any(grammar[name].search(behind[:_OBJECT_CHARS]) for name in _OBJECTS)
    )
    bars = ("consent", "opt_out", "on_request", "strict_limit", "received", "chosen")
    return is_of_users and not predicate.has(*bars)


def describe_further_case(shift: Shift, removed: Iterable[str]) -> Shift | None:
    """Return the move of one more sentence on a practice that a document had before.

    The result is None if one of the texts that go in the same change was about that practice.
    """
    words = find_shift_words(shift.sentence)
    practice = next((rule for rule in words.practices if rule.topic == shift.topic), None)
    if practice is None or any(_names(practice, text) for text in removed):
        return None
    return replace(shift, sentence=describe_further_practice(practice.does))


def _names(practice: Practice, text: str) -> bool:
    """Tell whether a text names a practice, whatever it says of it."""
    words = find_shift_words(text)
    return any(find_predicates(text, words, practice.verbs, practice.objects))
