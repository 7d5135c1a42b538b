"""The verb that a sentence asks for, by the phrases of `request_words.toml`. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

FILE = "data/request_words.toml"
HOW, EVERYTHING, IGNORED, QUESTION = "how", "everything", "ignored", "question"
NEGATION, STATE, ONLY, PRONOUN, AND = "negation", "state", "only", "pronoun", "and"
REMINDER = "reminder"
SWITCHED_ON, SWITCHED_OFF, DOUBT = "switched_on", "switched_off", "doubt"
PREPOSITION, SINCE = "preposition", "since"
MINE, UNASSIGNED, OVERDUE, WORKSPACE = "mine", "unassigned", "overdue", "workspace"
FOR, PAST, START, END, DEADLINE = "for", "past", "start", "end", "deadline"
UNITS = ("day", "week", "month", "quarter", "year")
TABLES = (
    HOW, EVERYTHING, IGNORED, QUESTION, NEGATION, STATE, ONLY, PRONOUN, AND, REMINDER,
    SWITCHED_ON, SWITCHED_OFF, DOUBT,
    PREPOSITION, SINCE, FOR, PAST, START, END, DEADLINE, MINE, UNASSIGNED, OVERDUE, WORKSPACE,
    *UNITS,
)  # fmt: skip
"""The tables of the file that are not verbs."""
ANY = "*"
"""In a phrase, any letters of one word: `stop *ing me`."""
REVERSIBLE_VERBS = frozenset({"watch", "unwatch", "mute", "unmute", "settings", "check"})
"""The verbs that a sentence with a negation does not ask for."""
WEAK_VERBS = frozenset({"show", "check"})
"""What people want to see or have checked is said by another phrase, if there is one."""
MAX_LEAD_WORDS = 3
"""A question has its pronoun among so many first words: `for how many days`."""
PROHIBITION = ["do", "not"]
"""What begins with these words is no question, although it begins with `do`."""
SHORT_VERBS = {"re": "are", "ll": "will", "ve": "have"}
_SHORT_VERB = re.compile(r"(?<=\w)['\u2019](re|ll|ve)\b", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['\u2019]")
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name a verb, and where they stand in a text."""

    verb: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of words."""
        return self.end - self.start


def split_words(text: str) -> list[str]:
    """Return the words of a text without marks; `don't` is one word, `wal-mart.com` too.

    A short verb is a word of its own, as `were` is not `we're`.
    """
    whole = _SHORT_VERB.sub(lambda match: f" {SHORT_VERBS[match[1].casefold()]}", text)
    return _WORD.findall(_APOSTROPHE.sub("", whole))


def fold_word(word: str) -> str:
    """Return a word without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def list_phrases(words: Sequence[str]) -> list[Phrase]:
    """Return the longest phrase of each verb in folded words, the longest phrases first.

    `don't mute` names no verb, unless a phrase contains the negation, as `dont watch` does.
    """
    return _select_longest(words, is_negated=False)


def list_negated_phrases(words: Sequence[str]) -> list[Phrase]:
    """Return the longest negated phrase of each reversible verb, as in `don't mute zoom`."""
    return _select_longest(words, is_negated=True)


def _select_longest(words: Sequence[str], *, is_negated: bool) -> list[Phrase]:
    longest = []
    for verb in read_request_words():
        phrases = find_phrases(words, verb) if verb not in TABLES else []
        can_be_negated = verb in REVERSIBLE_VERBS
        phrases = [
            phrase
            for phrase in phrases
            if (can_be_negated and _is_negated(words, phrase)) == is_negated
        ]
        if phrases:
            longest.append(max(phrases, key=lambda phrase: phrase.length))
    return sorted(longest, key=lambda phrase: (phrase.verb in WEAK_VERBS, -phrase.length))


def _is_negated(words: Sequence[str], phrase: Phrase) -> bool:
    """Return whether a negation precedes the phrase, follows it, or ends the sentence.

    Between a negation and the phrase after it are only words such as `want to`.
    """
    following = words[phrase.end :]
    if following and (is_negation(following[0]) or is_negation(following[-1])):
        return True
    for word in reversed(words[: phrase.start]):
        if is_negation(word):
            return True
        if not is_ignored(word):
            return False
    return False


def is_negation(word: str) -> bool:
    """Return whether a folded word negates something."""
    return (word,) in read_request_words()[NEGATION]


def find_phrases(words: Sequence[str], table: str) -> list[Phrase]:
    """Return where the phrases of a table stand in folded words."""
    phrases = read_request_words()[table]
    longest = max(map(len, phrases))
    patterns = [phrase for phrase in phrases if any(ANY in word for word in phrase)]
    return [
        Phrase(table, start, start + count)
        for start in range(len(words))
        for count in range(1, min(longest, len(words) - start) + 1)
        if _is_phrase(tuple(words[start : start + count]), phrases, patterns)
    ]


def _is_phrase(
    words: tuple[str, ...],
    phrases: Collection[tuple[str, ...]],
    patterns: Iterable[tuple[str, ...]],
) -> bool:
    if words in phrases:
        return True
    return any(
        len(pattern) == len(words) and all(map(fnmatchcase, words, pattern)) for pattern in patterns
    )


def names_verb(word: str) -> bool:
    """Return whether a folded word is a phrase for a verb by itself."""
    tables = read_request_words()
    return any((word,) in phrases for verb, phrases in tables.items() if verb not in TABLES)


def is_ignored(word: str) -> bool:
    """Return whether a folded word names no platform in a sentence."""
    return (word,) in read_request_words()[IGNORED] or word.isdigit()


def begins_request(text: str) -> bool:
    """Return whether a text begins with a phrase for a verb."""
    words = [fold_word(word) for word in split_words(text)]
    return any(phrase.start == 0 for phrase in list_phrases(words))


def begins_as_question(text: str) -> bool:
    """Return whether the first word of a text begins a question or asks for something politely."""
    words = [fold_word(word) for word in split_words(text)]
    return words[:2] != PROHIBITION and (*words[:1],) in read_request_words()[QUESTION]


def begins_question(text: str) -> bool:
    """Return whether the first word of a text begins a question, or a mark ends one."""
    words = [fold_word(word) for word in split_words(text)]
    is_led = any((word,) in read_request_words()[PRONOUN] for word in words[1:MAX_LEAD_WORDS])
    return begins_as_question(text) or is_led or text.rstrip().endswith("?")


def has_negation(text: str) -> bool:
    """Return whether a word of a text negates something."""
    return any(is_negation(fold_word(word)) for word in split_words(text))


def asks_for_state(text: str) -> bool:
    """Return whether a text asks how things are, as in `did you mute zoom?`, and for no action."""
    words = [fold_word(word) for word in split_words(text)]
    first_words = read_request_words()[STATE]
    # `avez-vous` is one word
    is_begun = bool(words) and (words[0].partition("-")[0],) in first_words
    return is_begun and words[:2] != PROHIBITION


@cache
def read_request_words() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Return the phrases of each table, of all languages, as folded words."""
    text = files("clausewatch").joinpath(FILE).read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    return {
        table: frozenset(
            tuple(phrase.split()) for phrases in languages.values() for phrase in phrases
        )
        for table, languages in tables.items()
    }
