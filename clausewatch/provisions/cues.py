"""Cues: phrases that a lawyer can write and a program can look for.

`sell|rent … data` means: the word *sell* or *rent*, up to eight words, then *data*. `train*` is
any word that starts so, `#` any number, `fine_tune|train` either two words or one, `……` up to 25
words, `…3` up to three. Case, hyphens and punctuation do not count.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clausewatch.errors import ConfigError
from clausewatch.provisions.words import join_tokens

_GAP = re.compile(r"(?:…|\.\.\.)(?P<long>…|\.\.\.)?(?P<words>\d{0,2})")
_GAP_WORDS, _LONG_GAP_WORDS = 8, 25
_ALTERNATIVE = re.compile(r"[a-z0-9']+(?:_[a-z0-9']+)*\*?|[$€£#]")
_KNOWN_MAX = 50_000
_CUES_MAX = 5_000
"""More than a taxonomy has with the verbs of all types filled in: about 2,500."""
_TRIGGER_MIN_LETTERS = 2

# Words that most sentences of a policy hold: looking a cue up by one of them saves nothing.
_COMMON_WORDS = """
a about access account agree agreement all an and any are as at be by can content data do for from
has have if in information is it may must no not of on or other our party personal policy privacy
provide service services shall should site such terms that the their these third this through to
under us use used user users using was we website when which will with you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Cue:
    """One compiled cue and the words of which a sentence must hold one to be worth a search."""

    pattern: re.Pattern[str]
    triggers: tuple[str, ...]
    """Words, or beginnings of words with a trailing `*`; empty where any sentence may match."""
    needs: tuple[frozenset[str], ...]
    """Sets of whole words; without one of each the search is in vain."""

    def is_in(self, text: str) -> bool:
        """Tell whether the cue stands in a text as `words.line` returns it."""
        return self.pattern.search(text) is not None

    def may_be_in(self, held: set[str]) -> bool:
        """Tell whether these words hold one of each that it needs: far cheaper than the search."""
        for need in self.needs:  # noqa: SIM110  # a generator costs more than the question
            if need.isdisjoint(held):
                return False
        return True


def _element(part: str, cue: str) -> str:
    """Return the pattern of one element. Raises ConfigError for a sign that it does not know."""
    alternatives = part.split("|")
    for alternative in alternatives:
        if not _ALTERNATIVE.fullmatch(alternative):
            raise ConfigError(
                f"The cue {cue!r} holds {alternative!r}: write lower-case words, `a|b`, `a_b`, "
                "`begin*`, `#` or `…`."
            )
    shapes = (
        "[0-9]+"
        if one == "#"
        else re.escape(one.rstrip("*").replace("_", " ")) + "[^ ]*" * one.endswith("*")
        for one in alternatives
    )
    return f"(?:{'|'.join(shapes)})"


def _key_word(alternative: str) -> str:
    """Return the longest word of an alternative, with its `*`."""
    return max(alternative.split("_"), key=len)


def _triggers(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the alternatives of the element that fewest sentences hold."""

    def rank(part: str) -> tuple[int, int]:
        keys = [_key_word(one) for one in part.split("|")]
        common = sum(key in _COMMON or key == "#" for key in keys)
        return common, -min(len(key.rstrip("*")) for key in keys)

    best = min((part for part in parts if not _GAP.fullmatch(part)), key=rank)
    keys = tuple(_key_word(one) for one in best.split("|"))
    is_rare = all(len(key.rstrip("*")) >= _TRIGGER_MIN_LETTERS or key in "$€£" for key in keys)
    return keys if is_rare else ()


def _needs(parts: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return the elements that are made of whole words only."""
    elements = (part.split("|") for part in parts if not _GAP.fullmatch(part))
    return tuple(
        frozenset(_key_word(one) for one in element)
        for element in elements
        if not any(one.endswith("*") or one == "#" for one in element)
    )


@lru_cache(_CUES_MAX)
def compile_cue(text: str) -> Cue:
    """Compile a cue, once. Raises ConfigError where it is empty, or starts or ends with a gap."""
    parts = text.split()
    if not parts or _GAP.fullmatch(parts[0]) or _GAP.fullmatch(parts[-1]):
        raise ConfigError(f"The cue {text!r} must start and end with a word.")
    # It starts with a space that it takes along, and not with a look behind: `re` skips ahead to a
    # first letter that it knows.
    pattern = ""
    for part in parts:
        if gap := _GAP.fullmatch(part):
            size = gap["words"] or (_LONG_GAP_WORDS if gap["long"] else _GAP_WORDS)
            pattern += f"(?: [^ ]+){{0,{size}}}?"
            continue
        pattern += f" {_element(part, text)}"
    return Cue(re.compile(pattern + "(?= )"), _triggers(parts), _needs(parts))


class _Known(dict[str, tuple[int, ...]]):
    """The cues that a word is a trigger of, worked out when a word is first asked for."""

    def __init__(
        self, exact: Mapping[str, Sequence[int]], prefix: Mapping[str, Sequence[int]]
    ) -> None:
        super().__init__()
        self._exact, self._prefix = exact, prefix

    def __missing__(self, token: str) -> tuple[int, ...]:
        numbers = list(self._exact.get(token, ()))
        for size in range(_TRIGGER_MIN_LETTERS, len(token) + 1):
            numbers.extend(self._prefix.get(token[:size], ()))
        if len(self) >= _KNOWN_MAX:
            self.clear()
        self[token] = found = tuple(numbers)
        return found


@dataclass(slots=True)
class CueTable:
    """Many cues under names, searched together: only cues whose rarest word is there are tried."""

    names: tuple[str, ...]
    cues: tuple[tuple[Cue, ...], ...]
    """Per name, its cues: one that matches is enough."""
    _numbers: dict[str, int] = field(default_factory=dict)
    _exact: dict[str, list[int]] = field(default_factory=dict)
    _prefix: dict[str, list[int]] = field(default_factory=dict)
    _always: list[int] = field(default_factory=list)
    _known: _Known = field(init=False)
    _flat: list[tuple[set[int], tuple[frozenset[str], ...], Cue]] = field(default_factory=list)
    """Every cue once: the names that it stands under, and what it needs besides its trigger."""

    def __post_init__(self) -> None:
        """Index every cue by its triggers."""
        self._known = _Known(self._exact, self._prefix)
        owners: dict[Cue, set[int]] = {}
        for owner, group in enumerate(self.cues):
            for one in group:
                owners.setdefault(one, set()).add(owner)
        for number, (one, owned) in enumerate(owners.items()):
            others = tuple(need for need in one.needs if need != frozenset(one.triggers))
            self._flat.append((owned, others, one))
            if not one.triggers:
                self._always.append(number)
            for trigger in one.triggers:
                table = self._prefix if trigger.endswith("*") else self._exact
                table.setdefault(trigger.rstrip("*"), []).append(number)

    def number(self, name: str) -> int:
        """Return the number of a name. Raises KeyError."""
        if not self._numbers:
            self._numbers.update((held, place) for place, held in enumerate(self.names))
        return self._numbers[name]

    def found(self, tokens: Sequence[str]) -> set[int]:
        """Return the numbers of the names of which a cue stands in these words."""
        held = set(tokens)
        wanted = set(self._always).union(*map(self._known.__getitem__, held))
        owners: set[int] = set()
        if not wanted:
            return owners
        text = join_tokens(tokens)
        for number in wanted:
            owned, needs, one = self._flat[number]
            for need in needs:
                if need.isdisjoint(held):
                    break
            else:
                if not owned <= owners and one.is_in(text):
                    owners |= owned
        return owners


def compile_cue_table(groups: Mapping[str, Iterable[str]]) -> CueTable:
    """Compile groups of cues under their names. Raises ConfigError."""
    return CueTable(
        tuple(groups),
        tuple(tuple(compile_cue(text) for text in texts) for texts in groups.values()),
    )
