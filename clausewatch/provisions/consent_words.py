"""Whose consent some words of a sentence name, and whether they only ask for it."""

from collections.abc import Sequence

from clausewatch.provisions.grammar import Grammar

_USERS_OWN = frozenset({"your", "customer's", "user's"})


def names_giver(words: Sequence[str], grammar: Grammar, company_names: frozenset[str]) -> bool:
    """Return whether words before "consent" say whose it is, and it is not the company's."""
    is_own = "our" in words or not company_names.isdisjoint(words)
    has_owner = any(word.endswith(("'s", "s'")) for word in words)
    return not is_own and (has_owner or grammar.choice_possessive.is_in(words))


def ask_for_consent(words: Sequence[str], grammar: Grammar, company_names: frozenset[str]) -> bool:
    """Return whether words that follow a "not" are about the asking ("need your permission")."""
    if not words or not (
        grammar.choice_requiring.is_at(words, 0) or grammar.choice_binding.is_at(words, 0)
    ):
        return False
    return any(
        words[at] == "consent" or names_giver(words[:at], grammar, company_names)
        for at in grammar.choice_consent_nouns.find(words)
    )


def names_user(grammar: Grammar, words: Sequence[str]) -> bool:
    """Return whether words name the reader, or what is his own."""
    return grammar.parties_user.is_in(words) or not _USERS_OWN.isdisjoint(words)
