"""`watch`: put platforms on the channel's watchlist."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.starters import find_starter
from bot.slack.listeners.watch_options import WatchOptions, parse_watch_options
from bot.slack.listeners.watch_requests import make_request
from bot.slack.listeners.watched_urls import join_pages
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_kind, format_names
from bot.slack.messages.watch_answers import MAX_NAMED_KINDS, render_same_watch, render_watch
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.store import DocumentChoice, NewWatch

MAX_SEARCHES = 6
"""Names of one command that are resolved at the same time."""


async def watch_platforms(call: Call, line: CommandLine) -> None:
    """Watch each platform named; post the added ones, and reply with those not added."""
    names = join_pages(line.names)
    if not names:
        await call.reply(render_sentence(_ask_which(call)))
        return
    if len(names) == 1 and (starter := find_starter(call, names[0])) is not None:
        await call.reply(render_problems([starter]))
        return
    options = parse_watch_options(line.options)
    template = format_line("watch", ["{}"], line.options)
    results = await make_requests(call, names, options, template)
    requests = merge_requests([result for result in results if isinstance(result, NewWatch)])
    problems = [result for result in results if isinstance(result, Problem)]
    if requests:
        notes = list_renamed(zip(names, results, strict=True))
        notes += list_absent_documents(requests)
        await add_watches(call, requests, options, notes)
    if problems:
        negation = "wasn't" if len(problems) == 1 else "weren't"
        lead = f"{len(problems)} of {len(names)} {negation} added:" if len(names) > 1 else ""
        await call.reply(render_problems(problems, lead))


def list_renamed(pairs: Iterable[tuple[str, NewWatch | Problem]]) -> list[str]:
    """Return a sentence for each name that stands for a platform of another name."""
    notes = []
    for typed, request in pairs:
        if isinstance(request, Problem) or typed.startswith(KEY_PREFIX) or "://" in typed:
            continue
        folded, name = fold_name(typed), fold_name(request.platform_name)
        is_same = not folded or folded in name or name in folded or "." in typed
        if not is_same:
            notes.append(f"{escape(typed, 60)} is listed as {escape(request.platform_name, 80)}.")
    return notes


def list_absent_documents(requests: Iterable[NewWatch]) -> list[str]:
    """Return a sentence for each platform of which the catalogue lacks a document asked for."""
    notes = []
    for request in requests:
        if kinds := [format_kind(kind) for kind in request.kinds_not_found]:
            what = "this document" if len(kinds) == 1 else "these documents"
            name, listed = escape(request.platform_name, 80), format_names(kinds, MAX_NAMED_KINDS)
            lead = f"The catalogue doesn't have {what} for {name}: {listed}."
            notes.append(f"{lead} You can add {'it' if len(kinds) == 1 else 'each'} by its URL.")
    return notes


def _ask_which(call: Call) -> str:
    example = code(f"{call.command} watch midjourney")
    return f"Which platform? Enter a name, a domain or a policy URL, such as {example}."


async def make_requests(
    call: Call, names: Sequence[str], options: WatchOptions, template: str
) -> list[NewWatch | Problem]:
    """Return the watch that each name asks for; sites of unknown platforms are searched."""
    slots = asyncio.Semaphore(MAX_SEARCHES)
    kinds = options.kinds or ()
    # As many kinds as URLs: each URL has its own kind.
    has_own_kinds = len(kinds) == len(names) > 1 and all("://" in name for name in names)

    async def request(index: int, name: str) -> NewWatch | Problem:
        name_options = replace(options, kinds=(kinds[index],)) if has_own_kinds else options
        async with slots:
            return await make_request(call, name, name_options, template)

    return await asyncio.gather(*(request(index, name) for index, name in enumerate(names)))


def merge_requests(requests: Sequence[NewWatch]) -> list[NewWatch]:
    """Return one request per platform, with the documents of all requests for it."""
    merged: dict[tuple[str, bool], NewWatch] = {}
    for request in requests:
        key = request.platform_key, request.is_private
        earlier = merged.get(key, request)
        documents = dict.fromkeys((*(earlier.documents or ()), *(request.documents or ())))
        is_named = DocumentChoice.NAMED in {earlier.choice, request.choice}
        choice = DocumentChoice.NAMED if is_named else request.choice
        merged[key] = replace(request, documents=tuple(documents), choice=choice)
    return list(merged.values())


async def add_watches(
    call: Call, requests: Sequence[NewWatch], options: WatchOptions, notes: Sequence[str] = ()
) -> None:
    """Add the watches and post the confirmation, which tests whether the bot can post here.

    What is watched already is not posted again. `notes` say which names were read as others.
    """
    channel = await call.find_channel()
    results = [await call.context.store.watches.add(request, call.now) for request in requests]
    if options.browser is not None:
        document_ids = [document.id for result in results for document in result.watch.documents]
        remedies = call.context.store.remedies
        for document_id in document_ids:
            await remedies.set_rendering(
                channel.workspace_id, document_id, call.now, is_on=options.browser
            )
    await call.schedule_jobs()
    call.refresh_homes(channel.workspace_id)
    changed = [result for result in results if result.is_changed]
    same = [result for result in results if not result.is_changed]
    if changed:
        undo_value = undo.encode_watch([result.watch for result in changed if result.is_new])
        error_code = await call.post(render_watch(changed, call.user_id, undo_value, notes))
        await channels.handle_post_result(call, channel, error_code)
    if same:
        await call.reply(render_same_watch(same, notes if not changed else ()))
