"""Cues: phrases that a lawyer can write and a program can look for.

`sell|rent … data` means: the word *sell* or *rent*, up to eight words, then *data*. `train*` is
any word that starts so, `#` any number, `fine_tune|train` either two words or one, `……` up to 25
words, `…3` up to three. Case, hyphens and punctuation do not count.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clausewatch.errors import ConfigError
from clausewatch.provisions.words import line

_GAP = re.compile(r"(?:…|\.\.\.)(?P<long>…|\.\.\.)?(?P<words>\d{0,2})")
_GAP_WORDS, _LONG_GAP_WORDS = 8, 25
_ALTERNATIVE = re.compile(r"[a-z0-9']+(?:_[a-z0-9']+)*\*?|[$€£#]")
_KNOWN_MAX = 50_000
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


def cue(text: str) -> Cue:
    """Compile a cue. Raises ConfigError where it is empty, or starts or ends with a gap."""
    parts = text.split()
    if not parts or _GAP.fullmatch(parts[0]) or _GAP.fullmatch(parts[-1]):
        raise ConfigError(f"The cue {text!r} must start and end with a word.")
    pattern = "(?<= )"
    for position, part in enumerate(parts):
        if gap := _GAP.fullmatch(part):
            size = gap["words"] or (_LONG_GAP_WORDS if gap["long"] else _GAP_WORDS)
            pattern += f"(?: [^ ]+){{0,{size}}}?"
            continue
        pattern += (" " if position else "") + _element(part, text)
    return Cue(re.compile(pattern + "(?= )"), _triggers(parts), _needs(parts))


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
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _flat: list[tuple[int, Cue]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Index every cue by its triggers."""
        for owner, group in enumerate(self.cues):
            for one in group:
                number = len(self._flat)
                self._flat.append((owner, one))
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
        wanted = set(self._always)
        for token in tokens:
            known = self._known.get(token)
            wanted.update(self._of(token) if known is None else known)
        owners: set[int] = set()
        text, held = line(list(tokens)), set(tokens)
        for number in wanted:
            owner, one = self._flat[number]
            if owner in owners:
                continue
            for need in one.needs:
                if need.isdisjoint(held):
                    break
            else:
                if one.pattern.search(text):
                    owners.add(owner)
        return owners

    def _of(self, token: str) -> tuple[int, ...]:
        """Return the cues that a word is a trigger of, and remember them."""
        numbers = list(self._exact.get(token, ()))
        for size in range(2, len(token) + 1):
            numbers.extend(self._prefix.get(token[:size], ()))
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        self._known[token] = tuple(numbers)
        return self._known[token]


def cue_table(groups: Mapping[str, Iterable[str]]) -> CueTable:
    """Compile groups of cues under their names. Raises ConfigError."""
    return CueTable(
        tuple(groups), tuple(tuple(cue(text) for text in texts) for texts in groups.values())
    )
