"""The record of a provision, by platform and clause type or by record id."""

from bot.links.site_links import build_record_path
from bot.records.record_reader import read_record_view
from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import find_clause
from bot.slack.listeners.command_line import ArgumentError, CommandLine, format_line, read_page
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages import provision as provision_messages
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message, context
from bot.slack.messages.escape import code, link
from clausewatch.model.documents import Platform
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_WORDS = 14
"""Longer lines are not split into a platform and a clause type."""


async def show_named_clause(call: Call, line: CommandLine) -> Message | Problem | None:
    """Return the record that `<platform> <clause>` asks for, or None if the line asks for none.

    A line is split only after words that name one platform for certain.
    """
    names = list(line.names)
    words = names if len(names) > 1 else (names[0].split() if names else [])
    if len(words) > MAX_WORDS:
        return None
    first_problem: Problem | None = None
    for count in range(len(words) - 1, 0, -1):
        start, rest = " ".join(words[:count]), " ".join(words[count:])
        platform = await find_platform(call, start, "")
        if isinstance(platform, Platform):
            template = f'show "{KEY_PREFIX}{platform.key}", {{}}'
            clause = find_clause(rest, template, call.command)
            if not isinstance(clause, Problem):
                return await show_clause(call, platform, clause, line)
            # Two platforms are not a platform with a clause type.
            if isinstance(await find_platform(call, rest, ""), Platform):
                return None
            # A shorter name may leave a clause type: `claude.ai training`, `claude ai training`.
            first_problem = first_problem or clause
    return first_problem


async def show_clause(
    call: Call, platform: Platform, clause: ClauseType, line: CommandLine
) -> Message:
    """Return the most severe record of a clause type at a platform, or that none was found."""
    workspace_id, store = await call.find_workspace(), call.context.store
    provisions = await store.provisions.find_by_clause(workspace_id, platform.key, clause.id)
    if provisions:
        same_line = format_line("show", [KEY_PREFIX + platform.key, clause.id], {})
        page = AnswerPage(read_page(line.options), same_line)
        return await _render_record(call, provisions[0], provisions[1:], page)
    statuses = await store.documents.find_by_platform(workspace_id, platform.key)
    document_ids = [status.document.id for status in statuses]
    recognised = frozenset(await store.provisions.find_recognition_times(document_ids))
    return provision_messages.render_not_found(platform.name, clause, statuses, recognised)


async def show_by_number(call: Call, number: int, line: CommandLine) -> Message:
    """Return the record with that number. Raises ArgumentError if the workspace has none."""
    provision = await call.context.store.provisions.find(await call.find_workspace(), number)
    if provision is None:
        raise ArgumentError(
            f"I can't find that provision. {code(call.command + ' show')} with a"
            " platform lists the record IDs."
        )
    same_line = format_line("show", [provision.record_id], {})
    return await _render_record(call, provision, (), AnswerPage(read_page(line.options), same_line))


async def _render_record(
    call: Call,
    provision: RecordedProvision,
    others: tuple[RecordedProvision, ...],
    page: AnswerPage,
) -> Message:
    """Render a record with its context; its quote and snapshots are verified again.

    `others` are the platform's other provisions of the clause type.
    """
    if provision.provision.clause not in load_taxonomy().clauses:
        raise ArgumentError("That clause type is no longer supported. Its record is kept.")
    workspace_id = await call.find_workspace()
    view = await read_record_view(call.context.store, workspace_id, provision, others, call.now)
    message = provision_messages.render_record(view, page)
    url = await call.build_site_url(build_record_path(provision.record_id))
    if url is None:
        return message
    return Message(message.text, (*message.blocks, context(link(url, "Open the whole record"))))
