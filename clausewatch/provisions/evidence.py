"""Decides whether a sentence that mentions a practice is evidence of it.

A sentence is none if it only says what a reader may ask, what a document is about, or where
something is written; if somebody else acts than the type is about; if it forbids others something
or advises readers; if it denies another act than that of the type; if a contract binds others to
it; or if it says what happens to the company.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise

from clausewatch.model.provisions import Polarity
from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.denial_limits import Limit
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence
from clausewatch.provisions.taxonomy import ClauseType

_ASKING_DISTANCE = 14
_SUBJECT_WORDS, _SPEAKING_DISTANCE = 6, 3
_HEDGE_DISTANCE = 4
_ADVICE_WORDS = 5
_REFERENCE_DISTANCE = 6
_BINDING_DISTANCE = 8
_OTHERS = frozenset({Party.USER, Party.OTHER, Party.ADMINISTRATOR})
_PERMISSIVE = frozenset({"may", "can", "able"})
_PRESENT = frozenset({"now", "still", "continue", "continues", "will"})
_PAST_ENDINGS = ("ed", "ld", "t")
"""Endings of past forms: *shared*, *sold*, *kept*."""
_RIGHTS = frozenset({"right", "rights", "entitled"})
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_GETTING = frozenset({"access", "receive", "obtain"})
"""What a person gets by a right to know, and in many other ways."""


class Objection(StrEnum):
    """Why a sentence is no evidence of a practice."""

    RIGHT_TO_ASK = "right to ask"
    SCOPE = "scope of the document"
    REFERENCE = "reference"
    HEDGED = "hedged"
    PAST = "past practice"
    ADVICE = "advice to users"
    UNDERGONE = "undergone by the company"
    OTHER_ACT = "denial of another act"
    OTHER_ACTOR = "other actor"
    BAN = "ban on others"
    CONTRACT = "contract with others"


def find_objection(
    sentence: Sentence, clause: ClauseType, assertion: Assertion
) -> Objection | None:
    """Return why a sentence is no evidence under a clause type, or None if it is."""
    tests: tuple[tuple[Objection, Callable[[Sentence, Assertion], bool]], ...] = (
        (Objection.RIGHT_TO_ASK, is_right_to_ask),
        (Objection.SCOPE, is_scope),
        (Objection.REFERENCE, is_reference),
        (Objection.HEDGED, is_hedged),
        (Objection.PAST, is_past),
        (Objection.BAN, is_ban_on_others),
        (Objection.ADVICE, is_advice),
        (Objection.OTHER_ACT, is_denial_of_other_act),
        (Objection.UNDERGONE, is_undergone),
    )
    if clause.verbs and not clause.is_ban:
        for objection, test in tests:
            if test(sentence, assertion):
                return objection
    if (
        is_duty_of_others(sentence, assertion)
        and clause.verbs
        and Limit.OTHERS not in clause.limits
    ):
        return Objection.CONTRACT
    is_choice = assertion.polarity in {Polarity.OPT_OUT_OFFERED, Polarity.WITH_CONSENT}
    is_known = assertion.actor in _KNOWN and not (is_choice and clause.verbs)
    is_other = bool(clause.actors) and is_known and assertion.actor not in clause.actors
    return Objection.OTHER_ACTOR if is_other else None


_KNOWN = frozenset(Party) - {Party.MATTER, Party.UNKNOWN}


def is_right_to_ask(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the sentence says that a person may ask about the practice."""
    if assertion.anchor is None or assertion.polarity is Polarity.OPT_OUT_OFFERED:
        return False
    words, grammar = sentence.words, sentence.grammar
    for index in range(assertion.anchor):
        if not grammar.evidence_asking.is_at(words, index):
            continue
        before = words[max(0, index - _ASKING_DISTANCE) : index]
        between = words[index + 1 : assertion.anchor]
        has_right = bool(_RIGHTS & set(before))
        may_ask = bool(_PERMISSIVE & set(before)) and grammar.parties_user.is_in(before)
        is_permitted = has_right or (may_ask and words[index] not in _GETTING)
        if is_permitted and grammar.evidence_asked.is_in(between):
            return True
    return False


def is_scope(sentence: Sentence, assertion: Assertion) -> bool:  # noqa: ARG001  # same signature as the other tests
    """Return whether the sentence says what a document is about ("This notice applies to")."""
    words, grammar = sentence.words, sentence.grammar
    start = sentence.lead_in_size
    for index in range(start, min(len(words), start + _SUBJECT_WORDS)):
        if not grammar.evidence_documents.is_at(words, index):
            continue
        has_self = grammar.evidence_self.is_in(words[start:index]) or any(
            word.endswith("'s") for word in words[start:index]
        )
        following = range(index + 1, min(len(words), index + 1 + _SPEAKING_DISTANCE))
        if has_self and any(grammar.evidence_speaking.is_at(words, at) for at in following):
            return True
    return False


def is_reference(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the sentence only says where the practice is settled."""
    if assertion.polarity not in {Polarity.DOES, Polarity.MAY}:
        return False
    words, grammar, first = sentence.words, sentence.grammar, assertion.anchor
    last = len(words) if first is None else min(len(words), first + _REFERENCE_DISTANCE)
    for index in range(first or 0, last):
        is_said = bool({"is", "are", "be"} & set(words[max(0, index - 2) : index]))
        if is_said and grammar.evidence_referring.is_at(words, index):
            return grammar.evidence_documents.is_in(words[index:]) or "paragraphs" in words[index:]
    return False


def is_hedged(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the sentence leaves open if the practice takes place at all."""
    if assertion.anchor is None or assertion.polarity not in {Polarity.DOES, Polarity.MAY}:
        return False
    words, anchor = sentence.words, assertion.anchor
    near = words[max(0, anchor - _HEDGE_DISTANCE) : anchor]
    if sentence.grammar.evidence_hedging.is_in(near):
        return True
    return words[sentence.find_clause(anchor)[0]] == "whether"


def is_past(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the company did it once ("we previously used", "in the past we sold").

    Data that was "previously collected" is another matter, and so is what goes on.
    """
    words, anchor = sentence.words, assertion.anchor
    if anchor is None or assertion.actor is Party.MATTER:
        return False
    goes_on = not _PRESENT.isdisjoint(words) or any(
        first in _PERMISSIVE and second != "have" for first, second in pairwise(words)
    )
    before = words[sentence.find_clause(anchor)[0] : anchor]
    is_past = words[anchor].endswith(_PAST_ENDINGS) and not goes_on
    return is_past and sentence.grammar.evidence_formerly.is_in(before)


def is_advice(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the sentence advises users ("you should avoid uploading")."""
    if assertion.anchor is None or assertion.actor in {Party.COMPANY, Party.OTHER}:
        return False
    before = sentence.words[sentence.lead_in_size : assertion.anchor]
    advice = sentence.grammar.evidence_advising.find(before)
    if not advice:
        return False
    # "You should be aware that it is sold", or "that we sell it", states what is done.
    advised = before[advice[0] :]
    is_told = sentence.grammar.evidence_telling.is_in(advised[:_ADVICE_WORDS])
    return not is_told and not _names_company(sentence, advised)


def _names_company(sentence: Sentence, words: Sequence[str]) -> bool:
    is_named = not sentence.company_names.isdisjoint(words)
    return is_named or sentence.grammar.parties_company.is_in(words)


def is_denial_of_other_act(sentence: Sentence, assertion: Assertion) -> bool:  # noqa: ARG001  # same signature as the other tests
    """Return whether the company denies an act that says nothing of the practice."""
    return assertion.is_of_other_act


def is_undergone(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the verb says what happens to the company ("if we are sold")."""
    words, anchor = sentence.words, assertion.anchor
    if anchor is None or words[anchor].endswith("ing"):
        return False
    passive = anchor - 2 if anchor and sentence.is_negation(anchor - 1) else anchor - 1
    if passive < 1 or words[passive] not in _PASSIVE:
        return False
    subject = passive - 1
    if subject and sentence.grammar.verbs_modal.is_at(words, subject):
        subject -= 1
    if words[subject] == "us" or sentence.find_party(subject) is not Party.COMPANY:
        return False
    return not (subject and sentence.grammar.breaks_prepositions.is_at(words, subject - 1))


def is_ban_on_others(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether the sentence forbids others the practice with what is not the reader's."""
    is_denied = assertion.polarity in {Polarity.DOES_NOT, Polarity.SOME_EXCLUDED}
    if not is_denied or assertion.anchor is None:
        return False
    words = sentence.words
    has_prohibition = sentence.grammar.negation_banning.is_in(words)
    if assertion.actor not in _OTHERS and not has_prohibition:
        return False
    return not sentence.grammar.evidence_owning.is_in(words[sentence.lead_in_size :])


def is_duty_of_others(sentence: Sentence, assertion: Assertion) -> bool:
    """Return whether a contract binds somebody else ("our contracts forbid processors to sell it").

    What a processor promises says nothing of what the company itself does; under a type where
    others may act as well, it is a denial of that part.
    """
    words, grammar = sentence.words, sentence.grammar
    end = len(words) if assertion.anchor is None else assertion.anchor
    has_others = any(sentence.find_party(at) is Party.OTHER for at in range(end))
    if assertion.actor is Party.COMPANY or not has_others:
        return False
    for index in grammar.evidence_contracts.find(words[:end]):
        following = words[index + 1 : min(end, index + 1 + _BINDING_DISTANCE)]
        is_own = words[index - 1 : index] in {("this",), ("these",)}
        binding = next(iter(grammar.evidence_binding.find(following)), None)
        if is_own or binding is None:
            continue
        # "Our agreements require us to share it": the company acts, and nobody else is bound.
        bound = range(index + 2 + binding, end)
        if not any(sentence.find_party(at) is Party.COMPANY for at in bound):
            return True
    return False
