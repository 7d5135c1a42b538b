"""What limits a condition: the region that it is for, or other cases beside it."""

from clausewatch.provisions.sentences import Sentence

_REGION_WORDS, _FOLLOWING_WORDS = 10, 6
_ALTERNATIVE_WORDS = 6
_NEXT_CASE = frozenset({"(", "to", "for", "as", "when", "where", "if"})
"""Opens the next case of a list."""
_ORDERS = frozenset({"direction", "directions", "request"})
"""What a person gives besides consent, and what is as good."""


def has_alternative(sentence: Sentence, index: int) -> bool:
    """Return whether consent is one case of several ("with your consent, or if the law asks")."""
    words, grammar = sentence.words, sentence.grammar
    following = words[index + 1 : index + 1 + _ALTERNATIVE_WORDS]
    if following[:1] in {(";",), (",",)} and not _NEXT_CASE.isdisjoint(following[1:2]):
        return True
    for offset, word in enumerate(following):
        if word == "or":
            rest = following[offset + 1 :]
            return not grammar.choice_consent_nouns.is_in(rest) and _ORDERS.isdisjoint(rest)
        if word not in {",", "(", ")"}:
            return False
    return False


def is_of_one_region(sentence: Sentence, index: int) -> bool:
    """Return whether a condition only holds in a region, and what is before it holds elsewhere."""
    words, opening = sentence.words, sentence.lead_in_size
    last = min(len(words) - 1, index + _FOLLOWING_WORDS)
    for region in range(last, max(opening, index - _REGION_WORDS) - 1, -1):
        if words[region] == ";" and region < index:
            return False
        if sentence.grammar.choice_regions.is_at(words, region):
            return bool({";", ","} & set(words[opening + 1 : region]))
    return False
