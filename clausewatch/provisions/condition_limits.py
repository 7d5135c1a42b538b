"""What limits a condition: the region that it is for, or other cases beside it."""

from collections.abc import Sequence
from itertools import pairwise

from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence

_REGION_WORDS, _FOLLOWING_WORDS = 10, 6
_ALTERNATIVE_WORDS = 6
_NEXT_CASE = frozenset({"(", "to", "for", "as", "by", "when", "where", "if"})
"""Opens the next case of a list."""
_JOINTS = frozenset({"or", "and", ";"})
_ASIDES = frozenset(
    {"example", "instance", "described", "explained", "set", "stated", "noted", "outlined"}
)
"""After "for" or "as", these open an explanation and no further case."""
_ORDERS = frozenset({"direction", "directions", "request"})
"""What a person gives besides consent, and what is as good."""
_ASKING = frozenset({"ask", "asked", "tell", "told"})


def has_alternative(sentence: Sentence, index: int) -> bool:
    """Return whether consent is one case of several ("with your consent, or if the law asks")."""
    words = sentence.words
    if words[index + 1 : index + 2] in {(";",), (",",)} and _opens_case(sentence, index + 2):
        return True
    for position in range(index + 1, min(len(words), index + 1 + _ALTERNATIVE_WORDS)):
        if words[position] == "or":
            rest = words[position + 1 : position + 1 + _ALTERNATIVE_WORDS]
            return not _is_order(sentence, rest)
        if words[position] not in {",", "(", ")"}:
            return False
    return False


def _opens_case(sentence: Sentence, index: int) -> bool:
    """Return whether the next case of a list begins here ("...; (2) to find spam")."""
    rest = sentence.words[index:]
    if rest[:1] == ("(",):
        return True
    if _NEXT_CASE.isdisjoint(rest[:1]) or not _ASIDES.isdisjoint(rest[1:2]):
        return False
    return any(
        first in _JOINTS
        and second in _NEXT_CASE
        and not _is_order(sentence, rest[at + 2 : at + 2 + _ALTERNATIVE_WORDS])
        for at, (first, second) in enumerate(pairwise(rest))
    )


def _is_order(sentence: Sentence, words: Sequence[str]) -> bool:
    """Return whether words name consent, or what is as good: an order of the same people."""
    grammar = sentence.grammar
    if words[:2] == ("that", "of") or not _ORDERS.isdisjoint(words):
        return True
    is_asking = grammar.parties_user.is_in(words) and not _ASKING.isdisjoint(words)
    return is_asking or grammar.choice_consent_nouns.is_in(words)


def is_of_one_region(sentence: Sentence, index: int) -> bool:
    """Return whether a condition only holds in a region, and what is before it holds elsewhere."""
    words, opening = sentence.words, sentence.lead_in_size
    last = min(len(words) - 1, index + _FOLLOWING_WORDS)
    for region in range(last, max(opening, index - _REGION_WORDS) - 1, -1):
        if words[region] == ";" and region < index:
            return False
        if sentence.grammar.choice_regions.is_at(words, region):
            return _follows_statement(sentence, region)
    return False


def _follows_statement(sentence: Sentence, region: int) -> bool:
    """Return whether a region opens a part of its own after what is stated for everybody."""
    words, opening = sentence.words, sentence.lead_in_size
    marks = (at for at in range(region - 1, opening, -1) if words[at] in {";", ","})
    mark = next(marks, None)
    is_open = words[region + 1 : region + 3] == ("and", "elsewhere")
    if mark is None or is_open or "including" in words[mark:region]:
        return False
    before = range(opening, mark)
    if any(sentence.find_party(at) is Party.COMPANY for at in before):
        return True
    # "If you are in the EEA, the UK or Switzerland" states nothing yet.
    is_condition = sentence.grammar.breaks_subordinating.is_at(words, opening)
    return not is_condition and any(sentence.is_finite(at) for at in before)
