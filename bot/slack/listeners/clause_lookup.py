"""From typed names to clause types. An uncertain name gives choices, never a guess."""

from collections.abc import Sequence

from bot.slack.listeners.command_line import ArgumentError, split_names
from bot.slack.messages.answers import Choice, Problem, ask_for_choice
from bot.slack.messages.escape import code, escape
from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_SUGGESTIONS = 5
ALL = "all"


def find_clause(typed: str, template: str, command: str) -> ClauseType | Problem:
    """Return the clause type that a name means, or a problem with similar ones.

    `template` is the command line with `{}` in place of the name, for the buttons.
    """
    match = find_clause_types(typed, load_taxonomy())
    if match.is_sure:
        return match.clauses[0]
    if (core := find_core_clause(typed, match.clauses)) is not None:
        return core
    choices = [Choice(clause.name, clause.id) for clause in match.clauses[:MAX_SUGGESTIONS]]
    return Problem(
        f"I don't recognise “{escape(typed, 80)}” as a clause type.{ask_for_choice(choices)}"
        f" {code(command + ' clauses')} lists them all.",
        tuple(choices),
        template,
    )


def find_core_clause(typed: str, clauses: Sequence[ClauseType]) -> ClauseType | None:
    """Return the only core type whose name contains the typed word: `training`, `arbitration`."""
    word = typed.strip().casefold()
    named = [
        clause
        for clause in clauses
        if clause.is_core and word in clause.id.split("_") + clause.name.casefold().split()
    ]
    return named[0] if len(named) == 1 else None


def parse_topics(value: str) -> tuple[str, ...]:
    """Return the ids of the clause types in a list; `all` gives an empty tuple.

    Raises ArgumentError with clause types that are similar to an unknown name.
    """
    if value.strip().casefold() == ALL:
        return ()
    ids: dict[str, None] = {}
    for typed in split_names(value):
        match = find_clause_types(typed, load_taxonomy())
        if not match.is_sure:
            similar = ", ".join(code(clause.id) for clause in match.clauses[:MAX_SUGGESTIONS])
            raise ArgumentError(
                f"“{escape(typed, 80)}” isn't a clause type. "
                + (f"Did you mean {similar}?" if similar else "`clauses` lists them all.")
            )
        ids[match.clauses[0].id] = None
    return tuple(ids)
