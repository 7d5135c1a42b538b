"""The parties of a policy, and the words that name them."""

from collections.abc import Sequence
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


UNNAMED = (Party.UNKNOWN, Party.MATTER)
"""What a word can be besides a name of somebody; a tuple, because hashing a member is slow."""

RELATIVES = frozenset({"that", "which", "who"})
"""What opens a description of somebody or something."""


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
def _index_parties(grammar: Grammar) -> _PartyIndex:
    return _PartyIndex(grammar)


def name_parties(
    words: Sequence[str], grammar: Grammar, company_names: frozenset[str]
) -> tuple[Party, ...]:
    """Return the party that each word of a sentence names."""
    matters, kinds = grammar.parties_matter.matches, _index_parties(grammar)
    agents, staff = grammar.parties_agent.matches, grammar.parties_staff.matches
    parties = [kinds[word] for word in words]
    for index, party in enumerate(parties):
        is_owner = party is Party.USER and index + 1 < len(words) and matters[words[index + 1]]
        if is_owner:
            parties[index] = Party.MATTER
        elif party in UNNAMED and (
            words[index] in company_names
            or (
                (agents[words[index]] or staff[words[index]])
                and _is_agent(words, index, grammar, company_names)
            )
        ):
            parties[index] = Party.COMPANY
    return tuple(parties)


def find_described(
    words: Sequence[str], parties: Sequence[Party], finite: frozenset[int], verb: int
) -> int | None:
    """Return who acts in a description of somebody else ("partners that collect data")."""
    relative = verb - 1
    while relative > 0 and relative in finite:
        relative -= 1
    if relative < 1 or words[relative] not in RELATIVES:
        return None
    return relative - 1 if parties[relative - 1] is Party.OTHER else None


def _is_agent(
    words: Sequence[str], index: int, grammar: Grammar, company_names: frozenset[str]
) -> bool:
    """Return whether a word names what is the company's ("our software", "Acme's staff")."""
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if _index_parties(grammar)[after] not in UNNAMED:
        # Somebody else is meant: "our site visitors", "the app you connect".
        return False
    is_own = before == "our" or before.removesuffix("'s") in company_names
    is_only_one = before == "the" and bool(grammar.parties_agent.matches[words[index]])
    return is_own or (is_only_one and after != "of")
