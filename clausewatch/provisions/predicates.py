"""Tells by structure whether a short sentence has a finite verb, whichever verb that is.

A title is a chain of nouns: articles come first or after a preposition, and a noun that describes
another one is singular. So a word in small letters is a verb if an object with an article follows
it ("a fee covers the repair"), or if it follows a plural noun ("changes take effect"). What ends in
*-s* is one if an adverb, another plural or most prepositions follow ("a plan ends on Sunday").
"""

import re

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[,;:()]")
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "your",
        "our",
        "their",
        "its",
        "his",
        "her",
        "my",
        "this",
        "these",
        "those",
        "any",
        "each",
        "every",
        "no",
        "us",
        "them",
    ]
)
_LINKS = frozenset(
    [
        "of",
        "for",
        "from",
        "with",
        "without",
        "by",
        "to",
        "in",
        "on",
        "at",
        "as",
        "about",
        "under",
        "over",
        "into",
        "through",
        "between",
        "against",
        "during",
        "before",
        "after",
        "until",
        "upon",
        "within",
        "via",
        "than",
        "like",
        "per",
        "and",
        "or",
        "but",
        "nor",
        "if",
        "when",
        "where",
        "while",
        "because",
        "unless",
        "whether",
        "that",
        "which",
        "who",
        "whose",
        "what",
        "how",
        "why",
        "not",
        "also",
        "please",
    ]
)
_PRONOUNS = frozenset(["we", "you", "they", "he", "she", "it", "i", "us", "them"])
_ADVERBIAL = frozenset(
    ["on", "in", "to", "at", "after", "until", "upon", "before", "within", "by", "as", "under"]
)
"""Prepositions that follow a verb as readily as a noun; *of* and *for* describe nouns."""
_NOMINAL_ENDINGS = ("ing", "ed", "ly", "ion", "ment", "ness", "ity", "ance", "ence", "able", "al")
"""A word with such an ending is no verb in the present tense, or hardly ever."""
_SINGULAR_ENDINGS = ("ss", "us", "is")
_MIN_PLURAL_LETTERS = 4


def has_finite_verb(text: str) -> bool:
    """Return whether a short text, written as a sentence, has a verb in the present tense."""
    words = _WORD.findall(text)
    return any(_is_verb(words, index) for index in range(1, len(words)))


def _is_verb(words: list[str], index: int) -> bool:
    word, before = words[index], words[index - 1]
    after = words[index + 1] if index + 1 < len(words) else ""
    if not _is_open(word) or not word.islower() or word.endswith(_NOMINAL_ENDINGS):
        return False
    if not _is_noun_before(before):
        return False
    if after in _DETERMINERS:
        return True
    if _has_plural_ending(word):
        # "Read tips to save seeds" is an order, and *tips* its object.
        is_followed = after in _ADVERBIAL - ({"to"} if index == 1 else set())
        is_followed = is_followed or after.endswith("ly") or _is_plural(after)
        return is_followed and not _has_plural_ending(before)
    return _has_plural_ending(before) and (after == "" or _is_open(after) or after in _ADVERBIAL)


def _is_noun_before(word: str) -> bool:
    """Return whether a word can end a subject, or is an adverb between it and the verb."""
    return _is_open(word) and not word.endswith(("ing", "able", "al"))


def _is_open(word: str) -> bool:
    """Return whether a word is neither a mark nor one of the few that only link others."""
    lower = word.lower()
    return word[0].isalpha() and not (
        lower in _DETERMINERS or lower in _LINKS or lower in _PRONOUNS
    )


def _is_plural(word: str) -> bool:
    return bool(word) and _is_open(word) and _has_plural_ending(word)


def _has_plural_ending(word: str) -> bool:
    """Return whether a word ends as plural nouns do, and verbs after a singular subject."""
    return (
        word.endswith("s")
        and not word.endswith(_SINGULAR_ENDINGS)
        and (len(word) >= _MIN_PLURAL_LETTERS)
    )
