"""Finds what narrows a denial: a purpose, a recipient, a kind of data, an exception, and the like.

"We do not use your location for marketing" leaves open what else the location is used for. What
names every purpose or everybody narrows nothing ("for any reason", "with anyone"), and which of the
limits narrow a type is in its data file: a sale is for money by nature.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from clausewatch.provisions.exceptions import has_exception
from clausewatch.provisions.parties import Party
from clausewatch.provisions.sentences import Sentence

_PHRASE_WORDS = 12
_JOINTS = frozenset({"or", "and", ",", "nor"})
_ENDS = frozenset({";", ":", "(", ")"})
_OBJECT_ENDS = frozenset({"that", "which", "as", "like"})
_OPENINGS = frozenset({"for", "with", "to", "among"})
_TIME = frozenset({"longer", "more", "as"})
_ASIDES = frozenset({"example", "instance", "free", "now", "you", "us", "respect", "regard"})
_FIXED = frozenset({"extent", "knowledge", "best", "avoidance", "clarity"})
_OBJECTS = frozenset(
    {"a", "an", "the", "any", "your", "our", "their", "its", "his", "her", "such", "these", "those"}
)
_REQUESTS = ("want", "ask", "requir", "request")
"""Verbs with such beginnings take what follows "to" as their object."""
_GOVERNING = frozenset({"access", "due", "according", "pursuant", "subject", "prior", "similar"})
"""Before "to", these take what follows as their complement."""


class Limit(StrEnum):
    """What narrows a denial."""

    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    """Some recipients, but not all."""
    ANYBODY = "anybody"
    """Any recipient at all, under a type where the company itself may act."""
    PRICE = "price"
    TIME = "time"
    BENEFICIARY = "beneficiary"
    """Only what is done for others is denied ("to train models for other customers")."""
    OTHERS = "others"
    """Only what others do is denied ("we do not let advertisers collect it")."""
    DATA = "data"
    """Only some kinds of data are named ("your phone number")."""
    EXCEPTION = "exception"
    """Something is excepted ("other than as described below")."""


def is_limited(sentence: Sentence, anchors: Sequence[int], limits: frozenset[Limit]) -> bool:
    """Return whether each denial at these verbs is narrowed by one of the limits."""
    denied = [anchor for anchor in anchors if sentence.is_denied(anchor)]
    # "We do not use it to collect names" denies a use, and no collection besides.
    denied = [
        each for each in denied if each == denied[0] or not _is_aim_of(sentence, each, denied)
    ]
    return bool(denied) and all(
        not limits.isdisjoint(_find_limits(sentence, anchor, anchors)) for anchor in denied
    )


def _is_aim_of(sentence: Sentence, anchor: int, denied: Sequence[int]) -> bool:
    """Return whether a verb is what an earlier one is done for."""
    start, _ = sentence.find_clause(anchor)
    return sentence.words[anchor - 1] == "to" and any(start <= each < anchor - 1 for each in denied)


def _find_limits(sentence: Sentence, anchor: int, anchors: Sequence[int]) -> Iterator[Limit]:
    """Yield what narrows the denial of one verb."""
    words = sentence.words
    doer = anchor - 1 - (words[anchor - 1] == "to")
    if doer >= 0 and sentence.find_party(doer) is Party.OTHER:
        yield Limit.OTHERS
    _, clause_end = sentence.find_clause(anchor)
    first, grammar = sentence.lead_in_size, sentence.grammar
    is_excepted = has_exception(words, anchor, clause_end, grammar)
    if is_excepted or has_exception(words, first, first, grammar):
        yield Limit.EXCEPTION
    end = _find_end(sentence, anchor, anchors)
    if _names_some_data(sentence, anchor + 1, end):
        yield Limit.DATA
    phrases = [(index, end) for index in range(anchor + 1, end - 1) if words[index] in _OPENINGS]
    if words[first] == "for" and "," in words[first:anchor]:
        # "For advertising, we do not share it."
        phrases.append((first, words.index(",", first)))
    for index, last in phrases:
        limit = _read_limit(sentence, anchor, index, last)
        if limit is not None:
            yield limit
        if words[index] == "for" and _names_others(sentence, index, last):
            yield Limit.BENEFICIARY


def _names_some_data(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether the object of a verb is one kind of data ("your phone number").

    In a list it is enough that one part names data of any kind.
    """
    words, grammar = sentence.words, sentence.grammar
    while start < end and not (
        words[start] in _OBJECTS or grammar.limits_objects.is_at(words, start)
    ):
        start += 1
    stop = next((at for at in range(start, end) if _ends_object(sentence, at)), end)
    parts: list[list[str]] = []
    part: list[str] = []
    for word in (*words[start:stop], ","):
        if word in _JOINTS:
            parts.append(part)
            part = []
        elif word.removesuffix("'s") not in sentence.company_names:
            part.append(word)
    named = [part for part in parts if part]
    return bool(named) and not any(
        all(grammar.limits_objects.is_at(part, at) for at in range(len(part))) for part in named
    )


def _ends_object(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    is_link = sentence.grammar.breaks_prepositions.is_at(sentence.words, index) and word != "of"
    return is_link or word in _ENDS or word in _OBJECT_ENDS or sentence.is_finite(index)


def _names_others(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether something is done for somebody else ("for other customers")."""
    named = range(start + 1, min(end, start + _PHRASE_WORDS))
    has_others = any(sentence.find_party(at) in {Party.OTHER, Party.USER} for at in named)
    return has_others and _ASIDES.isdisjoint(sentence.words[start + 1 : start + 2])


def _find_end(sentence: Sentence, anchor: int, anchors: Sequence[int]) -> int:
    """Return where the words of a verb end: at the next clause, denial, or verb with an object.

    "We do not keep or share it with shops" is one denial, and "we do not keep your position, or
    share it with shops" are two.
    """
    words, (_, end) = sentence.words, sentence.find_clause(anchor)
    for index in range(anchor + 1, end):
        if words[index] in _ENDS or sentence.is_negation(index):
            return index
        has_object = any(
            sentence.find_party(at) is Party.MATTER or words[at] in {"your", "it", "them"}
            for at in range(anchor + 1, index)
        )
        is_second = has_object and words[index - 1] in _JOINTS
        if is_second and (index in anchors or _is_verb(sentence, index)):
            return index
    return end


def _is_verb(sentence: Sentence, index: int) -> bool:
    """Return whether a word after an "or" is another verb with its own object."""
    grammar, words = sentence.grammar, sentence.words
    following = words[index + 1 : index + 2]
    has_object = bool(following) and following[0] in _OBJECTS | {"it", "them"}
    is_handling = grammar.negation_handling.is_at(words, index)
    return (has_object or is_handling) and not grammar.breaks_prepositions.is_at(words, index)


def _read_limit(sentence: Sentence, anchor: int, index: int, end: int) -> Limit | None:
    """Return what the preposition at an index adds to a verb, or None if it narrows nothing."""
    words = sentence.words
    phrase = _take_phrase(words, index + 1, end)
    is_defining = sentence.grammar.limits_defining.is_in(words[index:end])
    is_open = not phrase or phrase[0] in _JOINTS  # "with or without"
    if is_open or is_defining or _is_set_phrase(sentence, phrase):
        return None
    if words[index] == "for":
        return _read_purpose(sentence, phrase)
    if words[index] == "to" and not _is_aim(sentence, anchor, index):
        return None
    head_end = next((at for at, word in enumerate(phrase) if word in _OPENINGS), len(phrase))
    named = phrase[:head_end]
    if words[index] == "to" and not _names_recipient(sentence, index, len(named)):
        return Limit.PURPOSE
    if _is_generic(sentence, named):
        return Limit.ANYBODY
    last = sentence.find_party(index + len(named))
    return None if last in {Party.MATTER, Party.USER} else Limit.RECIPIENT


def _take_phrase(words: Sequence[str], start: int, end: int) -> tuple[str, ...]:
    size = min(end, start + _PHRASE_WORDS)
    stop = next((at for at in range(start, size) if words[at] in {"for", "in"}), size)
    return tuple(words[start:stop])


def _is_set_phrase(sentence: Sentence, phrase: Sequence[str]) -> bool:
    """Return whether a phrase is an aside, or gives a reason instead of a purpose."""
    is_aside = phrase[0] in _ASIDES or not _FIXED.isdisjoint(phrase[:2])
    is_own = sentence.grammar.evidence_documents.is_in(phrase)
    return is_aside or is_own or sentence.grammar.limits_reasons.is_in(phrase)


def _read_purpose(sentence: Sentence, phrase: Sequence[str]) -> Limit | None:
    if phrase[0] in _TIME or phrase[0].isdigit():
        return Limit.TIME
    if sentence.grammar.limits_prices.is_in(phrase):
        return Limit.PRICE
    return None if _is_generic(sentence, phrase) else Limit.PURPOSE


def _is_aim(sentence: Sentence, anchor: int, index: int) -> bool:
    """Return whether "to" adds an aim or a recipient, and no object ("access to your photos")."""
    words = sentence.words
    before, after = words[index - 1], words[index + 1]
    if index == anchor + 1:
        return after not in _OBJECTS and not before.startswith(("access", *_REQUESTS))
    return before not in _GOVERNING and not before.endswith(("ing", "ed"))


def _names_recipient(sentence: Sentence, index: int, size: int) -> bool:
    """Return whether "to" is followed by somebody rather than by a verb."""
    words, named = sentence.words, range(index + 1, index + 1 + size)
    is_known = any(sentence.find_party(at) is Party.OTHER for at in named)
    return is_known or words[index + 1] in _OBJECTS or _is_generic(sentence, words[index + 1 :][:1])


def _is_generic(sentence: Sentence, phrase: Sequence[str]) -> bool:
    """Return whether a phrase, or a part of its list, names every purpose or everybody."""
    if sentence.grammar.limits_excepting.is_in(phrase):
        return False
    part: list[str] = []
    for word in (*phrase, ","):
        if word not in _JOINTS:
            part.append(word)
        elif part and all(
            sentence.grammar.limits_generic.is_at(part, at) for at in range(len(part))
        ):
            return True
        else:
            part = []
    return False
