"""The record of a provision: by platform and clause type, or by its record id."""

from datetime import timedelta
from hashlib import sha256

from bot.records.provision_record import read_provision_record
from bot.slack.listeners import clause_lookup
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, format_line, read_page
from bot.slack.listeners.platform_lookup import KEY_PREFIX, Known, find_platform
from bot.slack.messages import provision
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from bot.slack.messages.lists import AnswerPage
from bot.slack.messages.record_parts import RecordView
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.provisions import text_of
from clausewatch.provisions.taxonomy import ClauseType
from clausewatch.provisions.taxonomy_files import load_taxonomy

MAX_WORDS = 14
"""Of a line that is parted into platform and clause type."""
MAX_ELSEWHERE = 3
RECENTLY = timedelta(days=30)


async def find_by_clause(call: Call, line: CommandLine) -> Message | Problem | None:
    """Return the record that `<platform> <clause>` asks for; None where it asks for none.

    A line is parted only where its beginning names a platform for certain.
    """
    names = list(line.names)
    words = names if len(names) > 1 else (names[0].split() if names else [])
    if len(words) > MAX_WORDS:
        return None
    for count in range(len(words) - 1, 0, -1):
        start, rest = " ".join(words[:count]), " ".join(words[count:])
        known = await find_platform(call, start, "")
        if isinstance(known, Known):
            template = f'show "{KEY_PREFIX}{known.key}", {{}}'
            clause = clause_lookup.find_clause(rest, template, call.command)
            if not isinstance(clause, Problem):
                return await show_by_clause(call, known, clause, line)
            # Two platforms are no platform with a clause type.
            return None if isinstance(await find_platform(call, rest, ""), Known) else clause
    return None


async def show_by_clause(
    call: Call, known: Known, clause: ClauseType, line: CommandLine
) -> Message:
    """Return the gravest record of a clause type at a platform, or that none is found."""
    workspace = await call.find_workspace()
    held = await call.context.store.provisions.find_by_clause(workspace, known.key, clause.id)
    if held:
        again = format_line("show", [KEY_PREFIX + known.key, clause.id], {})
        return await _render_record(
            call, held[0], held[1:], AnswerPage(read_page(line.options), again)
        )
    statuses = await call.context.store.documents.find_by_platform(workspace, known.key)
    numbers = [status.document.id for status in statuses]
    read = await call.context.store.provisions.find_recognition_times(numbers)
    return provision.render_not_found(known.name, clause, statuses, frozenset(read))


async def show_by_number(call: Call, number: int, line: CommandLine) -> Message:
    """Return the record with that number. Raises ArgumentError where the workspace has none."""
    found = await call.context.store.provisions.find(await call.find_workspace(), number)
    if found is None:
        raise ArgumentError(
            f"No provision of this workspace has that record id; {code(call.command + ' show')}"
            " with a platform prints the ids."
        )
    again = format_line("show", [found.record_id], {})
    return await _render_record(call, found, (), AnswerPage(read_page(line.options), again))


async def _render_record(
    call: Call,
    one: RecordedProvision,
    also: tuple[RecordedProvision, ...],
    paged: AnswerPage,
) -> Message:
    """Gather what a record shows; its quote and bytes are held against their hashes anew."""
    store, workspace = call.context.store, await call.find_workspace()
    clause, key = one.provision.clause, one.document.platform_key
    if clause not in load_taxonomy().clauses:
        raise ArgumentError("That clause type is no longer in the taxonomy; its record is kept.")
    siblings = await store.provisions.find_by_platform(workspace, key)
    found = await read_provision_record(store, one, siblings)
    held = {each.sha256: each.body for each in found.snapshots}
    recent = await store.changes.find_recent(workspace, platform_key=key, since=call.now - RECENTLY)
    shown = RecordView(
        recorded=one,
        record=found.record,
        history=await store.provisions.read_history(one.id),
        prevalence=await store.provisions.measure_prevalence(workspace, clause),
        elsewhere=await store.provisions.compare(
            workspace, clause, without=key, limit=MAX_ELSEWHERE
        ),
        also=also,
        related=siblings,
        changes=sum(change.document.id == one.document.id for change in recent),
        has_quote=one.provision.quote.is_in(text_of(found.reading)),
        is_intact=all(
            sha in held and sha256(held[sha]).hexdigest() == sha for sha in one.version.snapshots
        ),
        accessed_at=call.now,
        names={each.id: each.name for each in load_taxonomy().clauses.values()},
    )
    return provision.render_record(shown, paged)
