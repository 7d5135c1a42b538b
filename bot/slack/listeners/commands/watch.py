"""`watch`: put platforms on the channel's watchlist."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.watch_options import WatchOptions, parse_watch_options
from bot.slack.listeners.watch_requests import make_request
from bot.slack.listeners.watched_urls import join_pages
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code
from bot.slack.messages.watch_answers import render_watch
from clausewatch.store import DocumentChoice, NewWatch

MAX_SEARCHES = 6
"""Names of one command that are resolved at the same time."""


async def watch_platforms(call: Call, line: CommandLine) -> None:
    """Watch each platform named; post the added ones, and reply with those not added."""
    names = join_pages(line.names)
    if not names:
        await call.reply(render_sentence(_ask_which(call)))
        return
    options = parse_watch_options(line.options)
    template = format_line("watch", ["{}"], line.options)
    results = await make_requests(call, names, options, template)
    requests = merge_requests([result for result in results if isinstance(result, NewWatch)])
    problems = [result for result in results if isinstance(result, Problem)]
    if requests:
        await add_watches(call, requests, options)
    if problems:
        lead = f"{len(problems)} of {len(names)} could not be added:" if len(names) > 1 else ""
        await call.reply(render_problems(problems, lead))


def _ask_which(call: Call) -> str:
    example = code(f"{call.command} watch midjourney")
    return f"Which platform? Type its name, domain or the address of its policy, such as {example}."


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


async def add_watches(call: Call, requests: Sequence[NewWatch], options: WatchOptions) -> None:
    """Add the watches and post the confirmation, which tests whether the bot can post here."""
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
    undo_value = undo.encode_watch([result.watch for result in results if result.is_new])
    error_code = await call.post(render_watch(results, call.user_id, undo_value))
    await channels.handle_post_result(call, channel, error_code)
