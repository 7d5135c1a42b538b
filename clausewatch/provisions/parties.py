"""The parties of a policy, and the words that name them."""

from enum import StrEnum
from functools import lru_cache

from clausewatch.provisions.grammar import Grammar

_MAX_KNOWN_WORDS = 20_000


class Party(StrEnum):
    """Who acts in a clause."""

    COMPANY = "company"
    USER = "user"
    OTHER = "other"
    ADMINISTRATOR = "administrator"
    """Someone who manages the user's account for an organisation."""
    MATTER = "matter"
    """The subject is the data, so that the verb is passive and its actor unnamed."""
    UNKNOWN = "unknown"


class _PartyIndex(dict[str, Party]):
    """The party that each word names, computed once a word."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__()
        self._kinds = (
            (grammar.parties_company.matches, Party.COMPANY),
            (grammar.parties_user.matches, Party.USER),
            (grammar.parties_other.matches, Party.OTHER),
            (grammar.parties_administrator.matches, Party.ADMINISTRATOR),
            (grammar.parties_matter.matches, Party.MATTER),
        )

    def __missing__(self, word: str) -> Party:
        """Classify a word."""
        if len(self) >= _MAX_KNOWN_WORDS:
            self.clear()
        kinds = (party for matches, party in self._kinds if matches[word])
        self[word] = party = next(kinds, Party.UNKNOWN)
        return party


@lru_cache(maxsize=8)
def index_parties(grammar: Grammar) -> _PartyIndex:
    """Return the party that each word names."""
    return _PartyIndex(grammar)
