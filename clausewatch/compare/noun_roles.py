"""Whether what users get or pay is given at a place of a sentence, or only mentioned there.

"We cannot issue refunds" is about refunds. "We cannot read refund requests" is about requests, and
"we cannot delay refunds" is about a delay: the same noun, and another statement.
"""

import re

from clausewatch.compare.shift_words import RULE_WORDS, ShiftWords

_LEAD_CHARS, _BEHIND_CHARS = 90, 60
_NEXT_WORD = re.compile(r" (\w[\w-]*)")
_PARTICIPLE = re.compile(r"\w{1,20}(?:ed|en|ly|ing|made|paid|due|left|held|set|back)$")
_OF_NOUN = re.compile(
    r"\b(?!(?:pas|plus|point|form|amount|way|option|payment) )\w{1,24} "
    r"(?:of|about|concerning|regarding|de|du|des|del) (?:the |an? |la |le |les |los |las |el )?$|"
    r"\b\w{1,24}s for (?:the |an? )?$",
    re.IGNORECASE,
)
"""Before a noun that only says of what another noun is: "copies of refunds"."""
_PART_END = re.compile(
    r"[,;:] | (?:when|if|unless|before|after|because|wenn|falls|si) ", re.IGNORECASE
)
_JOINED_PART = re.compile(
    rf"{_PART_END.pattern}| (?:and|but|und|aber|et|mais|y|pero) ", re.IGNORECASE
)
_TAKEN_CHARS = 30
_COMPOUND = re.compile(r"\w{3,24}(?:ung|heit|keit|schaft|tion)s\w{3,24}", re.IGNORECASE)
"""A German noun that its first part, joined by an s, only describes."""
_ONE = re.compile(r"\b(?:an?|one|each|every) (?:\w{1,24} )?$", re.IGNORECASE)
"""Before a noun in the singular: what follows it with an s is its verb."""
_VERB = re.compile(r"applies|covers|includes|exists|expires|ends|starts|lasts|becomes|remains")
"""What a noun of this sort does, and no plural of a noun."""
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|may|must|can|has|have|do|does)\b")
_DIRECT = re.compile(
    r"(?:\W{1,3}(?:\w{1,20}ly|also|then|only|be|been|further|more|other|any|such|an?|the)\b)*\W*$"
)
"""Between a modal verb or a "no" and the word that it rules."""
_JOINED = re.compile(r"(?:\b(?:and|or|to|und|oder|zu|et|ou|y|o)|,)\W{0,3}$", re.IGNORECASE)


def is_given(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether the noun or verb at a place is what its clause gives, takes or owes."""
    lead = sentence[max(0, start - _LEAD_CHARS) : start]
    if _is_verb(lead, words):
        return True
    if _OF_NOUN.search(lead) or _is_attribute(sentence, start, end, words):
        return False
    between = _find_words_after_modal(lead, words)
    if between is None or _DIRECT.fullmatch(between) or _JOINED.search(between):
        return True
    around = between + sentence[start : end + _BEHIND_CHARS]
    return bool(words.grammar["giving"].search(around))


def is_only_mentioned(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a word at a place is a noun of what users get that the clause does not give."""
    is_noun = words.grammar["benefit"].match(sentence, start, end)
    is_compound = _COMPOUND.fullmatch(sentence, start, end)
    is_only_noun = bool(is_noun or is_compound) and not is_given(sentence, start, end, words)
    return is_only_noun or is_taken(sentence, start, end, words)


def is_taken(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a clause takes or keeps what users get from them: "may deny a refund"."""
    if not words.grammar["benefit"].match(sentence, start, end):
        return False
    first = max((m.end() for m in _PART_END.finditer(sentence, 0, start)), default=0)
    behind = _JOINED_PART.search(sentence, end)
    last = min(behind.start() if behind else len(sentence), end + _TAKEN_CHARS)
    return (
        words.grammar["taking"].search(sentence, max(first, start - _LEAD_CHARS), last) is not None
    )


def _is_verb(lead: str, words: ShiftWords) -> bool:
    """Tell whether a modal verb or a party stands directly before a place: "may refund".

    A party behind a verb gets something: "send you discounts".
    """
    before, last = ["", "", *lead.split()][-2:]
    groups = ("must", "may", "will")
    is_ruled = any(words.grammar[name].fullmatch(last) for name in groups)
    is_party = any(words.grammar[name].fullmatch(last) for name in ("company", "user"))
    starts = ("subordinate", "article", "function")
    is_subject = not before or any(words.grammar[name].fullmatch(before) for name in starts)
    return is_ruled or (is_party and is_subject) or lead.rstrip().endswith((" not", "cannot"))


def _find_words_after_modal(lead: str, words: ShiftWords) -> str | None:
    """Return what stands behind the last word of modality or negation; None if there is none."""
    ends = [m.end() for name in RULE_WORDS for m in words.grammar[name].finditer(lead)]
    return lead[max(ends) :] if ends else None


def _is_attribute(sentence: str, start: int, end: int, words: ShiftWords) -> bool:
    """Tell whether a noun only describes the next one: "refund requests"."""
    if _COMPOUND.fullmatch(sentence, start, end):
        return True
    behind = _NEXT_WORD.match(sentence, end)
    if behind is None or words.language != "en" or sentence[end - 1] == "s":
        return False  # only English writes compounds apart, and no plural describes a noun
    word, lead = behind.group(1), sentence[:start]
    groups = (*RULE_WORDS, "noun_end", "function", "preposition", "subordinate")
    if any(words.grammar[name].fullmatch(word) for name in groups) or _PARTICIPLE.match(word):
        return False
    if not word.endswith("s"):
        return bool(lead.strip())
    if _ONE.search(lead) or _VERB.fullmatch(word):
        return False  # "a warranty applies"
    return len(lead.split()) > 1 or bool(_AUXILIARY.search(sentence, behind.end()))
