"""The move of a duty, a cost or a right from one party to the other."""

import re

from clausewatch.compare.quotes import make_quoting_shift
from clausewatch.compare.replacements import Replacement
from clausewatch.compare.shift_words import ShiftWords
from clausewatch.compare.stance import find_clause
from clausewatch.model.reading import Severity, Shift

_LEAD_CHARS, _TAIL_CHARS, _VERB_CHARS = 70, 70, 24
_FILLER = re.compile(
    r"\b(?:the|a|an|of|der|die|das|den|dem|des|le|la|les|l|du|el|los|las|its|own|s)\b|\W",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|von|durch|par|por)(?: \w+)?\s*$", re.IGNORECASE)


def find_party_shift(replacement: Replacement, words: ShiftWords) -> Shift | None:
    """Return the move of a replacement that names another party and nothing else."""
    old, new = (_read_parties(text, words) for text in (replacement.removed, replacement.added))
    if old is None or new is None or old == new:
        return None
    weights = {_weigh(*side, words) for side in replacement.sides}
    if len(weights) != 1 or 0 in weights:
        return None
    is_burden = weights == {-1}
    # How much more users have of it, and how much less the company has.
    delta = (new[0] - old[0]) - (new[1] - old[1])
    is_loss = delta > 0 if is_burden else delta < 0
    label = f"{'A duty or cost' if is_burden else 'A right'} has another bearer"
    return make_quoting_shift("party", replacement, Severity.MEDIUM, label, is_loss=is_loss)


def _read_parties(text: str, words: ShiftWords) -> tuple[int, int] | None:
    """Return whether words name users, and the company, if they name nothing else."""
    grammar = words.grammar
    if grammar["both_parties"].search(text):
        rest = _FILLER.sub("", grammar["both_parties"].sub("", text))
        return None if rest else (1, 1)
    rest = grammar["user"].sub("", text)
    is_user = rest != text
    others = grammar["company"].sub("", rest)
    is_company = others != rest
    others = _FILLER.sub("", grammar["burden"].sub("", others))
    return None if others or is_user is is_company else (int(is_user), int(is_company))


def _weigh(sentence: str, start: int, end: int, words: ShiftWords) -> int:
    """Return -1 if the party at a place bears something, 1 if it may do something, else 0."""
    grammar = words.grammar
    first, last = find_clause(sentence, start)
    lead = sentence[max(first, start - _LEAD_CHARS) : start]
    behind = sentence[start : min(last, end + _TAIL_CHARS)]
    verb = behind[: end - start + _VERB_CHARS]
    if grammar["negation"].search(f"{lead} {verb}"):
        return -1 if _BY.search(lead) else 0  # "may not be assigned by the Customer"
    if grammar["borne_by"].search(lead) or grammar["burden"].search(behind):
        return -1
    if grammar["must"].search(verb):
        return -1
    return 1 if grammar["may"].search(verb) else 0
