"""Clause types by the names that people type."""

import pytest

from clausewatch.provisions.names import by_name
from clausewatch.provisions.taxonomy_files import taxonomy


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("ai_training", "ai_training"),
        ("AI training", "ai_training"),
        ("training my data", "ai_training"),
        ("sell my data", "data_sale"),
        ("arbitraton", "arbitration"),
        ("forced arbitration", "arbitration"),
        ("Cookies", "cookies_tracking"),
        ("delete my account", "user_cancellation"),
        ("delete my data", "access_deletion_rights"),
        ("DMCA", "copyright_takedown"),
        ("class-action", "class_action_waiver"),
        ("auto-renew", "auto_renewal"),
        ("kids", "children_age"),
        ("police", "law_enforcement_disclosure"),
        ("who owns my content", "content_ownership"),
    ],
)
def test_a_name_is_understood(typed: str, clause: str) -> None:
    """Ids, names, aliases, other forms and slips of the pen lead to the type."""
    matched = by_name(typed, taxonomy())
    assert matched.is_sure
    assert matched.clauses[0].id == clause


@pytest.mark.parametrize("typed", ["licence", "terms", "law", "data"])
def test_an_ambiguous_name_is_never_guessed(typed: str) -> None:
    """Where several types may be meant, the person chooses."""
    matched = by_name(typed, taxonomy())
    assert not matched.is_sure
    assert matched.clauses


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "¿?"])
def test_nonsense_matches_nothing(typed: str) -> None:
    """A name that means nothing finds nothing and raises nothing."""
    assert by_name(typed, taxonomy()).clauses == ()


@pytest.mark.parametrize("clause_id", taxonomy().ids)
def test_every_id_name_and_alias_finds_its_type(clause_id: str) -> None:
    """What the data file offers is what people can type, and no alias belongs to two types."""
    clause = taxonomy().clauses[clause_id]
    for name in (clause.id, clause.name, *clause.aliases):
        matched = by_name(name, taxonomy())
        assert matched.is_sure, name
        assert matched.clauses[0].id == clause_id, name
