"""Cues: phrases that a lawyer can write and a program can search for.

`sell|rent … data` matches the word *sell* or *rent*, up to eight words, then *data*. `train*`
matches any word with that beginning, `#` any number in digits, `##` one in words too (above one),
`fine_tune|train` either two words or one, `……` up to 25 words and `…3` up to three. Case, hyphens
and punctuation are ignored.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_

from clausewatch.errors import ConfigError
from clausewatch.provisions.tokens import join_tokens
from clausewatch.text.number_words import list_number_words

_GAP = re.compile(r"(?:…|\.\.\.)(?P<long>…|\.\.\.)?(?P<words>\d{0,2})")
_GAP_WORDS, _LONG_GAP_WORDS = 8, 25
_ALTERNATIVE = re.compile(r"[a-z0-9']+(?:_[a-z0-9']+)*\*?|[$€£]|##?")
_NUMBERS = {"#": "[0-9]+", "##": "|".join(["[0-9]+", *list_number_words("en")])}
_MAX_CACHED_TOKENS = 50_000
_MAX_CACHED_CUES = 5_000
"""A taxonomy has about 2,500 cues, counting those that are filled in with the verbs of a type."""
_MIN_TRIGGER_LETTERS = 2

# Most sentences of a policy contain one of these words, so they make poor triggers.
_COMMON_WORDS = """
a about access account agree agreement all an and any are as at be by can content data do for from
has have if in information is it may must no not of on or other our party personal policy privacy
provide service services shall should site such terms that the their these third this through to
under us use used user users using was we website when which will with you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@lru_cache(_MAX_CACHED_CUES)
def _compile_expression(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue, with cheap tests that rule out most sentences before a search."""

    expression: str
    """The regular expression of `pattern`."""
    triggers: tuple[str, ...]
    """Words, or beginnings of words with a trailing `*`; a sentence must contain one of them.

    Empty if any sentence may match.
    """
    required_words: tuple[frozenset[str], ...]
    """Sets of whole words; a sentence must contain one word of each set."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression; most processes try few of the 2,500 cues, and many try none."""
        return _compile_expression(self.expression)

    @property
    def further_words(self) -> tuple[frozenset[str], ...]:
        """The required words besides the trigger."""
        return tuple(words for words in self.required_words if words != frozenset(self.triggers))

    def is_in(self, text: str) -> bool:
        """Return whether the cue matches a text that `join_tokens` made."""
        return _compile_expression(self.expression).search(text) is not None

    def may_be_in(self, tokens: set[str]) -> bool:
        """Return whether the tokens contain every required word: far cheaper than a search."""
        for alternatives in self.required_words:  # noqa: SIM110  # a generator costs more than the test
            if alternatives.isdisjoint(tokens):
                return False
        return True


def _build_element_pattern(element: str, cue: str) -> str:
    """Return the pattern of one element. Raises ConfigError for an unknown sign."""
    alternatives = element.split("|")
    for alternative in alternatives:
        if not _ALTERNATIVE.fullmatch(alternative):
            raise ConfigError(
                f"The cue {cue!r} contains {alternative!r}: write lower-case words, `a|b`, `a_b`, "
                "`begin*`, `#`, `##` or `…`."
            )
    patterns = (
        _NUMBERS[alternative]
        if alternative in _NUMBERS
        else re.escape(alternative.rstrip("*").replace("_", " "))
        + "[^ ]*" * alternative.endswith("*")
        for alternative in alternatives
    )
    return f"(?:{'|'.join(patterns)})"


def _find_longest_word(alternative: str) -> str:
    """Return the longest word of an alternative, including its `*`."""
    return max(alternative.split("_"), key=len)


def _choose_triggers(elements: Sequence[str]) -> tuple[str, ...]:
    """Return the alternatives of the element that the fewest sentences contain."""

    def rank(element: str) -> tuple[int, int]:
        keys = [_find_longest_word(alternative) for alternative in element.split("|")]
        common = sum(key in _COMMON or key in _NUMBERS for key in keys)
        return common, -min(len(key.rstrip("*")) for key in keys)

    best = min((element for element in elements if not _GAP.fullmatch(element)), key=rank)
    keys = tuple(_find_longest_word(alternative) for alternative in best.split("|"))
    is_rare = _NUMBERS.keys().isdisjoint(keys) and all(
        len(key.rstrip("*")) >= _MIN_TRIGGER_LETTERS or key in "$€£" for key in keys
    )
    return keys if is_rare else ()


def _find_required_words(elements: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return the elements that consist of whole words only."""
    alternatives = (element.split("|") for element in elements if not _GAP.fullmatch(element))
    return tuple(
        frozenset(_find_longest_word(word) for word in words)
        for words in alternatives
        if not any(word.endswith("*") or word in _NUMBERS for word in words)
    )


@lru_cache(_MAX_CACHED_CUES)
def compile_cue(text: str) -> Cue:
    """Compile a cue, once. Raises ConfigError if it is empty, or starts or ends with a gap."""
    elements = text.split()
    if not elements or _GAP.fullmatch(elements[0]) or _GAP.fullmatch(elements[-1]):
        raise ConfigError(f"The cue {text!r} must start and end with a word.")
    # The pattern consumes the space before each word instead of looking behind, because `re` can
    # skip ahead only to a literal that the pattern starts with.
    pattern = ""
    for element in elements:
        if gap := _GAP.fullmatch(element):
            size = gap["words"] or (_LONG_GAP_WORDS if gap["long"] else _GAP_WORDS)
            pattern += f"(?: [^ ]+){{0,{size}}}?"
            continue
        pattern += f" {_build_element_pattern(element, text)}"
    return Cue(f"{pattern}(?= )", _choose_triggers(elements), _find_required_words(elements))


class _TokenMasks(dict[str, int]):
    """The bits that each token sets, computed when a token is first looked up."""

    def __init__(self, exact: Mapping[str, int], prefixes: Mapping[str, int]) -> None:
        super().__init__()
        self._exact, self._prefixes = exact, prefixes

    def __missing__(self, token: str) -> int:
        mask = self._exact.get(token, 0)
        for size in range(_MIN_TRIGGER_LETTERS, len(token) + 1):
            mask |= self._prefixes.get(token[:size], 0)
        if len(self) >= _MAX_CACHED_TOKENS:
            self.clear()
        self[token] = mask
        return mask


@dataclass(slots=True)
class CueTable:
    """Named groups of cues, searched together.

    A cue is tried only if its trigger and all words that it requires are present. Whole numbers
    are the sets of cues: bit n of plane 0 says that cue n is triggered, and that of plane p that
    its requirement number p is met. So one `or` per token tests all cues.
    """

    group_names: tuple[str, ...]
    cues: tuple[tuple[Cue, ...], ...]
    """The cues of each group; one that matches is enough."""
    _numbers: dict[str, int] = field(default_factory=dict)
    _flat: list[tuple[set[int], Cue]] = field(default_factory=list)
    """Every distinct cue with the groups that have it."""
    _masks: _TokenMasks = field(init=False)
    _planes: int = field(init=False, default=1)
    _unconditional: int = field(init=False, default=0)
    """The bits of cues without a trigger, and of requirements that a cue does not have."""

    def __post_init__(self) -> None:
        """Index every cue by its triggers and requirements."""
        groups_by_cue: dict[Cue, set[int]] = {}
        for group, cues in enumerate(self.cues):
            for cue in cues:
                groups_by_cue.setdefault(cue, set()).add(group)
        self._flat = [(groups, cue) for cue, groups in groups_by_cue.items()]
        self._planes = 1 + max((len(cue.further_words) for _, cue in self._flat), default=0)
        exact: dict[str, int] = {}
        prefixes: dict[str, int] = {}
        for number, (_, cue) in enumerate(self._flat):
            bit = 1 << number
            for trigger in cue.triggers:
                index = prefixes if trigger.endswith("*") else exact
                index[trigger.rstrip("*")] = index.get(trigger.rstrip("*"), 0) | bit
            self._unconditional |= 0 if cue.triggers else bit
            for plane in range(1, self._planes):
                bit <<= len(self._flat)
                words = cue.further_words[plane - 1 : plane]
                self._unconditional |= 0 if words else bit
                for word in frozenset().union(*words):
                    exact[word] = exact.get(word, 0) | bit
        self._masks = _TokenMasks(exact, prefixes)

    def find_number(self, group_name: str) -> int:
        """Return the number of a group. Raises KeyError."""
        if not self._numbers:
            self._numbers.update((name, number) for number, name in enumerate(self.group_names))
        return self._numbers[group_name]

    def find_groups(self, tokens: Sequence[str]) -> set[int]:
        """Return the numbers of the groups with a cue that matches these tokens."""
        # Most tokens set no bit, and each `or` makes a new number of hundreds of bytes.
        masks = filter(None, map(self._masks.__getitem__, set(tokens)))
        bits = reduce(or_, masks, self._unconditional)
        size = len(self._flat)
        candidates = bits & ((1 << size) - 1)
        for _ in range(1, self._planes):
            bits >>= size
            candidates &= bits
        matched: set[int] = set()
        text = join_tokens(tokens) if candidates else ""
        while candidates:
            lowest = candidates & -candidates
            candidates ^= lowest
            groups, cue = self._flat[lowest.bit_length() - 1]
            if not groups <= matched and cue.is_in(text):
                matched |= groups
        return matched


def compile_cue_table(groups: Mapping[str, Iterable[str]]) -> CueTable:
    """Compile groups of cues under their names. Raises ConfigError."""
    return CueTable(
        tuple(groups),
        tuple(tuple(compile_cue(text) for text in texts) for texts in groups.values()),
    )
