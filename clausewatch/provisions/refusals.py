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
_MARKS = frozenset({",", ";", "(", ")"})


def is_refusal(words: Sequence[str], parties: Sequence[Party], negation: int) -> bool:
    """Return whether a "not" belongs to what a reader wants or chooses."""
    if _WISHES.intersection(words[negation + 1 : negation + 2]):
        return _is_nearest_user(parties[max(0, negation - _WISHER_WORDS) : negation])
    before = [word for word in words[max(0, negation - 2) : negation] if word != "to"]
    is_chosen = bool(before) and before[-1].startswith(_CHOICES)
    return is_chosen and _is_nearest_user(parties[max(0, negation - _CHOOSER_WORDS) : negation])


def denies_act(words: Sequence[str], verb: int, act: int, grammar: Grammar) -> bool:
    """Return whether a verb such as "prohibit" denies a later act ("we refrain from selling it").

    It governs a gerund or a noun, so that "may restrict it and delete it" denies no deletion, and a
    ban also "to sell it". "To avoid tracking you twice" gives a reason, and "may restrict, suspend
    or end" lists acts.
    """
    if not grammar.negation_verbs.is_at(words, verb) or words[verb + 1] in _LISTING:
        return False
    is_reason = words[verb - 1 : verb] == ("to",)
    is_noun = act == verb + 1 or grammar.breaks_determiners.is_at(words, act - 1)
    is_banned = words[act - 1] == "to" and grammar.negation_banning.is_at(words, verb)
    return not is_reason and (is_noun or is_banned or words[act].endswith("ing"))


def denies_duty(
    words: Sequence[str], parties: Sequence[Party], negation: int, grammar: Grammar
) -> bool:
    """Return whether a "not" only denies a duty beside a power ("may, but is not obliged to, end").

    The power comes right before the "but" and shares its verb with the duty, or the duty ends the
    clause. "You may cancel, but we are not obliged to refund it" denies the refund, and "but do not
    sell it unless required by law" denies no duty at all.
    """
    before = range(max(0, negation - _POWER_WORDS), negation)
    contrast = next(
        (at for at in before if words[at] == "but" or grammar.breaks_conceding.is_at(words, at)),
        None,
    )
    end = _find_duty_end(words, negation, grammar)
    if contrast is None or end is None:
        return False
    power = contrast - 1
    while power > 0 and words[power] in _MARKS:
        power -= 1
    has_subject = any(party in _ACTING for party in parties[contrast:negation])
    if power >= 0 and not has_subject and grammar.verbs_powers.is_at(words, power):
        return True
    following = words[end:]
    if tuple(following[: len(_TO_DO_SO)]) == _TO_DO_SO:
        return True
    after = following[1:] if following[:1] == ("to",) else following
    return not after or after[0] in _MARKS


def _find_duty_end(words: Sequence[str], negation: int, grammar: Grammar) -> int | None:
    """Return where a duty ends that a "not" denies directly, or None ("need not", "no duty")."""
    if words[negation - 1 : negation] == ("need",):
        return negation + 1
    fillers = grammar.breaks_determiners, grammar.verbs_auxiliary
    for at in range(negation + 1, len(words)):
        if grammar.negation_duties.is_at(words, at):
            return at + 1
        if words[at] != "under" and not any(each.is_at(words, at) for each in fillers):
            return None
    return None


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
