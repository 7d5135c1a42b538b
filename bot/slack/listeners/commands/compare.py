"""`compare`: one clause type across platforms; `clauses`: the types that there are."""

from bot.slack.listeners import clause_lookup as clause_names
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, format_line, read_page
from bot.slack.listeners.platform_lookup import KEY_PREFIX, Known, find_platform
from bot.slack.messages import comparison
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from bot.slack.messages.lists import AnswerPage
from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_PLATFORMS = 20


async def compare_clause(call: Call, line: CommandLine) -> Message | Problem:
    """Return severity, polarity, opt-out and quote per platform, with the prevalence."""
    names = line.names
    if not names:
        example = code(f"{call.command} compare ai training, midjourney, pinterest")
        raise ArgumentError(f"Which clause type? Type its name, such as {example}.")
    typed, *platforms = names
    clause, platforms = _split_clause(call, typed, platforms)
    if isinstance(clause, Problem):
        return clause
    if len(platforms) > MAX_PLATFORMS:
        raise ArgumentError(f"{code('compare')} takes {MAX_PLATFORMS} platforms at a time.")
    known = []
    for name in platforms:
        gap = ["{}" if other == name else other for other in platforms]
        found = await find_platform(call, name, format_line("compare", [clause.id, *gap], {}))
        if isinstance(found, Problem):
            return found
        known.append(found)
    return await _render_comparison(call, clause, known, line)


def _split_clause(
    call: Call, typed: str, platforms: list[str]
) -> tuple[ClauseType | Problem, list[str]]:
    """Return the clause type, and the platforms; `ai training midjourney` names both.

    The names go first: a clause type is found in words of which not all are about it.
    """
    words = typed.split()
    for count in range(1, len(words) if not platforms else 0):
        match = find_clause_types(" ".join(words[:count]), load_taxonomy())
        named = _split_platforms(call, words[count:]) if match.is_sure else None
        if named is not None:
            return match.clauses[0], named
    return clause_names.find_clause(typed, "compare {}", call.command), platforms


def _split_platforms(call: Call, words: list[str]) -> list[str] | None:
    """Return words as one platform's name, or each as one; None where they name none."""
    for names in ([" ".join(words)], words):
        if all(call.context.catalogue.find(name).platform is not None for name in names):
            return names
    return None


async def _render_comparison(
    call: Call, clause: ClauseType, known: list[Known], line: CommandLine
) -> Message:
    store, workspace = call.context.store, await call.find_workspace()
    keys = [one.key for one in known]
    held = await store.provisions.compare(workspace, clause.id, platform_keys=keys)
    prevalence = await store.provisions.measure_prevalence(workspace, clause.id)
    has = {one.document.platform_key for one in held}
    without = [one.name for one in known if one.key not in has]
    again = format_line("compare", [clause.id, *(KEY_PREFIX + key for key in keys)], {})
    paged = AnswerPage(read_page(line.options), again)
    return comparison.render_comparison(clause, held, prevalence, without, paged)


async def list_clauses(call: Call, line: CommandLine) -> Message | Problem:
    """Return the clause types by category, or one of them."""
    if line.rest:
        found = clause_names.find_clause(line.rest, "clauses {}", call.command)
        return found if isinstance(found, Problem) else comparison.render_clause(found)
    types = tuple(load_taxonomy().clauses.values())
    return comparison.render_clause_list(
        types, AnswerPage(read_page(line.options), "clauses"), call.command
    )
