"""Decides what a sentence asserts of a practice: who does it, and whether it is affirmed or denied.

The verbs of a clause type are the anchors. The clause around an anchor gives its actor and its
denial, and the sentence gives the conditions (`conditions`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.model.provisions import Polarity
from clausewatch.provisions.conditions import (
    depends_on_consent,
    ends_with_contract,
    is_unavoidable,
    offers_opt_out,
)
from clausewatch.provisions.grammar import WordSet
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence

_PARTICIPLE_DISTANCE = 4
_LIMIT_DISTANCE = 2
_CAUSATIVE_DISTANCE = 8
_CAUSATIVES = frozenset({"have", "has", "get", "gets"})
_ADVERSATIVES = frozenset({"but", "however"})
_EXCEPTIONS = _ADVERSATIVES | {"except", "unless", "other", "only", "save", "apart"}


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a sentence says about a practice."""

    actor: Party
    polarity: Polarity
    anchor: int | None
    """Index of the verb of the practice; a sentence without one is taken as affirmed."""
    is_presupposed: bool = False
    """The verb only describes a thing: "the data used to train"."""
    is_of_other_act: bool = False
    """The company denies an act that the type has no verb for: "we never delete voiceprints"."""


def read_assertion(sentence: Sentence, verbs: Sequence[WordSet]) -> Assertion:
    """Return what a sentence asserts of a practice.

    `verbs` are the verbs of the practice, the most telling first: the first set that occurs
    decides.
    """
    anchors = find_anchors(sentence, verbs)
    if not anchors:
        # "With your consent we post it": the condition is that of the practice, whatever its verb.
        is_open = not verbs or not sentence.words
        polarity = Polarity.DOES if is_open else _read_condition(sentence)
        return Assertion(Party.UNKNOWN, polarity, None)
    # What ceases with the contract takes place until then.
    denied = [
        anchor
        for anchor in anchors
        if sentence.is_denied(anchor) and not ends_with_contract(sentence, anchor)
    ]
    anchor = (denied or anchors)[0]
    is_denied = bool(denied) and not _is_affirmed_besides(sentence, anchors, denied)
    return Assertion(
        actor=_find_actor(sentence, anchor),
        polarity=_read_polarity(sentence, anchors, denied if is_denied else []),
        anchor=anchor,
        is_presupposed=_is_presupposed(sentence, anchor),
    )


def read_refusal(sentence: Sentence) -> Assertion | None:
    """Return the denial of a practice by a verb of handling ("we cannot see"), if any.

    The denial of another act leaves open whether the practice takes place.
    """
    words, grammar = sentence.words, sentence.grammar
    for index in range(sentence.lead_in_size + 1, len(words) - 1):
        if not sentence.is_negation(index):
            continue
        if grammar.negation_happening.is_at(words, index + 1):
            return Assertion(Party.MATTER, Polarity.DOES_NOT, index + 1)
        subject = index - 1 - sentence.is_finite(index - 1)
        if subject < 0 or sentence.find_party(subject) is not Party.COMPANY:
            continue
        following = words[index + 1 : index + 1 + _LIMIT_DISTANCE]
        is_refused = grammar.negation_handling.is_at(words, index + 1)
        if is_refused or not grammar.negation_limiting.is_in(following):
            denied = [index + 1] if is_refused else []
            polarity = _read_polarity(sentence, [index + 1], denied)
            return Assertion(Party.COMPANY, polarity, index + 1, is_of_other_act=not is_refused)
    return None


def read_answer(question: Sentence, condition: Sentence, *, is_yes: bool) -> Polarity | None:
    """Return what a yes or no with a condition says of a practice, or None if that is open."""
    if _asks_for_way_out(question):
        return None
    words = condition.words
    if depends_on_consent(condition, is_denied=not is_yes):
        return Polarity.WITH_CONSENT
    if is_yes:
        is_offered = bool(words) and offers_opt_out(condition, [len(words) - 1])
        return Polarity.OPT_OUT_OFFERED if is_offered else Polarity.DOES
    return None if not _EXCEPTIONS.isdisjoint(words) else Polarity.DOES_NOT


def _asks_for_way_out(question: Sentence) -> bool:
    """Return whether a yes does not affirm the practice ("Can I opt out?", "without cookies?")."""
    words, grammar = question.words, question.grammar
    is_of_reader = words[1:2] == ("i",)
    is_refusal = grammar.choice_declining.is_in(words) or any(w.startswith("opt") for w in words)
    is_negated = "without" in words or any(map(question.is_negation, range(len(words))))
    return is_of_reader or is_refusal or is_negated


def find_anchors(sentence: Sentence, verbs: Sequence[WordSet]) -> list[int]:
    """Return where the most telling verbs of a practice stand."""
    for group in verbs:
        if anchors := group.find(sentence.words):
            return anchors
    return []


def _find_actor(sentence: Sentence, anchor: int) -> Party:
    """Return who acts; a reader who grants the company a right lets the company act."""
    actor = sentence.find_actor(anchor)
    if actor is not Party.USER:
        return actor
    if _is_undergone_by_reader(sentence, anchor):
        return Party.UNKNOWN
    words = sentence.words
    is_granted = any(
        sentence.grammar.evidence_granting.is_at(words, index)
        and words[index + 1] not in {"to", "not"}
        for index in range(anchor)
    )
    return Party.COMPANY if is_granted else actor


def _is_undergone_by_reader(sentence: Sentence, anchor: int) -> bool:
    """Return whether somebody acts on what the reader has ("will have their accounts closed")."""
    words, (start, _) = sentence.words, sentence.find_clause(anchor)
    return words[anchor].endswith("ed") and any(
        words[index] in _CAUSATIVES and sentence.grammar.breaks_determiners.is_at(words, index + 1)
        for index in range(max(start, anchor - _CAUSATIVE_DISTANCE), anchor - 1)
    )


def _is_presupposed(sentence: Sentence, anchor: int) -> bool:
    """Return whether a participle before the verb describes a matter ("the data used to train")."""
    words = sentence.words
    return any(
        words[index] in {"used", "collected", "needed"}
        and words[index + 1] in {"to", "for", "in", "through"}
        and sentence.find_party(index - 1) is Party.MATTER
        for index in range(max(1, anchor - _PARTICIPLE_DISTANCE), anchor)
    )


def _is_affirmed_besides(sentence: Sentence, anchors: Sequence[int], denied: Sequence[int]) -> bool:
    """Return whether a later main clause affirms what an earlier one denies ("..., but we may")."""
    grammar, words = sentence.grammar, sentence.words
    for anchor in anchors:
        start, _ = sentence.find_clause(anchor)
        if anchor in denied or start <= denied[0]:
            continue
        has_actor = sentence.find_actor(anchor) in {Party.COMPANY, Party.OTHER, Party.MATTER}
        is_condition = grammar.choice_opening.is_at(words, start) or words[start] == "unless"
        if words[start] in _ADVERSATIVES or (has_actor and not is_condition):
            return True
    return False


def _read_condition(sentence: Sentence) -> Polarity:
    """Return what a sentence without a verb of its practice makes the practice depend on."""
    if depends_on_consent(sentence, is_denied=False):
        return Polarity.WITH_CONSENT
    is_offered = offers_opt_out(sentence, [len(sentence.words) - 1])
    return Polarity.OPT_OUT_OFFERED if is_offered else Polarity.DOES


def _read_polarity(sentence: Sentence, anchors: Sequence[int], denied: Sequence[int]) -> Polarity:
    """Return what a sentence does with a practice; `denied` are the verbs that it denies."""
    if is_unavoidable(sentence, denied):
        return Polarity.DOES
    if depends_on_consent(sentence, is_denied=bool(denied)):
        return Polarity.WITH_CONSENT
    if offers_opt_out(sentence, anchors):
        return Polarity.OPT_OUT_OFFERED
    if denied:
        return Polarity.DOES_NOT
    # An item with a subject of its own takes no permission from its lead-in.
    own = [at for at in anchors if sentence.find_clause(at)[0] >= sentence.lead_in_size]
    is_permitted = any(
        sentence.grammar.verbs_permitting.is_at(sentence.words, index)
        for anchor in own or anchors
        for index in range(sentence.find_clause(anchor)[0], anchor)
    )
    return Polarity.MAY if is_permitted else Polarity.DOES
