"""`compare`: one clause type across platforms; `clauses`: all clause types."""

from dataclasses import replace

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import MAX_SUGGESTIONS, find_clause
from bot.slack.listeners.command_line import ArgumentError, CommandLine, format_line, read_page
from bot.slack.listeners.commands import subprocessors
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import AnswerPage, Choice, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.comparison import (
    Absences,
    render_clause,
    render_clause_list,
    render_comparison,
)
from bot.slack.messages.document_status import list_analysed
from bot.slack.messages.escape import code
from clausewatch.model.documents import Platform
from clausewatch.provisions.clause_names import find_clause_types, list_other_words
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_PLATFORMS = 20
_MARKS = str.maketrans("/:", "  ")
"""Marks between names: `zoom/notion: retention`."""


async def compare_clause(call: Call, line: CommandLine) -> Message | Problem:
    """Return severity, polarity, opt-out and quote per platform, and the prevalence."""
    if not line.names:
        example = code(f"{call.command} compare ai training, midjourney, pinterest")
        raise ArgumentError(f"Which clause type? For example: {example}.")
    if line.names[0].casefold() == subprocessors.VERB and len(line.names) > 1:
        return await subprocessors.compare_lists(call, line.names[1:], line)
    clause, names, others = _split_clause(call, line.names[0], list(line.names[1:]))
    if isinstance(clause, Problem):
        return _ask_for_clause(call, line) or clause
    if len(names) > MAX_PLATFORMS:
        raise ArgumentError(f"{code('compare')} takes {MAX_PLATFORMS} platforms at a time.")
    platforms = []
    for name in names:
        listed = ["{}" if other == name else other for other in names]
        template = format_line("compare", [clause.id, *listed], {})
        platform = await find_platform(call, name, template)
        if isinstance(platform, Problem):
            return platform
        platforms.append(platform)
    return await _render_comparison(call, clause, platforms, line, others)


def _ask_for_clause(call: Call, line: CommandLine) -> Problem | None:
    """Return the question by which clause type platforms are compared, if the line names some."""
    platforms: list[str] = []
    for typed in line.names:
        is_key = typed.startswith(KEY_PREFIX)
        words = typed.translate(_MARKS).split()
        names, unknown = ([typed], []) if is_key else _find_names(call, words)
        if unknown:
            return None
        platforms += names
    core = [clause for clause in load_taxonomy().clauses.values() if clause.is_core]
    choices = tuple(Choice(clause.name, clause.id) for clause in core[:MAX_SUGGESTIONS])
    sentence = f"Which clause type? {code(call.command + ' clauses')} lists them all."
    return Problem(sentence, choices, format_line("compare", ["{}", *platforms], {}))


def _split_clause(
    call: Call, typed: str, names: list[str]
) -> tuple[ClauseType | Problem, list[str], str]:
    """Return the clause type, the platforms' names, and the words that are neither.

    `ai training midjourney` contains both. The split is tried first, because a clause type also
    matches words that contain more.
    """
    words, taxonomy = typed.translate(_MARKS).split(), load_taxonomy()
    for count in range(1, len(words) if not names else 0):
        match = find_clause_types(" ".join(words[:count]), taxonomy)
        if match.is_sure and not list_other_words(words[:count], match.clauses[0]):
            platforms, unknown = _find_names(call, words[count:])
            if not unknown:
                return match.clauses[0], platforms, ""
    clause = taxonomy.clauses.get(words[0]) or find_clause(typed, "compare {}", call.command)
    if isinstance(clause, Problem):
        return clause, names, ""
    platforms, unknown = _find_names(call, list_other_words(words, clause))
    return clause, [*platforms, *names], " ".join(unknown)


def _find_names(call: Call, words: list[str]) -> tuple[list[str], list[str]]:
    """Return the names of platforms in a row of words, longest first, and the words left over."""
    names: list[str] = []
    others: list[str] = []
    position = 0
    while position < len(words):
        for end in range(len(words), position, -1):
            name = " ".join(words[position:end])
            if call.context.catalogue.find_exact(name) is not None:
                names.append(name)
                break
        else:
            end = position + 1
            others.append(words[position])
        position = end
    return names, others


async def _render_comparison(
    call: Call, clause: ClauseType, platforms: list[Platform], line: CommandLine, others: str
) -> Message:
    store, workspace_id = call.context.store, await call.find_workspace()
    keys = [platform.key for platform in platforms]
    provisions = await store.provisions.compare(workspace_id, clause.id, platform_keys=keys)
    prevalence = await store.provisions.measure_prevalence(workspace_id, clause.id)
    keys_with_clause = {provision.document.platform_key for provision in provisions}
    without = await _sort_absences(
        call, [platform for platform in platforms if platform.key not in keys_with_clause]
    )
    same_line = format_line("compare", [clause.id, *(KEY_PREFIX + key for key in keys)], {})
    page = AnswerPage(read_page(line.options), same_line)
    without = replace(without, unknown=others)
    return render_comparison(clause, provisions, prevalence, without, page)


async def _sort_absences(call: Call, platforms: list[Platform]) -> Absences:
    """Return the platforms without a clause type by whether a document of theirs was searched."""
    workspace_id, store = await call.find_workspace(), call.context.store
    searched: list[str] = []
    unread: list[str] = []
    for platform in platforms:
        statuses = await store.documents.find_by_platform(workspace_id, platform.key)
        ids = [status.document.id for status in statuses]
        read = await store.provisions.find_recognition_times(ids)
        (searched if list_analysed(statuses, read) else unread).append(platform.name)
    return Absences(searched, unread)


async def list_clauses(call: Call, line: CommandLine) -> Message | Problem:
    """Return the clause types by category, or one of them."""
    if line.rest:
        clause = find_clause(line.rest, "clauses {}", call.command)
        return clause if isinstance(clause, Problem) else render_clause(clause)
    clauses = tuple(load_taxonomy().clauses.values())
    return render_clause_list(clauses, AnswerPage(read_page(line.options), "clauses"), call.command)
