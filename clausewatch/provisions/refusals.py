"""Tells what a reader refuses from what a company does not do.

"If you do not want us to collect it" and "you may choose not to share it" deny no practice: they
speak of somebody who can end it, unless he is told to stay away ("do not use the app").
"""

from collections.abc import Sequence

from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.parties import Party

_WISHES = frozenset({"want", "wish", "like", "prefer"})
_CHOICES = ("choos", "chose", "elect", "decid", "prefer")
_NEGATIONS = frozenset({"not", "don't", "wouldn't", "never"})
_OPENINGS = frozenset({"if", "should", "when", "whenever", "unless", "that"})
_WISHER_WORDS, _CHOOSER_WORDS, _OPENING_WORDS = 3, 5, 4
_DUTY_WORDS = 3
_STAYING_AWAY = frozenset(
    {
        "use",
        "using",
        "visit",
        "access",
        "accessing",
        "register",
        "install",
        "download",
        "provide",
        "submit",
        "send",
        "share",
        "upload",
        "post",
        "give",
        "enter",
        "continue",
        "leave",
    }
)
_LEAVING = frozenset({"stop", "discontinue", "cease", "refrain", "leave"})
_ENDING = frozenset({"avoid", "cancel", "close", "terminate", "uninstall"})
_WHOLES = frozenset(
    {"account", "app", "contract", "service", "services", "site", "subscription", "website"}
)
"""What a person gives up as a whole: to end it is no choice of the practice."""
_ACTING = frozenset({Party.USER, Party.COMPANY, Party.OTHER})

_POWER_WORDS = 4
_LISTING = frozenset({",", "or", "and"})
_TO_DO_SO = ("to", "do", "so")
_ASIDE_ENDS = frozenset({",", ";", ")"})


def is_refusal(words: Sequence[str], parties: Sequence[Party], negation: int) -> bool:
    """Return whether a "not" belongs to what a reader wants or chooses."""
    if _WISHES.intersection(words[negation + 1 : negation + 2]):
        return _is_nearest_user(parties[max(0, negation - _WISHER_WORDS) : negation])
    before = [word for word in words[max(0, negation - 2) : negation] if word != "to"]
    is_chosen = bool(before) and before[-1].startswith(_CHOICES)
    return is_chosen and _is_nearest_user(parties[max(0, negation - _CHOOSER_WORDS) : negation])


def denies_next_act(words: Sequence[str], index: int, grammar: Grammar) -> bool:
    """Return whether a verb denies the next one: "may restrict, suspend or end" only lists acts."""
    return words[index + 1] not in _LISTING and grammar.negation_verbs.is_at(words, index)


def denies_duty(words: Sequence[str], negation: int, grammar: Grammar) -> bool:
    """Return whether a "not" only denies a duty, in an aside ("may, but is not obliged to, end").

    The aside ends with the duty. "But we are not obliged to refund it" goes on, and so denies what
    follows; "but do not sell it unless required by law" denies no duty at all.
    """
    before = words[max(0, negation - _POWER_WORDS) : negation]
    if "but" not in before and not grammar.breaks_conceding.is_in(before):
        return False
    end = negation + 1
    while end < len(words) and (
        words[end] == "under" or grammar.breaks_determiners.is_at(words, end)
    ):
        end += 1
    if end == len(words) or not grammar.negation_duties.is_at(words, end):
        return False
    following = words[end + 1 :]
    if tuple(following[: len(_TO_DO_SO)]) == _TO_DO_SO:
        return True
    after = following[following[:1] == ("to",) :]
    return not after or after[0] in _ASIDE_ENDS


def _is_nearest_user(parties: Sequence[Party]) -> bool:
    """Return whether the last one named is a user ("if you object we may choose not" is not)."""
    named = [party for party in parties if party in _ACTING]
    return named[-1:] == [Party.USER]


def offers_way_out(words: Sequence[str], parties: Sequence[Party], grammar: Grammar) -> bool:
    """Return whether a reader may refuse, and is not told to stay away instead."""
    for index, word in enumerate(words):
        if word not in _NEGATIONS or not is_refusal(words, parties, index):
            continue
        is_wish = not _WISHES.isdisjoint(words[index + 1 : index + 2])
        if is_wish and _OPENINGS.isdisjoint(words[max(0, index - _OPENING_WORDS) : index]):
            # "Information that you would not wish others to see" refuses nothing.
            continue
        return not _sends_away(words[index + 2 :], grammar)
    return False


def _sends_away(words: Sequence[str], grammar: Grammar) -> bool:
    """Return whether these words tell a reader to stay away ("please do not use the app")."""
    for index, word in enumerate(words):
        following = words[index + 1 : index + 1 + _DUTY_WORDS]
        if word in _ENDING and not _WHOLES.isdisjoint(following):
            return True
        if word == "cannot" and following[:1] in (("provide",), ("offer",)):
            return True
        is_negated = grammar.negation_words.is_at(words, index) or word in {"don't", "shouldn't"}
        if (is_negated or word in _LEAVING) and not _STAYING_AWAY.isdisjoint(following):
            return True
    return False
