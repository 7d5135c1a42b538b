"""Decides to what the act of a sentence is done, where clause types share the act.

"We may change our fees without notice" and "we may change these terms" share the act and its
manner. Only what is changed tells which clause type a sentence states.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from clausewatch.provisions.data_table import DataTable
from clausewatch.provisions.grammar import WordSet

_REACH = 12
"""How many words an object or a subject is away from its act at most."""
_PREDICATES = frozenset({"may", "might", "will", "shall", "can", "must", "is", "are", "be"})
_ENDINGS = _PREDICATES | frozenset(
    {"by", "upon", "at", "without", "with", "when", "whenever", "if", "unless", "because", "from"}
    | {"which", "that", "who", "through", "effective", "before", "after", "until", "so", "on", "as"}
    | {"posted", "posting", "published", "announced"}
)
"""Words that end the object of an act."""
_BETWEEN = _PREDICATES | {"subject", "to", "from", "time", "at", "also", "been", "have", "has"}
"""Words that stand between a subject and its act."""
_ANAPHORIC = frozenset({"such", "these", "those", "any"})
"""An act after one of these is a noun ("any such changes"), and has no subject before it."""


class _Kind(Enum):
    """What an act is done to."""

    OWN = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class ActObjects:
    """The act of a clause type, what it is done to, and the matters of other clause types."""

    acts: WordSet
    own: WordSet
    others: WordSet

    def are_others(self, words: Sequence[str]) -> bool:
        """Return whether acts in a sentence are done to other matters, and none to its own."""
        kinds = {self._find_kind(words, index) for index in self.acts.find(words)}
        return _Kind.OTHER in kinds and _Kind.OWN not in kinds

    def _find_kind(self, words: Sequence[str], act: int) -> _Kind:
        """Return what the words after an act name; if they name nothing, the words before it."""
        following = words[act + 1 : act + 1 + _REACH]
        ends = (at for at, word in enumerate(following) if word in _ENDINGS)
        kind = self._classify(following[: next(ends, len(following))])
        if kind is _Kind.UNKNOWN:
            kind = self._classify(_find_subject(words, act))
        return kind

    def _classify(self, words: Sequence[str]) -> _Kind:
        """Return the kind of a phrase; "the terms of the service" is about the terms."""
        if self.own.is_in(words):
            return _Kind.OWN
        return _Kind.OTHER if self.others.is_in(words) else _Kind.UNKNOWN


def _find_subject(words: Sequence[str], act: int) -> Sequence[str]:
    """Return the words before an act that may be its subject ("our fees may be changed")."""
    end = act
    while end and words[end - 1] in _BETWEEN:
        end -= 1
    start = end
    while start and act - start < _REACH and words[start - 1] not in _ENDINGS:
        start -= 1
        if words[start] in _ANAPHORIC:
            break
    return words[start:end]


def read_act_objects(source: DataTable) -> ActObjects | None:
    """Return the objects of a clause type, or None if it has none. Raises ConfigError."""
    lists = [source.read_texts(key) for key in ("acts", "objects", "other_objects")]
    if not any(lists):
        return None
    if not all(lists):
        raise source.make_error("`acts`, `objects` and `other_objects` need each other.")
    return ActObjects(*map(WordSet.build, lists))
