"""What passages say, read once for two versions, because they share most of their passages."""

from dataclasses import dataclass, field

from clausewatch.provisions.assertion import Assertion
from clausewatch.provisions.cues import CueTable
from clausewatch.provisions.features import Float64Array
from clausewatch.provisions.grammar import Grammar
from clausewatch.provisions.sentences import Sentence, read_sentence
from clausewatch.provisions.tokens import tokenise

_ADDRESS_MARKS = ("://", "www.", "@")
_Key = tuple[str, str, frozenset[str]]
"""The text of a passage, its lead-in, and the names of the company."""


@dataclass
class PassageMemory:
    """Results that depend on the text of a passage and not on its place."""

    grammar: Grammar
    scores: dict[str, tuple[Float64Array, set[int]]] = field(default_factory=dict)
    """Per text the probability of each clause type, and the groups of its cues."""
    assertions: dict[tuple[str, str, str, frozenset[str]], Assertion] = field(default_factory=dict)
    """By clause type and sentence."""
    _tokens: dict[str, list[str]] = field(default_factory=dict)
    _sentences: dict[_Key, Sentence] = field(default_factory=dict)
    _groups: dict[tuple[int, str], set[int]] = field(default_factory=dict)

    def tokenise(self, text: str) -> list[str]:
        """Return the tokens of a passage; they are not to be altered."""
        if text not in self._tokens:
            self._tokens[text] = tokenise(text)
        return self._tokens[text]

    def read_sentence(self, text: str, lead_in: str, company_names: frozenset[str]) -> Sentence:
        """Return the sentence of a passage."""
        key = (text, lead_in, company_names)
        if key not in self._sentences:
            self._sentences[key] = read_sentence(text, lead_in, self.grammar, company_names)
        return self._sentences[key]

    def find_groups(self, table: CueTable, text: str) -> set[int]:
        """Return the groups of a table with a cue that matches a passage; not to be altered."""
        key = (id(table), text)
        if key not in self._groups:
            self._groups[key] = table.find_groups(self.tokenise(_drop_addresses(text)))
        return self._groups[key]


def _drop_addresses(text: str) -> str:
    """Return a text without addresses, whose words state nothing ("http://choices.co.uk")."""
    if not any(mark in text for mark in _ADDRESS_MARKS):
        return text
    words = text.split()
    return " ".join(word for word in words if not any(mark in word for mark in _ADDRESS_MARKS))
