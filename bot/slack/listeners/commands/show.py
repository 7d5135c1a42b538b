"""`show`: the records of a platform or a document; `change`: the record of one change."""

import asyncio
from datetime import timedelta

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    ArgumentError,
    CommandLine,
    format_line,
    read_page,
    read_single_name,
)
from bot.slack.listeners.commands import provision
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages import card, show
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from clausewatch.model.documents import Platform
from clausewatch.model.record_ids import record_number
from clausewatch.whole_numbers import parse_whole_number

MAX_AGE = timedelta(days=3_650)
"""A platform's last changes are shown however old they are."""
MAX_CHANGES = 3
MAX_PLATFORM_CHANGES = 50
"""Changes of a platform among which those of one document are found."""


async def show_records(call: Call, line: CommandLine) -> Message | Problem:
    """Return a platform's documents and last changes, or one record by its id."""
    if (number := record_number("P", line.rest)) is not None:
        return await provision.show_by_number(call, number, line)
    if len(line.names) > 1:
        record = await provision.show_named_clause(call, line)
        if record is not None:
            return record
    name = read_single_name(line, f"{call.command} show midjourney")
    if (number := record_number("C", name)) is not None:
        return await _render_change(call, number)
    if (number := record_number("D", name)) is not None:
        return await _render_document(call, number)
    platform = await find_platform(call, name, format_line("show", ["{}"], {}))
    if isinstance(platform, Problem):
        return await provision.show_named_clause(call, line) or platform
    page = AnswerPage(read_page(line.options), f'show "{KEY_PREFIX}{platform.key}"')
    return await _render_platform(call, platform, page)


async def show_change(call: Call, line: CommandLine) -> Message | Problem:
    """Return the card of one change."""
    name = read_single_name(line, f"{call.command} change CW-C-000321")
    number = parse_whole_number(name)
    number = record_number("C", name) if number is None else number
    if number is None:
        raise ArgumentError(
            f"Enter the record ID of a change, such as {code('CW-C-000321')}."
            f" {code(call.command + ' changes')} lists them."
        )
    return await _render_change(call, number)


async def _render_change(call: Call, number: int) -> Message:
    change = await call.context.store.changes.find(await call.find_workspace(), number)
    if change is None:
        raise ArgumentError(_describe_missing_record(call, "change"))
    state = card.CardState(has_site=call.context.site_links is not None)
    # the word diff of a long text would keep requests from their acknowledgements
    return await asyncio.to_thread(card.render_card, change, state)


async def _render_document(call: Call, number: int) -> Message:
    workspace_id = await call.find_workspace()
    status = await call.context.store.documents.find(workspace_id, number)
    if status is None:
        raise ArgumentError(_describe_missing_record(call, "document"))
    changes = await call.context.store.changes.find_recent(
        workspace_id,
        platform_key=status.document.platform_key,
        since=call.now - MAX_AGE,
        limit=MAX_PLATFORM_CHANGES,
    )
    own_changes = [change for change in changes if change.document.id == status.document.id]
    dates = await call.context.store.deadlines.find_by_document(status.document.id)
    return show.render_document(status, own_changes[:MAX_CHANGES], dates)


def _describe_missing_record(call: Call, kind: str) -> str:
    return (
        f"I can't find that {kind}. {code(call.command + ' changes')} and"
        f" {code(call.command + ' show')} list the record IDs."
    )


async def _render_platform(call: Call, platform: Platform, page: AnswerPage) -> Message | Problem:
    """Return the records of a platform, or else its entry in the catalogue."""
    store, key = call.context.store, platform.key
    channel = await call.find_channel()
    statuses = await store.documents.find_by_platform(channel.workspace_id, key)
    if not statuses:
        catalogued = call.context.catalogue.find_by_key(key)
        if catalogued is not None:
            return show.render_catalogue_platform(catalogued)
    changes = await store.changes.find_recent(
        channel.workspace_id, platform_key=key, since=call.now - MAX_AGE, limit=MAX_CHANGES
    )
    watches = await store.watches.find_by_platform(channel.workspace_id, key, channel.id)
    provisions = await store.provisions.find_by_platform(channel.workspace_id, key)
    view = show.PlatformView(key, platform.name, statuses, changes, bool(watches), provisions)
    return show.render_platform(view, page)
