"""Finds what a practice depends on in its sentence: prior consent, or no later opt-out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from clausewatch.provisions.closed_choices import is_choice_of_user, is_closed, is_needless
from clausewatch.provisions.condition_limits import is_of_one_region
from clausewatch.provisions.consent_phrases import is_bound_to_consent, is_consent_required
from clausewatch.provisions.consent_words import names_user
from clausewatch.provisions.parties import Party
from clausewatch.provisions.refusals import offers_way_out
from clausewatch.provisions.sentences import Sentence

_CONDITION_WORDS, _LIST_WORDS = 14, 60
"""How far a condition reaches after "unless", and a list of exceptions after "unless:"."""
_NEAR_WORDS = 9
"""How far a shorter condition reaches."""
_CHOICE_WORDS = 6
_LAPSE_WORDS = 4
_PUNCTUATION = frozenset({",", ";", "(", ")"})
_QUESTION_WORDS = frozenset({"whether", "if", "regarding", "about"})
_REQUESTS = frozenset({"ask", "asks", "asked", "tell", "tells", "told", "request", "requests"})
_CONTRACTING = "otherwise"
_OPT_WORDS = frozenset({"opt", "opts", "opting", "opted"})


def depends_on_consent(sentence: Sentence, *, is_denied: bool) -> bool:
    """Return whether nothing happens unless a person says yes first.

    `is_denied` tells whether the sentence denies the practice: "not ... without your consent"
    depends on it, and "we use it without your consent" does not.
    """
    if not sentence.grammar.choice_signals.is_in(sentence.words):
        return False
    if sentence.remember(_has_consent):
        return True
    if is_denied:
        indexes = range(len(sentence.words))
        return not _has_refusal(sentence) and any(
            _is_denied_without_consent(sentence, index) or _is_denied_until_asked(sentence, index)
            for index in indexes
        )
    return sentence.remember(_has_condition)


def _has_consent(sentence: Sentence) -> bool:
    """Return whether consent is a condition, regardless of a denial; not if somebody refuses."""
    indexes = range(len(sentence.words))
    return not _has_refusal(sentence) and any(
        (
            is_bound_to_consent(sentence, index)
            or _is_excepted_by_consent(sentence, index)
            or is_consent_required(sentence, index)
        )
        and not is_of_one_region(sentence, index)
        for index in indexes
    )


def _has_condition(sentence: Sentence) -> bool:
    """Return whether a practice that is not denied depends on consent."""
    if _has_refusal(sentence):
        return False
    return _offers_opt_in(sentence) or any(
        (_is_consent_given(sentence, index) or _is_consent_exclusive(sentence, index))
        and not is_of_one_region(sentence, index)
        for index in range(len(sentence.words))
    )


def _has_refusal(sentence: Sentence) -> bool:
    if not {"no", "off"} & set(sentence.words):
        return False
    return any(_is_refusal_chosen(sentence, index) for index in range(len(sentence.words)))


def offers_opt_out(sentence: Sentence, anchors: Sequence[int]) -> bool:
    """Return whether the sentence says how a person can end or refuse the practice."""
    if not sentence.grammar.choice_signals.is_in(sentence.words):
        return False
    if _is_conceded(sentence, anchors):
        return False
    return sentence.remember(_has_opt_out) or _ends_on_request(sentence, anchors)


def _has_opt_out(sentence: Sentence) -> bool:
    """Return whether a way out is open, whatever it is from."""
    is_offered = any(
        _is_opt_out_at(sentence, index)
        and not is_closed(sentence, index)
        and not is_needless(sentence, index)
        for index in range(len(sentence.words))
    )
    return is_offered or _offers_refusal(sentence)


def is_unavoidable(sentence: Sentence, denied: Sequence[int]) -> bool:
    """Return whether the practice goes on after an opt-out ("even if you opt out").

    `denied` are the verbs that the sentence denies. What another clause denies does not go on: "we
    do not sell it, and you cannot opt out of our e-mails".
    """
    if not sentence.grammar.choice_signals.is_in(sentence.words):
        return False
    if not denied:
        return sentence.remember(_has_no_way_out)
    clauses = {sentence.find_clause(anchor) for anchor in denied}
    return any(clauses == {sentence.find_clause(at)} for at in _find_closed(sentence))


def _has_no_way_out(sentence: Sentence) -> bool:
    return next(_find_closed(sentence), None) is not None


def _find_closed(sentence: Sentence) -> Iterator[int]:
    """Yield where a way out is closed, or makes no difference."""
    words = sentence.words
    for index, word in enumerate(words):
        is_indifferent = (
            word == "even"
            and not {"if", "after", "when"}.isdisjoint(words[index + 1 : index + 2])
            and sentence.grammar.choice_refusing.is_in(words[index : index + _NEAR_WORDS])
        )
        if is_indifferent or (_is_opt_out_at(sentence, index) and is_closed(sentence, index)):
            yield index


def _take_after(sentence: Sentence, index: int, size: int) -> tuple[str, ...]:
    return sentence.words[index + 1 : index + 1 + size]


def _is_excepted_by_consent(sentence: Sentence, index: int) -> bool:
    """Return whether "unless you agree" begins here."""
    grammar = sentence.grammar
    is_list = sentence.words[index + 1 : index + 2] in {(":",), ("(",)}
    condition = _take_after(sentence, index, _LIST_WORDS if is_list else _CONDITION_WORDS)
    # "Unless you cancel it, and you authorize us to" ends its condition at the comma.
    ends = (at for at, pair in enumerate(pairwise(condition)) if pair == (",", "and"))
    condition = condition if is_list else condition[: next(ends, len(condition))]
    if sentence.words[index] != "unless" or _CONTRACTING in condition[:_CHOICE_WORDS]:
        # "Unless otherwise agreed" leaves room for another contract, and asks nobody.
        return False
    is_refusal = grammar.choice_refusing.is_in(condition[:_NEAR_WORDS])
    is_agreed = grammar.choice_agreeing.is_in(condition)
    return names_user(sentence.grammar, condition) and is_agreed and not is_refusal


def _is_denied_without_consent(sentence: Sentence, index: int) -> bool:
    """Return whether "without your consent" begins here, but not in "with or without"."""
    if sentence.words[index] != "without":
        return False
    near = _take_after(sentence, index, _NEAR_WORDS)
    is_own = "our" in near or "us" in near
    has_consent = sentence.grammar.choice_consent_nouns.is_in(near)
    is_indifferent = sentence.words[max(0, index - 2) : index] == ("with", "or")
    return has_consent and not is_own and not is_indifferent


def _is_denied_until_asked(sentence: Sentence, index: int) -> bool:
    """Return whether "unless you ask us to" begins here, and not "unless you ask us not to".

    It is the user who asks: "unless the police ask for your records" is an exception.
    """
    condition = _take_after(sentence, index, _NEAR_WORDS)
    asking = next((at for at, word in enumerate(condition) if word in _REQUESTS), None)
    if sentence.words[index] != "unless" or asking is None or "not" in condition:
        return False
    askers = range(index + 1, index + 1 + asking)
    parties = [sentence.find_party(at) for at in askers if sentence.is_party(at)]
    return parties[-1:] == [Party.USER]


def _is_consent_exclusive(sentence: Sentence, index: int) -> bool:
    """Return whether "only if you opt in" or "solely with consent" begins here."""
    grammar = sentence.grammar
    if not grammar.choice_exclusive.is_at(sentence.words, index):
        return False
    near = _take_after(sentence, index, _NEAR_WORDS)
    is_personal = names_user(sentence.grammar, near) or grammar.choice_consent_nouns.is_in(near)
    return is_personal and grammar.choice_consenting.is_in(near)


def _is_consent_given(sentence: Sentence, index: int) -> bool:
    """Return whether a condition is that a person has agreed ("if you have opted in")."""
    grammar, words = sentence.grammar, sentence.words
    if not grammar.choice_opening.is_at(words, index):
        return False
    near = _take_after(sentence, index, _NEAR_WORDS)
    size = next((at for at, word in enumerate(near) if word in {",", ";"}), len(near))
    condition = near[:size]
    if not names_user(sentence.grammar, condition) or grammar.choice_refusing.is_in(condition):
        return False
    is_negated = grammar.negation_words.is_in(condition) or grammar.negation_auxiliary.is_in(
        condition
    )
    return grammar.choice_consenting.is_in(condition) and not is_negated


def _offers_opt_in(sentence: Sentence) -> bool:
    """Return whether the sentence speaks of an opt-in that is needed, and of no opt-out."""
    words = sentence.words
    places = [at for at, word in enumerate(words) if word in _OPT_WORDS]
    following = {word for at in places for word in words[at + 1 : at + 2]}
    is_offered = any(
        words[at + 1 : at + 2] in {("in",), ("into",)} and not is_needless(sentence, at)
        for at in places
    )
    return is_offered and "out" not in following


def _is_conceded(sentence: Sentence, anchors: Sequence[int]) -> bool:
    """Return whether a denial is the reason or the concession ("although we do not sell it")."""
    return any(
        sentence.grammar.choice_conceding.is_at(sentence.words, sentence.find_clause(anchor)[0])
        and sentence.is_denied(anchor)
        for anchor in anchors
    )


def _is_refusal_chosen(sentence: Sentence, index: int) -> bool:
    """Return whether somebody answers no: "by choosing No when asked"."""
    is_choosing = sentence.words[index].startswith(("choos", "select"))
    return is_choosing and _take_after(sentence, index, 1) in {("no",), ("off",)}


def _is_opt_out_at(sentence: Sentence, index: int) -> bool:
    words, grammar = sentence.words, sentence.grammar
    if words[index] in _OPT_WORDS and _take_after(sentence, index, 1) == ("out",):
        return True
    if words[index] == "unless":
        condition = _take_after(sentence, index, _NEAR_WORDS)
        if any(
            first == "agree" and second == _CONTRACTING for first, second in pairwise(condition)
        ):
            # "Unless we and you agree otherwise, nobody may" lets nobody refuse alone.
            return False
        return names_user(sentence.grammar, condition) and grammar.choice_refusing.is_in(condition)
    if grammar.choice_able.is_at(words, index) and is_choice_of_user(sentence, index):
        return _is_choice_at(sentence, index)
    return _is_refusal_chosen(sentence, index)


def _is_choice_at(sentence: Sentence, index: int) -> bool:
    """Return whether what a person can do at this word is to refuse or to decide."""
    words, grammar = sentence.words, sentence.grammar
    for choice in range(index + 1, min(index + 1 + _CHOICE_WORDS, len(words))):
        rest = _take_after(sentence, choice - 1, _NEAR_WORDS)
        is_deciding = grammar.choice_deciding.is_at(words, choice) and _QUESTION_WORDS & set(rest)
        if is_deciding or grammar.choice_declining.is_at(words, choice):
            return True
    return False


def _ends_on_request(sentence: Sentence, anchors: Sequence[int]) -> bool:
    """Return whether the company stops on an event ("upon verification we will cease using")."""
    words, grammar = sentence.words, sentence.grammar
    # "If you stop paying, we may close it" ends another act.
    has_end = any(
        grammar.choice_ending.is_in(words[sentence.find_clause(anchor)[0] : anchor + 1])
        for anchor in anchors
    )
    has_event = grammar.choice_following.is_in(words)
    return (
        has_end
        and has_event
        and not any(ends_with_contract(sentence, anchor) for anchor in anchors)
    )


def ends_with_contract(sentence: Sentence, anchor: int) -> bool:
    """Return whether a practice only ceases with the contract ("after your plan is terminated")."""
    words, grammar = sentence.words, sentence.grammar
    before = range(sentence.find_clause(anchor)[0], anchor)
    has_end = grammar.choice_ending.is_in(words[before.start : anchor])
    return (
        has_end
        and not any(sentence.is_negation(index) for index in before)
        and any(
            grammar.choice_lapsing.is_in(_take_after(sentence, event, _LAPSE_WORDS))
            for event in grammar.choice_following.find(words)
            if event > anchor
        )
    )


def _offers_refusal(sentence: Sentence) -> bool:
    """Return whether the reader may refuse ("you may choose not to share your location")."""
    words = sentence.words
    parties = tuple(map(sentence.find_party, range(len(words))))
    return offers_way_out(words, parties, sentence.grammar)
